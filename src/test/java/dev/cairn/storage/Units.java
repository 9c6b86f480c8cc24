package dev.cairn.storage;

import dev.cairn.JsonText;
import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.json.JsonPatch;
import dev.cairn.json.MergePatch;
import java.util.List;

/** Short words for operations and units, in the default namespace unless one is named. */
public final class Units {

  private Units() {}

  public static JsonText json(String text) {
    return JsonText.ofChecked(text);
  }

  public static Operation put(String key, String value) {
    return put(Namespace.DEFAULT, key, value);
  }

  public static Operation put(Namespace namespace, String key, String value) {
    return new Operation.Put(
        namespace, Key.of(key), json(value), MetadataChange.KEEP, Precondition.NONE);
  }

  public static Operation put(String key, String value, MetadataChange metadata) {
    return new Operation.Put(
        Namespace.DEFAULT, Key.of(key), json(value), metadata, Precondition.NONE);
  }

  public static Operation putIf(Precondition precondition, String key, String value) {
    return new Operation.Put(
        Namespace.DEFAULT, Key.of(key), json(value), MetadataChange.KEEP, precondition);
  }

  public static Operation merge(String key, String patch) {
    return mergeIf(Precondition.NONE, key, patch);
  }

  public static Operation mergeIf(Precondition precondition, String key, String patch) {
    return new Operation.PatchValue(
        Namespace.DEFAULT, Key.of(key), MergePatch.of(json(patch)), precondition);
  }

  public static Operation jsonPatch(String key, String patch) {
    return new Operation.PatchValue(
        Namespace.DEFAULT, Key.of(key), JsonPatch.of(json(patch)), Precondition.NONE);
  }

  public static Operation metadata(String key, MetadataChange change) {
    return metadataIf(Precondition.NONE, key, change);
  }

  public static Operation metadataIf(Precondition precondition, String key, MetadataChange change) {
    return new Operation.ChangeMetadata(Namespace.DEFAULT, Key.of(key), change, precondition);
  }

  public static MetadataChange replace(String metadata) {
    return new MetadataChange.Replace(json(metadata));
  }

  public static MetadataChange mergeInto(String patch) {
    return new MetadataChange.Merge(MergePatch.of(json(patch)));
  }

  public static Operation delete(String key) {
    return deleteIf(Precondition.NONE, key);
  }

  public static Operation deleteIf(Precondition precondition, String key) {
    return new Operation.Delete(Namespace.DEFAULT, Key.of(key), precondition);
  }

  public static Operation clear(Namespace namespace) {
    return new Operation.Clear(namespace);
  }

  public static Operation.Get get(String key) {
    return new Operation.Get(Namespace.DEFAULT, Key.of(key), Parts.BOTH);
  }

  public static Operation putNamespace(Namespace namespace) {
    return new Operation.PutNamespace(namespace, MetadataChange.KEEP);
  }

  public static Operation deleteNamespace(Namespace namespace, boolean recursive) {
    return new Operation.DeleteNamespace(namespace, recursive);
  }

  public static Check check(String key, Precondition precondition) {
    return new Check(Namespace.DEFAULT, Key.of(key), precondition);
  }

  public static WriteUnit batch(Operation... operations) {
    return new WriteUnit.Batch(List.of(operations), false);
  }

  public static WriteUnit atomic(Operation... operations) {
    return new WriteUnit.Batch(List.of(operations), true);
  }

  public static WriteUnit transaction(List<Check> checks, Operation... operations) {
    return new WriteUnit.Transaction(checks, List.of(operations), List.of());
  }

  public static ListRequest all() {
    return list("", 10_000, 0);
  }

  public static ListRequest list(String prefix, int limit, int offset) {
    return new ListRequest(prefix, null, null, limit, offset);
  }

  public static ListRequest matching(String pattern) {
    return new ListRequest("", KeyPattern.of(pattern), null, 10_000, 0);
  }

  public static ListRequest after(String key, int limit) {
    return new ListRequest("", null, Key.of(key), limit, 0);
  }
}
