package dev.cairn.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.CairnException;
import dev.cairn.Durability;
import dev.cairn.ErrorCode;
import dev.cairn.JsonText;
import dev.cairn.Key;
import dev.cairn.Limits;
import dev.cairn.Namespace;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnitExecutorTest {

  private static final long NOW = 1_700_000_000_000L;
  private static final Namespace OTHER = new Namespace("other");
  private static final JsonText ONE = JsonText.ofChecked("1");

  private final UnitExecutor executor = new UnitExecutor(Limits.DEFAULT, true);
  private final UnitExecutor strict = new UnitExecutor(Limits.DEFAULT, false);
  private final RecordingWork work =
      new RecordingWork(Content.of(new NewShard(Durability.NORMAL, NOW, 0)));

  @Test
  void aPlainPutIntoTheDefaultNamespaceIsOneStep() {
    executor.apply(work, new WriteUnit.Single(put("a")), 0, NOW);

    assertThat(work.takeSteps()).containsExactly("put");
  }

  @Test
  void aPlainPutIntoAnExistingNamespaceAsksOnlyWhetherItExists() {
    executor.apply(work, new WriteUnit.Single(put(OTHER, "a", Precondition.NONE)), 0, NOW);
    work.takeSteps();

    executor.apply(work, new WriteUnit.Single(put(OTHER, "b", Precondition.NONE)), 1, NOW);

    assertThat(work.takeSteps()).containsExactly("namespace", "put");
  }

  @Test
  void aBatchThatIsNotAtomicNeedsNoMark() {
    executor.apply(work, new WriteUnit.Batch(List.of(put("a"), put("b")), false), 0, NOW);

    assertThat(work.takeSteps()).containsExactly("put", "put");
  }

  @Test
  void anAtomicBatchOfOneNeedsNoMark() {
    executor.apply(work, new WriteUnit.Batch(List.of(put("a")), true), 0, NOW);

    assertThat(work.takeSteps()).containsExactly("put");
  }

  @Test
  void aRefusedAtomicBatchIsUndoneToItsMark() {
    WriteUnit unit = new WriteUnit.Batch(List.of(put("a"), put(Precondition.EXISTS)), true);

    BatchRefused refused =
        catchThrowableOfType(BatchRefused.class, () -> executor.apply(work, unit, 0, NOW));

    assertThat(work.takeSteps()).containsExactly("mark", "put", "get", "undoToMark");
    assertThat(refused.code()).isEqualTo(ErrorCode.BATCH_REFUSED);
    assertThat(refused.members()).containsEntry("failedOperations", List.of(1));
    assertThat(refused.results())
        .extracting(result -> result.reason().code())
        .containsExactly(ErrorCode.MEMBER_NOT_RUN, ErrorCode.PRECONDITION_FAILED);
  }

  @Test
  void aRefusedPutMakesNoNamespace() {
    WriteUnit unit = new WriteUnit.Single(put(OTHER, "a", Precondition.EXISTS));

    CairnException refused = refusal(executor, unit);

    assertThat(refused.code()).isEqualTo(ErrorCode.PRECONDITION_FAILED);
    assertThat(work.takeSteps()).containsExactly("namespace");
  }

  @Test
  void strictModeRefusesAPutIntoAMissingNamespace() {
    CairnException refused =
        refusal(strict, new WriteUnit.Single(put(OTHER, "a", Precondition.EXISTS)));

    assertThat(refused.code()).isEqualTo(ErrorCode.NAMESPACE_NOT_FOUND);
  }

  @Test
  void aFailedPreconditionNamesKeyDemandAndFindingButNoValue() {
    JsonText secret = JsonText.ofChecked("\"secret\"");
    executor.apply(
        work,
        new WriteUnit.Single(
            new Operation.Put(
                Namespace.DEFAULT, Key.of("a"), secret, MetadataChange.KEEP, Precondition.NONE)),
        4,
        NOW);

    CairnException refused =
        refusal(
            executor, new WriteUnit.Single(put(Namespace.DEFAULT, "a", Precondition.version(7))));

    assertThat(refused.detail())
        .isEqualTo("Entry \"a\" of namespace default must have version 7, but it has version 5.");
  }

  @Test
  void aLongKeyIsCutInMessages() {
    String key = "😀".repeat(200);

    CairnException refused =
        refusal(executor, new WriteUnit.Single(put(Namespace.DEFAULT, key, Precondition.EXISTS)));

    assertThat(refused.detail()).contains("…").hasSizeLessThan(300);
  }

  @Test
  void preconditionsOfATransactionAreJudgedBeforeAnythingIsDone() {
    WriteUnit unit =
        new WriteUnit.Transaction(
            List.of(), List.of(put(Precondition.ABSENT), put(Precondition.ABSENT)), List.of());

    UnitResult result = executor.apply(work, unit, 0, NOW);

    assertThat(result.succeeded()).isTrue();
    assertThat(work.takeSteps()).containsExactly("get", "get", "mark", "put", "put");
  }

  @Test
  void aTransactionWithoutElseNamesWhatFailed() {
    WriteUnit unit =
        new WriteUnit.Transaction(
            List.of(
                new Check(Namespace.DEFAULT, Key.of("x"), Precondition.ABSENT),
                new Check(Namespace.DEFAULT, Key.of("x"), Precondition.version(3))),
            List.of(put("a"), put(Precondition.EXISTS)),
            List.of());

    CairnException refused = refusal(executor, unit);

    assertThat(refused.code()).isEqualTo(ErrorCode.CHECK_FAILED);
    assertThat(refused.members())
        .containsEntry("failedChecks", List.of(1))
        .containsEntry("failedOperations", List.of(1));
    assertThat(work.takeSteps()).doesNotContain("put", "mark");
  }

  @Test
  void anyOtherRefusalInATransactionUndoesItAndNamesTheOperation() {
    WriteUnit unit =
        new WriteUnit.Transaction(
            List.of(), List.of(put("a"), new Operation.Clear(OTHER)), List.of());

    CairnException refused = refusal(executor, unit);

    assertThat(refused.code()).isEqualTo(ErrorCode.NAMESPACE_NOT_FOUND);
    assertThat(refused.members()).containsEntry("operation", 1).containsEntry("list", "operations");
    assertThat(work.takeSteps()).endsWith("undoToMark");
  }

  @Test
  void aDriversFaultIsNeverTakenForARefusalOfOneMember() {
    ContentDraft full =
        new ContentDraft(
            Content.of(new NewShard(Durability.NORMAL, 0, 0)),
            ChangeLog.from(0, FeedSettings.DEFAULT),
            AnswerLog.empty(AnswerSettings.DEFAULT),
            1,
            Long.MAX_VALUE,
            ContentDraft.Keeper.NOBODY);

    StorageFault fault =
        catchThrowableOfType(
            StorageFault.class,
            () -> executor.apply(full, new WriteUnit.Batch(List.of(put("a")), false), 0, NOW));

    assertThat(fault.code()).isEqualTo(ErrorCode.SHARD_FULL);
  }

  @Test
  void aValueAboveTheLimitIsRefused() {
    Limits limits = new Limits(4, 512, 4, 10, 10, 10, 10, 1 << 20, 10, 1 << 20, 4);
    UnitExecutor small = new UnitExecutor(limits, true);

    CairnException value = refusal(small, new WriteUnit.Single(put("a", "12345", "{}")));
    CairnException metadata = refusal(small, new WriteUnit.Single(put("a", "1234", "{  } ")));

    assertThat(value.code()).isEqualTo(ErrorCode.VALUE_TOO_LARGE);
    assertThat(metadata.code()).isEqualTo(ErrorCode.METADATA_TOO_LARGE);
  }

  @Test
  void metadataThatAreNoObjectAreRefused() {
    CairnException refused = refusal(executor, new WriteUnit.Single(put("a", "1", " [1]")));

    assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_PATCH);
  }

  @Test
  void aRehearsalTellsWhetherAnEmptyShardWouldChange() {
    Operation delete = new Operation.Delete(Namespace.DEFAULT, Key.of("a"), Precondition.NONE);

    assertThat(executor.rehearse(new WriteUnit.Single(put("a"))).changed()).isTrue();
    assertThat(executor.rehearse(new WriteUnit.Single(delete)).changed()).isFalse();
    assertThat(executor.rehearse(new WriteUnit.Batch(List.of(delete), false)).changed()).isFalse();
  }

  @Test
  void aRehearsalIsRefusedAsTheUnitWouldBe() {
    CairnException refused =
        catchThrowableOfType(
            CairnException.class,
            () -> executor.rehearse(new WriteUnit.Single(put(Precondition.EXISTS))));

    assertThat(refused.code()).isEqualTo(ErrorCode.PRECONDITION_FAILED);
  }

  private CairnException refusal(UnitExecutor by, WriteUnit unit) {
    return catchThrowableOfType(CairnException.class, () -> by.apply(work, unit, 5, NOW));
  }

  private static Operation put(String key) {
    return put(Namespace.DEFAULT, key, Precondition.NONE);
  }

  private static Operation put(Precondition precondition) {
    return put(Namespace.DEFAULT, "p", precondition);
  }

  private static Operation put(Namespace namespace, String key, Precondition precondition) {
    return new Operation.Put(namespace, Key.of(key), ONE, MetadataChange.KEEP, precondition);
  }

  private static Operation put(String key, String value, String metadata) {
    return new Operation.Put(
        Namespace.DEFAULT,
        Key.of(key),
        JsonText.ofChecked(value),
        new MetadataChange.Replace(JsonText.ofChecked(metadata)),
        Precondition.NONE);
  }
}
