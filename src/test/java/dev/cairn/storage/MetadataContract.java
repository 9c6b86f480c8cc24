package dev.cairn.storage;

import static dev.cairn.storage.Units.json;
import static dev.cairn.storage.Units.mergeInto;
import static dev.cairn.storage.Units.metadata;
import static dev.cairn.storage.Units.put;
import static dev.cairn.storage.Units.replace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Entry;
import dev.cairn.ErrorCode;
import dev.cairn.Key;
import dev.cairn.Limits;
import dev.cairn.json.JsonPatch;
import java.nio.file.Path;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Metadata of entries. */
abstract class MetadataContract extends ShardContract {

  MetadataContract(Function<Path, DriverUnderTest> start) {
    super(start);
  }

  @Test
  void aPutBringsMetadataAlong() {
    write(put("a", "1", replace("{ \"m\" : 1.10 }")));

    assertThat(entry("a").metadata()).isEqualTo(json("{ \"m\" : 1.10 }"));
  }

  @Test
  void aPutWithNullClearsMetadata() {
    write(put("a", "1", replace("{\"m\":1}")));

    write(put("a", "2", MetadataChange.CLEAR));

    assertThat(entry("a").metadata()).isNull();
    assertThat(entry("a").value()).isEqualTo(json("2"));
  }

  @Test
  void emptyMetadataAreNotTheSameAsNone() {
    write(put("a", "1", replace("{}")), put("b", "1"));

    assertThat(entry("a").metadata()).isEqualTo(json("{}"));
    assertThat(entry("b").metadata()).isNull();
  }

  @Test
  void replacingMetadataRaisesVersionAndUpdatedAndLeavesTheValue() {
    write(put("a", "1", replace("{\"m\":1}")));
    long created = now;
    now += 4;

    OperationResult result = write(metadata("a", replace("{\"n\":2}")));

    assertThat(result).isEqualTo(new OperationResult.Written(false, 2, json("{\"n\":2}")));
    assertThat(entry("a"))
        .isEqualTo(new Entry(Key.of("a"), 2, created, now, json("1"), json("{\"n\":2}")));
  }

  @Test
  void metadataCanBeTakenAway() {
    write(put("a", "1", replace("{\"m\":1}")));

    assertThat(write(metadata("a", MetadataChange.CLEAR)))
        .isEqualTo(new OperationResult.Written(false, 2, null));
    assertThat(entry("a").metadata()).isNull();
  }

  @Test
  void mergingStartsFromAnEmptyObjectWhereThereAreNone() {
    write(put("a", "1"));

    write(metadata("a", mergeInto("{\"m\":1}")), metadata("a", mergeInto("{\"n\":2}")));

    assertThat(entry("a").metadata()).isEqualTo(json("{\"m\":1,\"n\":2}"));
  }

  @Test
  void aMergeThatMakesNoObjectIsRefused() {
    write(put("a", "1", replace("{\"m\":1}")));
    MetadataChange whole =
        new MetadataChange.Merge(
            JsonPatch.of(json("[{\"op\":\"replace\",\"path\":\"\",\"value\":5}]")));

    assertThat(refusal(metadata("a", mergeInto("5"))).code()).isEqualTo(ErrorCode.INVALID_PATCH);
    assertThat(refusal(metadata("a", whole)).code()).isEqualTo(ErrorCode.INVALID_PATCH);
    assertThat(entry("a").metadata()).isEqualTo(json("{\"m\":1}"));
  }

  @Test
  void mergedMetadataStayWithinTheirLimit() {
    executor =
        new UnitExecutor(new Limits(100, 512, 20, 10, 100, 10, 10, 1 << 20, 100, 1 << 20, 4), true);
    write(put("a", "1", replace("{\"m\":\"12345678\"}")));

    assertThat(refusal(metadata("a", mergeInto("{\"n\":\"12345678\"}"))).code())
        .isEqualTo(ErrorCode.METADATA_TOO_LARGE);
    assertThat(entry("a").metadata()).isEqualTo(json("{\"m\":\"12345678\"}"));
  }

  @Test
  void metadataAtTheLimitAreKeptAndOneByteAboveIsRefused() {
    String largest = "{\"m\":\"" + "x".repeat(Limits.DEFAULT.metadataBytes() - 8) + "\"}";
    write(put("a", "1", replace(largest)));

    assertThat(entry("a").metadata()).isEqualTo(json(largest));
    assertThat(refusal(put("a", "1", replace(largest + " "))).code())
        .isEqualTo(ErrorCode.METADATA_TOO_LARGE);
  }
}
