package dev.cairn.json;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.JsonText;
import dev.cairn.Limits;
import java.util.Arrays;

/** Makes a text of a tree, within the greatest size and depth that a value may ever have. */
final class TreeWriter {

  private final int most;
  private final ErrorCode beyond;
  private byte[] out;
  private int size;

  private TreeWriter(int expectedSize, int most, ErrorCode beyond) {
    this.most = most;
    this.beyond = beyond;
    this.out = new byte[expectedSize];
  }

  /**
   * The text of a tree.
   *
   * @param most bytes of it
   * @param beyond the code for more of them
   * @throws CairnException of that code, {@link ErrorCode#PATCH_CONFLICT} if deeper than {@link
   *     Limits#MAX_VALUE_DEPTH}
   */
  static JsonText write(Node root, int expectedSize, int most, ErrorCode beyond) {
    TreeWriter writer =
        new TreeWriter(Math.clamp(expectedSize, 16, Math.max(16, most)), most, beyond);
    writer.value(root, 1);
    return JsonText.ofChecked(Arrays.copyOf(writer.out, writer.size));
  }

  private void value(Node node, int depth) {
    Slice spelling = node.spelling();
    if (spelling != null) {
      requireDepth(depth - 1 + node.height());
      append(spelling);
      return;
    }
    requireDepth(depth);
    switch (node) {
      case Node.Members members -> members(members, depth);
      case Node.Elements elements -> elements(elements, depth);
      case Slice leaf -> append(leaf);
    }
  }

  private void members(Node.Members members, int depth) {
    char before = '{';
    for (Node.Member member : members.byName().values()) {
      append(before);
      append(member.name());
      append(':');
      value(member.value(), depth + 1);
      before = ',';
    }
    if (before == '{') {
      append('{');
    }
    append('}');
  }

  private void elements(Node.Elements elements, int depth) {
    char before = '[';
    for (Node item : elements.items()) {
      append(before);
      value(item, depth + 1);
      before = ',';
    }
    if (before == '[') {
      append('[');
    }
    append(']');
  }

  private void append(char c) {
    makeRoom(1);
    out[size++] = (byte) c;
  }

  private void append(Slice slice) {
    makeRoom(slice.size());
    System.arraycopy(slice.source(), slice.from(), out, size, slice.size());
    size += slice.size();
  }

  private void makeRoom(int more) {
    if (more > most - size) {
      throw new CairnException(
          beyond, "What the patch makes would be larger than the " + most + " bytes allowed.");
    }
    if (size + more > out.length) {
      out = Arrays.copyOf(out, Math.max(size + more, out.length * 2));
    }
  }

  private static void requireDepth(int depth) {
    if (depth > Limits.MAX_VALUE_DEPTH) {
      throw new CairnException(
          ErrorCode.PATCH_CONFLICT,
          "The patched value would be nested deeper than " + Limits.MAX_VALUE_DEPTH + ".");
    }
  }
}
