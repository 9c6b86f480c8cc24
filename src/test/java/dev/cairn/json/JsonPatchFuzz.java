package dev.cairn.json;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.JsonText;
import dev.cairn.Limits;
import dev.cairn.fuzz.Fuzz;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A value, a blank line, and a JSON Patch for it; {@link PatchModel} is the model. */
public final class JsonPatchFuzz {

  private static final int DEPTH = 64;

  /** Longer patches may double a value too often for the model. */
  private static final int MOST_OPERATIONS = 12;

  private JsonPatchFuzz() {}

  public static void take(byte[] input) throws Exception {
    List<byte[]> parts = Fuzz.parts(input, 2);
    JsonText target = JsonFuzz.checked(parts.get(0), DEPTH);
    JsonText document = JsonFuzz.checked(parts.get(1), DEPTH);
    JsonPatch patch =
        target == null || document == null
            ? null
            : Fuzz.readOrRefused(() -> JsonPatch.of(document));
    if (target == null || document == null || patch == null) {
      return;
    }
    JsonText ours = null;
    CairnException refusal = null;
    try {
      ours = patch.applyTo(target);
      Fuzz.require(JsonFuzz.checked(ours.utf8(), Limits.MAX_VALUE_DEPTH) != null, "unsound:", ours);
    } catch (CairnException e) {
      refusal = e;
      Fuzz.require(!e.violations().isEmpty(), "no pointer to what failed:", e.detail());
    }
    if (StrictReference.read(document.utf8()) instanceof List<?> operations
        && operations.size() <= MOST_OPERATIONS) {
      compare(target, operations, ours, refusal);
    }
  }

  private static void compare(
      JsonText target,
      List<?> operations,
      @Nullable JsonText ours,
      @Nullable CairnException refusal)
      throws Exception {
    PatchModel model = new PatchModel(StrictReference.read(target.utf8()));
    @Nullable ErrorCode fault = refusal == null ? null : refusal.code();
    try {
      Object result = model.apply(operations);
      boolean tooDeep = model.deepest() > Limits.MAX_VALUE_DEPTH;
      if (ours != null) {
        Fuzz.require(
            StrictReference.read(ours.utf8()).equals(result), target, operations, "=", ours);
      } else {
        boolean fair = tooDeep || fault == ErrorCode.VALUE_TOO_LARGE;
        Fuzz.require(fair, "refused:", target, operations, fault);
      }
    } catch (PatchModel.Conflict conflict) {
      ErrorCode wanted = conflict.ofTest ? ErrorCode.PATCH_TEST_FAILED : ErrorCode.PATCH_CONFLICT;
      Fuzz.require(fault == wanted, "not refused with", wanted, "but", fault, target, operations);
    } catch (NumberFormatException beyondTheModel) {
      return; // An exponent that a BigDecimal can't hold.
    }
  }
}
