package dev.cairn.storage;

import static dev.cairn.storage.Units.deleteIf;
import static dev.cairn.storage.Units.json;
import static dev.cairn.storage.Units.mergeIf;
import static dev.cairn.storage.Units.metadataIf;
import static dev.cairn.storage.Units.put;
import static dev.cairn.storage.Units.putIf;
import static dev.cairn.storage.Units.replace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.ErrorCode;
import dev.cairn.Key;
import dev.cairn.Namespace;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Demands on an entry before a single operation is carried out on it. */
abstract class PreconditionsContract extends ShardContract {

  PreconditionsContract(Function<Path, DriverUnderTest> start) {
    super(start);
  }

  @Test
  void ifAbsentMakesAnEntryOnce() {
    write(putIf(Precondition.ABSENT, "a", "1"));

    assertThat(refusal(putIf(Precondition.ABSENT, "a", "2")).code())
        .isEqualTo(ErrorCode.PRECONDITION_FAILED);
    assertThat(entry("a").value()).isEqualTo(json("1"));
  }

  @Test
  void ifVersionWritesOnlyOverThatVersion() {
    write(put("a", "1"));
    write(putIf(Precondition.version(1), "a", "2"));

    assertThat(refusal(putIf(Precondition.version(1), "a", "3")).code())
        .isEqualTo(ErrorCode.PRECONDITION_FAILED);
    assertThat(entry("a").value()).isEqualTo(json("2"));
  }

  @Test
  void oneOfSeveralVersionsIsEnough() {
    write(put("a", "1"));

    write(putIf(new Precondition(List.of(9L, 1L), false, false, List.of()), "a", "2"));

    assertThat(entry("a").version()).isEqualTo(2);
  }

  @Test
  void anExcludedVersionIsRefused() {
    write(put("a", "1"));
    Precondition not = new Precondition(List.of(), false, false, List.of(1L));

    assertThat(refusal(putIf(not, "a", "2")).code()).isEqualTo(ErrorCode.PRECONDITION_FAILED);
    assertThat(write(putIf(not, "b", "2"))).isEqualTo(new OperationResult.Written(true, 2, null));
  }

  @Test
  void ifExistsNeverMakesAnEntry() {
    assertThat(refusal(putIf(Precondition.EXISTS, "a", "1")).code())
        .isEqualTo(ErrorCode.PRECONDITION_FAILED);
    assertMissing("a");
  }

  @Test
  void aFailedPreconditionMakesNoNamespace() {
    Operation put =
        new Operation.Put(
            OTHER, Key.of("a"), json("1"), MetadataChange.KEEP, Precondition.version(1));

    assertThat(refusal(put).code()).isEqualTo(ErrorCode.PRECONDITION_FAILED);
    assertThat(this.<Long>read(reader -> reader.totals().namespaces())).isEqualTo(1);
  }

  @Test
  void aDeleteHeedsItsPrecondition() {
    write(put("a", "1"));

    assertThat(refusal(deleteIf(Precondition.version(2), "a")).code())
        .isEqualTo(ErrorCode.PRECONDITION_FAILED);
    assertThat(write(deleteIf(Precondition.version(1), "a")))
        .isEqualTo(new OperationResult.Removed(true));
  }

  @Test
  void aDeleteOfAMissingEntryFailsADemandForOne() {
    assertThat(refusal(deleteIf(Precondition.EXISTS, "a")).code())
        .isEqualTo(ErrorCode.PRECONDITION_FAILED);
    assertThat(refusal(deleteIf(Precondition.version(1), "a")).code())
        .isEqualTo(ErrorCode.PRECONDITION_FAILED);
    assertThat(refusal(new Operation.Delete(OTHER, Key.of("a"), Precondition.EXISTS)).code())
        .isEqualTo(ErrorCode.PRECONDITION_FAILED);
  }

  @Test
  void aPatchHeedsItsPrecondition() {
    write(put("a", "{}"));

    assertThat(refusal(mergeIf(Precondition.version(9), "a", "{\"x\":1}")).code())
        .isEqualTo(ErrorCode.PRECONDITION_FAILED);
    assertThat(entry("a").value()).isEqualTo(json("{}"));
  }

  @Test
  void aMetadataChangeHeedsItsPrecondition() {
    write(put("a", "1"));

    assertThat(refusal(metadataIf(Precondition.version(9), "a", replace("{}"))).code())
        .isEqualTo(ErrorCode.PRECONDITION_FAILED);
    assertThat(entry("a").metadata()).isNull();
    assertThat(entry("a").version()).isEqualTo(1);
  }

  @Test
  void whatIsMissingIsToldBeforeAFailedPrecondition() {
    assertThat(refusal(mergeIf(Precondition.version(9), "a", "{}")).code())
        .isEqualTo(ErrorCode.ENTRY_NOT_FOUND);
    assertThat(refusal(metadataIf(Precondition.version(9), "a", replace("{}"))).code())
        .isEqualTo(ErrorCode.ENTRY_NOT_FOUND);
  }

  @Test
  void theRefusalNamesTheKeyTheDemandAndTheFindingButNoValue() {
    write(put("a", "\"secret\""));

    String detail = refusal(putIf(Precondition.version(9), "a", "\"hidden\"")).detail();

    assertThat(detail)
        .contains("\"a\"", Namespace.DEFAULT.value(), "version 9", "version 1")
        .doesNotContain("secret", "hidden");
  }
}
