package dev.cairn.storage;

import static dev.cairn.storage.Units.check;
import static dev.cairn.storage.Units.delete;
import static dev.cairn.storage.Units.get;
import static dev.cairn.storage.Units.json;
import static dev.cairn.storage.Units.put;
import static dev.cairn.storage.Units.putIf;
import static dev.cairn.storage.Units.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Key;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Atomic transactions: checks, operations, else. */
abstract class TransactionsContract extends ShardContract {

  TransactionsContract(Function<Path, DriverUnderTest> start) {
    super(start);
  }

  @Test
  void checksThatHoldLetEveryOperationThroughWithOneRevision() {
    write(put("a", "1"));

    UnitResult result =
        write(
            transaction(
                List.of(check("a", Precondition.version(1)), check("b", Precondition.ABSENT)),
                put("a", "2"),
                put("b", "3"),
                get("a")));

    assertThat(result.succeeded()).isTrue();
    assertThat(result.revision()).isEqualTo(2);
    assertThat(entry("a").version()).isEqualTo(2);
    assertThat(entry("b").version()).isEqualTo(2);
    assertThat(result.results().get(2))
        .isInstanceOfSatisfying(
            OperationResult.Found.class,
            found -> assertThat(found.entry().value()).isEqualTo(json("2")));
  }

  @Test
  void failedChecksAreNamedByIndexAndNothingIsDone() {
    write(put("a", "1"));

    CairnException refused =
        refusal(
            transaction(
                List.of(
                    check("a", Precondition.version(7)),
                    check("a", Precondition.EXISTS),
                    check("a", Precondition.ABSENT)),
                put("b", "1"),
                putIf(Precondition.ABSENT, "a", "2")));

    assertThat(refused.code()).isEqualTo(ErrorCode.CHECK_FAILED);
    assertThat(refused.members())
        .containsEntry("failedChecks", List.of(0, 2))
        .containsEntry("failedOperations", List.of(1));
    assertMissing("b");
    assertThat(entry("a").value()).isEqualTo(json("1"));
  }

  @Test
  void elseIsDoneWhenACheckFails() {
    UnitResult result =
        write(
            new WriteUnit.Transaction(
                List.of(check("a", Precondition.EXISTS)),
                List.of(put("b", "1")),
                List.of(put("c", "2"), put("d", "3"))));

    assertThat(result.succeeded()).isFalse();
    assertThat(result.failedChecks()).containsExactly(0);
    assertThat(result.failedOperations()).isEmpty();
    assertThat(result.results()).hasSize(2);
    assertMissing("b");
    assertThat(entry("d").version()).isEqualTo(1);
  }

  @Test
  void elseThatOnlyReadsTakesNoRevision() {
    write(put("a", "1"));

    UnitResult result =
        write(
            new WriteUnit.Transaction(
                List.of(), List.of(putIf(Precondition.ABSENT, "a", "2")), List.of(get("a"))));

    assertThat(result.succeeded()).isFalse();
    assertThat(result.failedOperations()).containsExactly(0);
    assertThat(result.changed()).isFalse();
    assertThat(result.revision()).isEqualTo(1);
    assertThat(result.results().getFirst()).isInstanceOf(OperationResult.Found.class);
  }

  @Test
  void elseIsAllOrNothingToo() {
    CairnException refused =
        refusal(
            new WriteUnit.Transaction(
                List.of(check("a", Precondition.EXISTS)),
                List.of(),
                List.of(put("c", "2"), putIf(Precondition.EXISTS, "d", "3"))));

    assertThat(refused.code()).isEqualTo(ErrorCode.PRECONDITION_FAILED);
    assertThat(refused.members()).containsEntry("operation", 1).containsEntry("list", "else");
    assertMissing("c");
  }

  @Test
  void preconditionsSpeakOfTheStateBeforeTheTransaction() {
    write(put("a", "1"));

    UnitResult result =
        write(
            transaction(
                List.of(),
                putIf(Precondition.version(1), "a", "2"),
                putIf(Precondition.version(1), "a", "3"),
                delete("a"),
                putIf(Precondition.EXISTS, "a", "4")));

    assertThat(result.succeeded()).isTrue();
    assertThat(entry("a").value()).isEqualTo(json("4"));
  }

  @Test
  void anyOtherRefusalUndoesTheWholeTransaction() {
    write(put("a", "0"));

    CairnException refused =
        refusal(transaction(List.of(), put("a", "1"), put(OTHER, "b", "2"), clearMissing()));

    assertThat(refused.code()).isEqualTo(ErrorCode.NAMESPACE_NOT_FOUND);
    assertThat(refused.members()).containsEntry("operation", 2);
    assertThat(entry("a").value()).isEqualTo(json("0"));
    assertThat(read(ShardReader::totals)).isEqualTo(new ShardReader.Totals(1, 1));
  }

  private static Operation clearMissing() {
    return new Operation.Clear(new dev.cairn.Namespace("missing"));
  }

  @Test
  void aCheckMayLookIntoAMissingNamespaceWithoutMakingIt() {
    UnitResult result =
        write(
            transaction(
                List.of(new Check(OTHER, Key.of("a"), Precondition.ABSENT)), put("b", "1")));

    assertThat(result.succeeded()).isTrue();
    assertThat(this.<Long>read(reader -> reader.totals().namespaces())).isEqualTo(1);
  }

  @Test
  void aTransactionOfChecksAloneChangesNothing() {
    UnitResult result = write(transaction(List.of(check("a", Precondition.ABSENT))));

    assertThat(result.succeeded()).isTrue();
    assertThat(result.changed()).isFalse();
  }
}
