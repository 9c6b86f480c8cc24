package dev.cairn.json;

/** One operation of a JSON Patch. Values are slices of the patch: each run reads them anew. */
sealed interface PatchOperation {

  Pointer path();

  record Add(Pointer path, Slice value) implements PatchOperation {}

  record Remove(Pointer path) implements PatchOperation {}

  record Replace(Pointer path, Slice value) implements PatchOperation {}

  record Move(Pointer from, Pointer path) implements PatchOperation {}

  record Copy(Pointer from, Pointer path) implements PatchOperation {}

  record Test(Pointer path, Slice value) implements PatchOperation {}
}
