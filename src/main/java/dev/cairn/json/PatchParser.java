package dev.cairn.json;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.JsonText;
import dev.cairn.Violation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the operations of a JSON Patch and gathers what is wrong with them. One use. */
final class PatchParser {

  /** Violations told of one patch; further ones are left out. */
  static final int MAX_VIOLATIONS = 50;

  private static final Pointer NO_POINTER = new Pointer(List.of());

  private final List<Violation> violations = new ArrayList<>();

  private PatchParser() {}

  static List<PatchOperation> parse(JsonText document) {
    return new PatchParser().operations(TreeReader.read(document));
  }

  private List<PatchOperation> operations(Node document) {
    List<PatchOperation> operations = new ArrayList<>();
    if (!(document instanceof Node.Elements elements)) {
      refuse("", "must be an array of operations");
    } else if (elements.items().size() > JsonPatch.MAX_OPERATIONS) {
      refuse("", "has more than " + JsonPatch.MAX_OPERATIONS + " operations");
    } else {
      for (int i = 0; i < elements.items().size(); i++) {
        PatchOperation operation = operation("/" + i, elements.items().get(i));
        if (operation != null) {
          operations.add(operation);
        }
      }
    }
    if (!violations.isEmpty()) {
      throw new CairnException(
          ErrorCode.INVALID_PATCH, "The body is not a JSON Patch (RFC 6902).", violations);
    }
    return List.copyOf(operations);
  }

  private @Nullable PatchOperation operation(String where, Node node) {
    if (!(node instanceof Node.Members members)) {
      refuse(where, "must be an object");
      return null;
    }
    String op = string(where, members, "op");
    if (op == null) {
      return null;
    }
    return switch (op) {
      case "add" -> new PatchOperation.Add(path(where, members), value(where, members));
      case "remove" -> new PatchOperation.Remove(path(where, members));
      case "replace" -> new PatchOperation.Replace(path(where, members), value(where, members));
      case "move" -> move(where, members);
      case "copy" -> new PatchOperation.Copy(pointer(where, members, "from"), path(where, members));
      case "test" -> new PatchOperation.Test(path(where, members), value(where, members));
      default -> {
        refuse(where + "/op", "must be add, remove, replace, move, copy or test");
        yield null;
      }
    };
  }

  private PatchOperation move(String where, Node.Members members) {
    Pointer from = pointer(where, members, "from");
    Pointer path = path(where, members);
    if (violations.isEmpty() && from.isProperPrefixOf(path)) {
      refuse(where + "/path", "lies inside from: a value can't be moved into itself");
    }
    return new PatchOperation.Move(from, path);
  }

  private Pointer path(String where, Node.Members members) {
    return pointer(where, members, "path");
  }

  private Pointer pointer(String where, Node.Members members, String name) {
    String text = string(where, members, name);
    if (text == null) {
      return NO_POINTER;
    }
    Pointer pointer = Pointer.parse(text);
    if (pointer == null) {
      refuse(where + "/" + name, "must be a JSON Pointer (RFC 6901)");
      return NO_POINTER;
    }
    return pointer;
  }

  private Slice value(String where, Node.Members members) {
    Node value = members.get("value");
    Slice spelling = value == null ? null : value.spelling();
    if (spelling == null) {
      refuse(where + "/value", "is needed");
      return new Slice(JsonText.NULL.utf8(), 0, JsonText.NULL.size());
    }
    return spelling;
  }

  private @Nullable String string(String where, Node.Members members, String name) {
    Node node = members.get(name);
    if (node instanceof Slice leaf && leaf.isString()) {
      return Strings.decode(leaf);
    }
    refuse(where + "/" + name, node == null ? "is needed" : "must be a string");
    return null;
  }

  private void refuse(String pointer, String reason) {
    if (violations.size() < MAX_VIOLATIONS) {
      violations.add(new Violation(pointer, reason));
    }
  }
}
