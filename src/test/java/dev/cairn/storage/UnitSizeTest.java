package dev.cairn.storage;

import static dev.cairn.storage.Units.atomic;
import static dev.cairn.storage.Units.check;
import static dev.cairn.storage.Units.delete;
import static dev.cairn.storage.Units.jsonPatch;
import static dev.cairn.storage.Units.merge;
import static dev.cairn.storage.Units.mergeInto;
import static dev.cairn.storage.Units.metadata;
import static dev.cairn.storage.Units.put;
import static dev.cairn.storage.Units.replace;
import static dev.cairn.storage.Units.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class UnitSizeTest {

  private static final int TEXT_BYTES = 300_000;
  private static final String TEXT = "\"" + "x".repeat(TEXT_BYTES - 2) + "\"";

  @Test
  void aValueCountsInFull() {
    assertThat(size(put("a", TEXT))).isBetween((long) TEXT_BYTES, TEXT_BYTES + 1000L);
  }

  @Test
  void metadataCountInFull() {
    assertThat(size(put("a", "1", replace("{\"a\":" + TEXT + "}"))))
        .isBetween((long) TEXT_BYTES, TEXT_BYTES + 1000L);
  }

  @Test
  void aMergePatchCountsInFull() {
    assertThat(size(merge("a", "{\"a\":" + TEXT + "}")))
        .isBetween((long) TEXT_BYTES, TEXT_BYTES + 1000L);
  }

  @Test
  void aJsonPatchCountsInFull() {
    String patch = "[{\"op\":\"add\",\"path\":\"/a\",\"value\":" + TEXT + "}]";

    assertThat(size(jsonPatch("a", patch))).isBetween((long) TEXT_BYTES, TEXT_BYTES + 1000L);
  }

  @Test
  void aPatchOfMetadataCountsInFull() {
    assertThat(size(metadata("a", mergeInto("{\"a\":" + TEXT + "}"))))
        .isBetween((long) TEXT_BYTES, TEXT_BYTES + 1000L);
  }

  @Test
  void everyMemberCounts() {
    long one = size(delete("a"));

    assertThat(UnitSize.of(atomic(delete("a"), delete("b"), delete("c")))).isEqualTo(3 * one);
    assertThat(
            UnitSize.of(
                transaction(List.of(check("a", Precondition.ABSENT)), delete("b"), delete("c"))))
        .isEqualTo(3 * one);
  }

  private static long size(Operation operation) {
    return UnitSize.of(new WriteUnit.Single(operation));
  }
}
