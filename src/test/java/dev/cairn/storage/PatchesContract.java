package dev.cairn.storage;

import static dev.cairn.storage.Units.atomic;
import static dev.cairn.storage.Units.json;
import static dev.cairn.storage.Units.jsonPatch;
import static dev.cairn.storage.Units.merge;
import static dev.cairn.storage.Units.put;
import static dev.cairn.storage.Units.replace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Entry;
import dev.cairn.ErrorCode;
import dev.cairn.Key;
import dev.cairn.Limits;
import dev.cairn.json.MergePatch;
import java.nio.file.Path;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Patches of values. */
abstract class PatchesContract extends ShardContract {

  PatchesContract(Function<Path, DriverUnderTest> start) {
    super(start);
  }

  @Test
  void aMergePatchChangesTheValueAndTellsTheNewOne() {
    write(put("a", "{\"x\":1,\"y\":{\"z\":2}}", replace("{\"m\":1}")));
    long created = now;
    now += 3;

    OperationResult result = write(merge("a", "{\"x\":null,\"y\":{\"w\":3}}"));

    String patched = "{\"y\":{\"z\":2,\"w\":3}}";
    assertThat(result).isEqualTo(new OperationResult.Written(false, 2, json(patched)));
    assertThat(entry("a"))
        .isEqualTo(new Entry(Key.of("a"), 2, created, now, json(patched), json("{\"m\":1}")));
  }

  @Test
  void aJsonPatchChangesTheValue() {
    write(put("a", "{\"list\":[1,2,3]}"));

    write(jsonPatch("a", "[{\"op\":\"remove\",\"path\":\"/list/1\"}]"));

    assertThat(entry("a").value()).isEqualTo(json("{\"list\":[1,3]}"));
  }

  @Test
  void untouchedNumbersStayAsTheyWereWritten() {
    write(put("a", "{\"price\":1.10,\"huge\":1e400,\"n\":0}"));

    write(merge("a", "{\"n\":1}"));

    assertThat(entry("a").value()).isEqualTo(json("{\"price\":1.10,\"huge\":1e400,\"n\":1}"));
  }

  @Test
  void aFailedTestChangesNothing() {
    write(put("a", "{\"x\":1}"));
    String patch =
        "[{\"op\":\"replace\",\"path\":\"/x\",\"value\":2},"
            + "{\"op\":\"test\",\"path\":\"/x\",\"value\":3}]";

    assertThat(refusal(jsonPatch("a", patch)).code()).isEqualTo(ErrorCode.PATCH_TEST_FAILED);
    assertThat(entry("a").value()).isEqualTo(json("{\"x\":1}"));
    assertThat(entry("a").version()).isEqualTo(1);
  }

  @Test
  void aPathThatDoesNotExistIsAConflict() {
    write(put("a", "{}"));

    assertThat(refusal(jsonPatch("a", "[{\"op\":\"remove\",\"path\":\"/x\"}]")).code())
        .isEqualTo(ErrorCode.PATCH_CONFLICT);
  }

  @Test
  void aPatchOfAMissingEntryMakesNone() {
    assertThat(refusal(merge("a", "{}")).code()).isEqualTo(ErrorCode.ENTRY_NOT_FOUND);
    assertMissing("a");
  }

  @Test
  void aPatchInAMissingNamespaceMakesNone() {
    Operation patch =
        new Operation.PatchValue(OTHER, Key.of("a"), MergePatch.of(json("{}")), Precondition.NONE);

    assertThat(refusal(patch).code()).isEqualTo(ErrorCode.NAMESPACE_NOT_FOUND);
    assertThat(this.<Long>read(reader -> reader.totals().namespaces())).isEqualTo(1);
  }

  @Test
  void aPatchedValueStaysWithinTheLimitOfValues() {
    executor =
        new UnitExecutor(new Limits(20, 512, 20, 10, 100, 10, 10, 1 << 20, 100, 1 << 20, 4), true);
    write(put("a", "{\"x\":\"1234567890\"}"));

    assertThat(refusal(merge("a", "{\"y\":\"1234567890\"}")).code())
        .isEqualTo(ErrorCode.VALUE_TOO_LARGE);
    assertThat(entry("a").value()).isEqualTo(json("{\"x\":\"1234567890\"}"));
  }

  @Test
  void aPatchedValueStaysWithinTheLimitOfDepth() {
    executor =
        new UnitExecutor(
            new Limits(1000, 3, 1000, 10, 1000, 10, 10, 1 << 20, 1000, 1 << 20, 4), true);
    write(put("a", "{\"x\":{\"y\":1}}"));
    String patch = "[{\"op\":\"replace\",\"path\":\"/x/y\",\"value\":[[1]]}]";

    assertThat(refusal(jsonPatch("a", patch)).code()).isEqualTo(ErrorCode.INVALID_PATCH);
    assertThat(entry("a").value()).isEqualTo(json("{\"x\":{\"y\":1}}"));
  }

  @Test
  void patchesOfOneUnitSeeEachOther() {
    write(atomic(put("a", "{\"n\":1}"), merge("a", "{\"m\":2}"), merge("a", "{\"n\":null}")));

    assertThat(entry("a").value()).isEqualTo(json("{\"m\":2}"));
    assertThat(entry("a").version()).isEqualTo(1);
  }
}
