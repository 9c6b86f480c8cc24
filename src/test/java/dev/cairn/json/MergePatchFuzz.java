package dev.cairn.json;

import dev.cairn.JsonText;
import dev.cairn.fuzz.Fuzz;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value, a blank line, and a merge patch for it; the steps of RFC 7396 are the model. */
public final class MergePatchFuzz {

  private static final int DEPTH = 64;

  private MergePatchFuzz() {}

  public static void take(byte[] input) throws Exception {
    List<byte[]> parts = Fuzz.parts(input, 2);
    JsonText target = JsonFuzz.checked(parts.get(0), DEPTH);
    JsonText patch = JsonFuzz.checked(parts.get(1), DEPTH);
    if (target == null || patch == null) {
      return;
    }
    JsonText ours = MergePatch.of(patch).applyTo(target);
    JsonText sound = JsonFuzz.checked(ours.utf8(), DEPTH);
    Fuzz.require(sound != null, "no JSON came of", target, patch, ours);
    Object model = merged(StrictReference.read(target.utf8()), StrictReference.read(patch.utf8()));
    Fuzz.require(StrictReference.read(ours.utf8()).equals(model), target, "+", patch, "=", ours);
    JsonText again = MergePatch.of(patch).applyTo(ours);
    Fuzz.require(
        StrictReference.read(again.utf8()).equals(model), "twice is not once:", target, patch);
  }

  private static Object merged(Object target, Object patch) {
    if (!(patch instanceof Map<?, ?> changes)) {
      return patch;
    }
    Map<Object, Object> result = new LinkedHashMap<>();
    if (target instanceof Map<?, ?> members) {
      result.putAll(members);
    }
    for (Map.Entry<?, ?> change : changes.entrySet()) {
      if (change.getValue() == StrictReference.Word.NULL) {
        result.remove(change.getKey());
      } else {
        Object old = result.getOrDefault(change.getKey(), StrictReference.Word.NULL);
        result.put(change.getKey(), merged(old, change.getValue()));
      }
    }
    return result;
  }
}
