package dev.cairn.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON Patch as RFC 6902 tells it, over values of {@link StrictReference}. One use. */
final class PatchModel {

  /** An operation that can't be carried out. */
  static final class Conflict extends Exception {
    private static final long serialVersionUID = 1L;
    final boolean ofTest;

    Conflict(boolean ofTest) {
      super(ofTest ? "test" : "location");
      this.ofTest = ofTest;
    }
  }

  private Object root;
  private int deepest;

  PatchModel(Object root) {
    this.root = root;
  }

  /** The levels of the deepest state underway. */
  int deepest() {
    return deepest;
  }

  Object apply(List<?> operations) throws Conflict {
    for (Object operation : operations) {
      apply((Map<?, ?>) operation);
      deepest = Math.max(deepest, depth(root));
    }
    return root;
  }

  private void apply(Map<?, ?> operation) throws Conflict {
    List<String> path = tokens(operation.get("path"));
    Object value = operation.get("value");
    switch (String.valueOf(operation.get("op"))) {
      case "add" -> add(path, copy(value));
      case "remove" -> remove(path);
      case "replace" -> {
        find(path);
        if (!path.isEmpty() && parent(path) instanceof Map<?, ?>) {
          add(path, copy(value));
        } else if (path.isEmpty()) {
          root = copy(value);
        } else {
          remove(path);
          add(path, copy(value));
        }
      }
      case "move" -> {
        List<String> from = tokens(operation.get("from"));
        Object moved = find(from);
        if (!from.equals(path)) {
          remove(from);
          add(path, moved);
        }
      }
      case "copy" -> add(path, copy(find(tokens(operation.get("from")))));
      default -> {
        if (!equal(find(path), value)) {
          throw new Conflict(true);
        }
      }
    }
  }

  private void add(List<String> path, Object value) throws Conflict {
    if (path.isEmpty()) {
      root = value;
      return;
    }
    String last = path.getLast();
    switch (parent(path)) {
      case Map<?, ?> members -> members(members).put(last, value);
      case List<?> elements ->
          elements(elements)
              .add(last.equals("-") ? elements.size() : index(last, elements.size()), value);
      default -> throw new Conflict(false);
    }
  }

  private void remove(List<String> path) throws Conflict {
    if (path.isEmpty()) {
      throw new Conflict(false);
    }
    find(path);
    switch (parent(path)) {
      case Map<?, ?> members -> members.remove(path.getLast());
      case List<?> elements -> elements.remove(index(path.getLast(), elements.size() - 1));
      default -> throw new Conflict(false);
    }
  }

  private Object parent(List<String> path) throws Conflict {
    return find(path.subList(0, path.size() - 1));
  }

  private Object find(List<String> path) throws Conflict {
    Object at = root;
    for (String token : path) {
      @Nullable Object next =
          switch (at) {
            case Map<?, ?> members -> members.get(token);
            case List<?> elements -> elements.get(index(token, elements.size() - 1));
            default -> null;
          };
      if (next == null) {
        throw new Conflict(false);
      }
      at = next;
    }
    return at;
  }

  private static int index(String token, int most) throws Conflict {
    if (!token.matches("0|[1-9][0-9]{0,8}") || Integer.parseInt(token) > most) {
      throw new Conflict(false);
    }
    return Integer.parseInt(token);
  }

  private static List<String> tokens(@Nullable Object pointer) {
    List<String> tokens = new ArrayList<>();
    for (String token : String.valueOf(pointer).split("/", -1)) {
      tokens.add(token.replace("~1", "/").replace("~0", "~"));
    }
    tokens.removeFirst();
    return tokens;
  }

  private static boolean equalLists(List<?> one, List<?> other) {
    boolean equal = one.size() == other.size();
    for (int i = 0; equal && i < one.size(); i++) {
      equal = equal(one.get(i), other.get(i));
    }
    return equal;
  }

  private static boolean equal(Object one, @Nullable Object other) {
    return switch (one) {
      case StrictReference.Spelled(String left)
          when other instanceof StrictReference.Spelled(String right) ->
          left.equals(right) || worth(left).equals(worth(right));
      case List<?> list -> other instanceof List<?> there && equalLists(list, there);
      case Map<?, ?> map ->
          other instanceof Map<?, ?> there
              && there.keySet().equals(map.keySet())
              && map.entrySet().stream()
                  .allMatch(each -> equal(each.getValue(), there.get(each.getKey())));
      default -> one.equals(other);
    };
  }

  /** Two numbers are worth the same if these are equal. */
  private static Object worth(String number) {
    BigDecimal worth = new BigDecimal(number);
    return worth.signum() == 0 ? BigDecimal.ZERO : worth.stripTrailingZeros();
  }

  private static int depth(Object value) {
    return switch (value) {
      case Map<?, ?> map -> 1 + map.values().stream().mapToInt(PatchModel::depth).max().orElse(0);
      case List<?> list -> 1 + list.stream().mapToInt(PatchModel::depth).max().orElse(0);
      default -> 0;
    };
  }

  private static Object copy(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<Object, Object> copy = new LinkedHashMap<>();
        map.forEach((name, member) -> copy.put(name, copy(member)));
        yield copy;
      }
      case List<?> list -> {
        List<Object> copy = new ArrayList<>();
        list.forEach(element -> copy.add(copy(element)));
        yield copy;
      }
      case null -> throw new IllegalArgumentException("an operation without a value");
      default -> value;
    };
  }

  @SuppressWarnings("unchecked") // The reference makes no others.
  private static Map<Object, Object> members(Map<?, ?> map) {
    return (Map<Object, Object>) map;
  }

  @SuppressWarnings("unchecked") // The reference makes no others.
  private static List<Object> elements(List<?> list) {
    return (List<Object>) list;
  }
}
