package dev.cairn.json;

import dev.cairn.ErrorCode;
import dev.cairn.JsonText;
import java.util.Map;

/** JSON Merge Patch, RFC 7396. */
public final class MergePatch implements Patch {

  private final JsonText document;

  private MergePatch(JsonText document) {
    this.document = document;
  }

  /** A patch from a text that has passed the strict check. */
  public static MergePatch of(JsonText document) {
    return new MergePatch(document);
  }

  /**
   * {@inheritDoc}
   *
   * @throws dev.cairn.CairnException {@link dev.cairn.ErrorCode#VALUE_TOO_LARGE} if the result has
   *     more than {@link dev.cairn.Limits#MAX_VALUE_BYTES}
   */
  @Override
  public JsonText applyTo(JsonText target, int most, ErrorCode beyond) {
    Node patch = TreeReader.read(document);
    if (!(patch instanceof Node.Members changes)) {
      return TreeWriter.write(patch, document.size(), most, beyond);
    }
    Node.Members base =
        TreeReader.read(target) instanceof Node.Members members ? members : new Node.Members();
    merge(base, changes);
    return base.spelling() == null
        ? TreeWriter.write(base, target.size() + document.size(), most, beyond)
        : target;
  }

  @Override
  public int size() {
    return document.size();
  }

  private static void merge(Node.Members base, Node.Members changes) {
    for (Map.Entry<String, Node.Member> change : changes.byName().entrySet()) {
      String name = change.getKey();
      Slice spelledName = change.getValue().name();
      switch (change.getValue().value()) {
        case Slice leaf when leaf.isNull() -> {
          if (base.byName().remove(name) != null) {
            base.touch();
          }
        }
        case Node.Members inner -> mergeMember(base, name, spelledName, inner);
        case Node other -> {
          base.touch();
          base.put(name, spelledName, other);
        }
      }
    }
  }

  private static void mergeMember(
      Node.Members base, String name, Slice spelledName, Node.Members changes) {
    if (base.get(name) instanceof Node.Members inner) {
      merge(inner, changes);
      if (inner.spelling() == null) {
        base.touch();
      }
    } else {
      Node.Members fresh = new Node.Members();
      merge(fresh, changes);
      base.touch();
      base.put(name, spelledName, fresh);
    }
  }
}
