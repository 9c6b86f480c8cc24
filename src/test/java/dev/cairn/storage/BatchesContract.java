package dev.cairn.storage;

import static dev.cairn.storage.Units.all;
import static dev.cairn.storage.Units.atomic;
import static dev.cairn.storage.Units.batch;
import static dev.cairn.storage.Units.delete;
import static dev.cairn.storage.Units.deleteNamespace;
import static dev.cairn.storage.Units.get;
import static dev.cairn.storage.Units.json;
import static dev.cairn.storage.Units.put;
import static dev.cairn.storage.Units.putIf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Entry;
import dev.cairn.ErrorCode;
import dev.cairn.Namespace;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Batches: many operations in one unit. */
abstract class BatchesContract extends ShardContract {

  BatchesContract(Function<Path, DriverUnderTest> start) {
    super(start);
  }

  @Test
  void everyMemberOfABatchHasTheUnitsOneRevision() {
    write(put("z", "0"));

    UnitResult result = write(batch(put("a", "1"), put("b", "2"), delete("z"), delete("y")));

    assertThat(result.revision()).isEqualTo(2);
    assertThat(result.results())
        .containsExactly(
            new OperationResult.Written(true, 2, null),
            new OperationResult.Written(true, 2, null),
            new OperationResult.Removed(true),
            new OperationResult.Removed(false));
    assertThat(List.of(entry("a").version(), entry("b").version())).containsOnly(2L);
  }

  @Test
  void aRefusedMemberStandsInItsPlaceAndSpoilsNoOther() {
    write(put("b", "0"));

    UnitResult result =
        write(batch(put("a", "1"), putIf(Precondition.ABSENT, "b", "2"), put("c", "3")));

    assertThat(result.results().get(1))
        .isInstanceOfSatisfying(
            OperationResult.Refused.class,
            refused ->
                assertThat(refused.reason().code()).isEqualTo(ErrorCode.PRECONDITION_FAILED));
    assertThat(keys(all())).containsExactly("a", "b", "c");
    assertThat(entry("b").value()).isEqualTo(json("0"));
  }

  @Test
  void aRefusedMemberOfSeveralStepsLeavesNothing() {
    write(put(OTHER, "a", "1"));

    UnitResult result =
        write(
            batch(
                put("b", "1"),
                deleteNamespace(OTHER, false),
                deleteNamespace(Namespace.DEFAULT, true)));

    assertThat(result.results().get(1)).isInstanceOf(OperationResult.Refused.class);
    assertThat(result.results().get(2)).isInstanceOf(OperationResult.Refused.class);
    assertThat(find(OTHER, "a")).isNotNull();
    assertThat(entry("b").version()).isEqualTo(2);
  }

  @Test
  void aBatchWhoseMembersAreAllRefusedTakesNoRevision() {
    UnitResult result = write(batch(putIf(Precondition.EXISTS, "a", "1"), delete("b")));

    assertThat(result.changed()).isFalse();
    assertThat(result.revision()).isZero();
  }

  @Test
  void membersSeeWhatThoseBeforeThemDid() {
    UnitResult result =
        write(
            batch(
                put("a", "1"),
                putIf(Precondition.ABSENT, "a", "2"),
                putIf(Precondition.version(1), "a", "3"),
                get("a"),
                delete("a"),
                get("a")));

    assertThat(result.results().get(1)).isInstanceOf(OperationResult.Refused.class);
    assertThat(result.results().get(3))
        .isInstanceOfSatisfying(
            OperationResult.Found.class,
            found -> assertThat(found.entry().value()).isEqualTo(json("3")));
    assertThat(result.results().get(5)).isInstanceOf(OperationResult.Refused.class);
  }

  @Test
  void aKeyMayStandInABatchMoreThanOnce() {
    UnitResult result = write(batch(put("a", "1"), put("a", "2"), delete("a"), put("a", "3")));

    assertThat(result.results())
        .containsExactly(
            new OperationResult.Written(true, 1, null),
            new OperationResult.Written(false, 1, null),
            new OperationResult.Removed(true),
            new OperationResult.Written(true, 1, null));
    assertThat(entry("a")).extracting(Entry::value).isEqualTo(json("3"));
  }

  @Test
  void aReadOfAMissingEntryDoesNotSpoilAnAtomicBatch() {
    UnitResult result = write(atomic(get("x"), put("a", "1")));

    assertThat(result.results().getFirst())
        .isInstanceOfSatisfying(
            OperationResult.Refused.class,
            refused -> assertThat(refused.reason().code()).isEqualTo(ErrorCode.ENTRY_NOT_FOUND));
    assertThat(entry("a").version()).isEqualTo(1);
  }

  @Test
  void anAtomicBatchIsUndoneWholeByOneRefusal() {
    write(put("a", "0"), put("d", "0"));

    BatchRefused refused =
        (BatchRefused)
            refusal(
                atomic(
                    put("a", "1"),
                    put(OTHER, "b", "2"),
                    delete("d"),
                    putIf(Precondition.EXISTS, "c", "3")));

    assertThat(refused.results())
        .extracting(result -> result.reason().code())
        .containsExactly(
            ErrorCode.MEMBER_NOT_RUN,
            ErrorCode.MEMBER_NOT_RUN,
            ErrorCode.MEMBER_NOT_RUN,
            ErrorCode.PRECONDITION_FAILED);
    assertThat(entry("a").value()).isEqualTo(json("0"));
    assertThat(entry("d").value()).isEqualTo(json("0"));
    assertThat(read(ShardReader::totals)).isEqualTo(new ShardReader.Totals(1, 2));
  }

  @Test
  void aThousandMembersAreOneUnit() {
    Operation[] puts = new Operation[1000];
    for (int i = 0; i < puts.length; i++) {
      puts[i] = put("k" + i, "" + i);
    }

    UnitResult result = write(atomic(puts));

    assertThat(result.revision()).isEqualTo(1);
    assertThat(this.<Long>read(reader -> reader.totals().entries())).isEqualTo(1000);
  }
}
