package dev.cairn.json;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Limits;
import dev.cairn.Violation;
import java.util.List;
import java.util.Map;

/**
 * One application of a JSON Patch to one tree, which it changes in place: after a refusal the tree
 * is worthless. One thread.
 */
final class PatchRun {

  /**
   * Levels that the tree may have between two operations, so that no recursion over it runs out of
   * stack: twice a value's depth, since heights are not lowered by removals.
   */
  static final int MAX_DEPTH_UNDERWAY = 2 * Limits.MAX_VALUE_DEPTH;

  private static final int MAX_INDEX_DIGITS = 9;
  private static final int NO_INDEX = -1;

  private final TreeCopier copier;
  private Node root;
  private boolean changed;
  private int index;
  private String op = "";

  PatchRun(Node root, int most, ErrorCode beyond) {
    this.root = root;
    this.copier = new TreeCopier(Math.min(most, JsonPatch.MAX_COPIED_BYTES), beyond);
  }

  Node root() {
    return root;
  }

  boolean isChanged() {
    return changed;
  }

  void apply(int position, PatchOperation operation) {
    index = position;
    switch (operation) {
      case PatchOperation.Add add -> {
        op = "add";
        insert(add.path(), TreeReader.read(add.value()));
      }
      case PatchOperation.Remove remove -> {
        op = "remove";
        take(remove.path(), "path");
      }
      case PatchOperation.Replace replace -> {
        op = "replace";
        replace(replace.path(), TreeReader.read(replace.value()));
      }
      case PatchOperation.Move move -> {
        op = "move";
        move(move.from(), move.path());
      }
      case PatchOperation.Copy copy -> {
        op = "copy";
        insert(copy.path(), copier.copy(find(copy.from(), "from")));
      }
      case PatchOperation.Test test -> {
        op = "test";
        test(test.path(), TreeReader.read(test.value()));
      }
    }
  }

  private void test(Pointer path, Node expected) {
    if (!Equality.equal(find(path, "path"), expected)) {
      throw refusal(ErrorCode.PATCH_TEST_FAILED, "value", "is not what is stored at the path");
    }
  }

  private void move(Pointer from, Pointer path) {
    Node moved = find(from, "from");
    if (from.equals(path)) {
      return;
    }
    // A proper prefix was refused with the patch, so the whole value is never taken here.
    take(from, "from");
    insert(path, moved);
  }

  private void replace(Pointer path, Node value) {
    find(path, "path");
    if (path.isRoot()) {
      insert(path, value);
      return;
    }
    switch (parent(path, value.height(), "path")) {
      case Node.Members members -> members.put(path.last(), Strings.spell(path.last()), value);
      case Node.Elements elements ->
          elements.items().set(existingIndex(elements, path.last(), "path"), value);
    }
  }

  private void insert(Pointer path, Node value) {
    if (path.isRoot()) {
      root = value;
      changed = true;
      return;
    }
    switch (parent(path, value.height(), "path")) {
      case Node.Members members -> members.put(path.last(), Strings.spell(path.last()), value);
      case Node.Elements elements -> {
        List<Node> items = elements.items();
        int at = path.last().equals("-") ? items.size() : arrayIndex(path.last());
        if (at == NO_INDEX || at > items.size()) {
          throw missing("path");
        }
        items.add(at, value);
      }
    }
  }

  private void take(Pointer path, String member) {
    if (path.isRoot()) {
      throw refusal(ErrorCode.PATCH_CONFLICT, member, "is the whole value, which can't be removed");
    }
    switch (parent(path, 0, member)) {
      case Node.Members members -> {
        if (members.byName().remove(path.last()) == null) {
          throw missing(member);
        }
      }
      case Node.Elements elements ->
          elements.items().remove(existingIndex(elements, path.last(), member));
    }
  }

  /** The array or object in which the last token stands, with all above it ready for a change. */
  private Node.Container parent(Pointer path, int heightBelow, String member) {
    int height = path.tokens().size() + heightBelow;
    if (height > MAX_DEPTH_UNDERWAY) {
      throw refusal(ErrorCode.PATCH_CONFLICT, member, "leads deeper than values may be nested");
    }
    Node here = root;
    for (String token : path.tokens().subList(0, path.tokens().size() - 1)) {
      prepare(here, height--);
      here = child(here, token, member);
    }
    prepare(here, height);
    changed = true;
    if (here instanceof Node.Container container) {
      return container;
    }
    throw missing(member);
  }

  private static void prepare(Node node, int height) {
    if (node instanceof Node.Container container) {
      container.touch();
      container.raise(height);
    }
  }

  private Node find(Pointer path, String member) {
    Node here = root;
    for (String token : path.tokens()) {
      here = child(here, token, member);
    }
    return here;
  }

  private Node child(Node node, String token, String member) {
    Node found =
        switch (node) {
          case Node.Members members -> members.get(token);
          case Node.Elements elements ->
              elements.items().get(existingIndex(elements, token, member));
          case Slice leaf -> null;
        };
    if (found == null) {
      throw missing(member);
    }
    return found;
  }

  private int existingIndex(Node.Elements elements, String token, String member) {
    int at = arrayIndex(token);
    if (at == NO_INDEX || at >= elements.items().size()) {
      throw missing(member);
    }
    return at;
  }

  /** The index that a token spells without sign or leading zeros, or {@link #NO_INDEX}. */
  private static int arrayIndex(String token) {
    boolean allDigits = token.chars().allMatch(c -> c >= '0' && c <= '9');
    boolean leadingZero = token.length() > 1 && token.charAt(0) == '0';
    if (token.isEmpty() || token.length() > MAX_INDEX_DIGITS || !allDigits || leadingZero) {
      return NO_INDEX;
    }
    return Integer.parseInt(token);
  }

  private CairnException missing(String member) {
    return refusal(
        ErrorCode.PATCH_CONFLICT, member, "leads to no location that the value has at this step");
  }

  private CairnException refusal(ErrorCode code, String member, String reason) {
    Violation violation = new Violation("/" + index + "/" + member, reason);
    String detail = "Operation " + index + " of the patch (" + op + "): its " + member + " ";
    return new CairnException(code, detail + reason + ".", List.of(violation), Map.of(), null);
  }
}
