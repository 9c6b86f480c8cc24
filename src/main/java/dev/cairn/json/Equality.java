package dev.cairn.json;

import java.util.Map;

/**
 * Whether two values are equal as a {@code test} of RFC 6902 sees it: strings by their characters,
 * numbers by what they are worth, objects whatever the order of their members.
 */
final class Equality {

  private Equality() {}

  static boolean equal(Node one, Node other) {
    return switch (one) {
      case Slice leaf -> other instanceof Slice slice && equalLeaves(leaf, slice);
      case Node.Elements elements ->
          other instanceof Node.Elements others && equalElements(elements, others);
      case Node.Members members ->
          other instanceof Node.Members others && equalMembers(members, others);
    };
  }

  private static boolean equalLeaves(Slice one, Slice other) {
    if (one.sameBytes(other)) {
      return true;
    }
    if (one.isString() && other.isString()) {
      return Strings.decode(one).equals(Strings.decode(other));
    }
    return one.isNumber() && other.isNumber() && Decimal.of(one).equals(Decimal.of(other));
  }

  private static boolean equalElements(Node.Elements one, Node.Elements other) {
    int size = one.items().size();
    if (size != other.items().size()) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      if (!equal(one.items().get(i), other.items().get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean equalMembers(Node.Members one, Node.Members other) {
    if (one.byName().size() != other.byName().size()) {
      return false;
    }
    for (Map.Entry<String, Node.Member> member : one.byName().entrySet()) {
      Node there = other.get(member.getKey());
      if (there == null || !equal(member.getValue().value(), there)) {
        return false;
      }
    }
    return true;
  }
}
