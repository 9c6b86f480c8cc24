package dev.cairn.json;

import dev.cairn.ErrorCode;
import dev.cairn.JsonText;
import java.util.List;

/** JSON Patch, RFC 6902. */
public final class JsonPatch implements Patch {

  /** The most operations of one patch. */
  public static final int MAX_OPERATIONS = 1000;

  /**
   * The most bytes of values that the {@code copy} operations of one patch may copy in all, however
   * large the result may be; no more than the result may have where that is less.
   */
  public static final int MAX_COPIED_BYTES = 16 * 1024 * 1024;

  private final List<PatchOperation> operations;
  private final int size;

  private JsonPatch(List<PatchOperation> operations, int size) {
    this.operations = operations;
    this.size = size;
  }

  /**
   * A patch from a text that has passed the strict check. Members of an operation that RFC 6902
   * does not know are ignored.
   *
   * @throws dev.cairn.CairnException {@link dev.cairn.ErrorCode#INVALID_PATCH}, with a pointer for
   *     each fault (the first {@value PatchParser#MAX_VIOLATIONS}), if it is no JSON Patch, has
   *     more than {@link #MAX_OPERATIONS} or moves a value into itself
   */
  public static JsonPatch of(JsonText document) {
    return new JsonPatch(PatchParser.parse(document), document.size());
  }

  /**
   * {@inheritDoc}
   *
   * <p>All operations or none. The whole value can be replaced but not removed. A {@code test}
   * compares numbers by what they are worth, save that exponents of more than {@value
   * Decimal#MAX_EXPONENT_DIGITS} digits are equal only when they are spelled alike.
   *
   * @throws dev.cairn.CairnException as {@link Patch#applyTo} says, with a pointer to the member of
   *     the operation that failed; {@link dev.cairn.ErrorCode#PATCH_CONFLICT} also if the result
   *     would be deeper than {@link dev.cairn.Limits#MAX_VALUE_DEPTH}; {@link
   *     dev.cairn.ErrorCode#VALUE_TOO_LARGE} if it would have more than {@link
   *     dev.cairn.Limits#MAX_VALUE_BYTES}, or more than {@link #MAX_COPIED_BYTES} would be copied
   */
  @Override
  public JsonText applyTo(JsonText target, int most, ErrorCode beyond) {
    PatchRun run = new PatchRun(TreeReader.read(target), most, beyond);
    for (int i = 0; i < operations.size(); i++) {
      run.apply(i, operations.get(i));
    }
    return run.isChanged() ? TreeWriter.write(run.root(), target.size(), most, beyond) : target;
  }

  @Override
  public int size() {
    return size;
  }
}
