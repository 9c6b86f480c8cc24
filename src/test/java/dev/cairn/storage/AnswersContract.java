package dev.cairn.storage;

import static dev.cairn.storage.Units.atomic;
import static dev.cairn.storage.Units.batch;
import static dev.cairn.storage.Units.check;
import static dev.cairn.storage.Units.get;
import static dev.cairn.storage.Units.put;
import static dev.cairn.storage.Units.putIf;
import static dev.cairn.storage.Units.putNamespace;
import static dev.cairn.storage.Units.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Units that are carried out once however often they are sent. */
abstract class AnswersContract extends ShardContract {

  private static final long AGE = AnswerSettings.DEFAULT.age().toMillis();

  AnswersContract(Function<Path, DriverUnderTest> start) {
    super(start);
  }

  /** Names and fingerprints are digests, as far as drivers care. */
  static String digest(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8))
        .toString()
        .replace("-", "");
  }

  static WriteUnit once(String name, WriteUnit unit) {
    return new WriteUnit.Once(
        new OnceKey(digest(name), digest("request " + unit)),
        unit,
        (result, _) ->
            ("revision " + result.revision() + " of " + result.results().size())
                .getBytes(StandardCharsets.UTF_8));
  }

  static WriteUnit once(String name, Operation operation) {
    return once(name, new WriteUnit.Single(operation));
  }

  static String answer(UnitResult result) {
    return ((OperationResult.Answered) result.results().getFirst()).again() + ": " + text(result);
  }

  private static String text(UnitResult result) {
    return new String(
        ((OperationResult.Answered) result.results().getFirst()).answer(), StandardCharsets.UTF_8);
  }

  @Test
  void sentAgainItDoesNothingAndHasItsFirstAnswer() {
    assertThat(answer(write(once("k", put("a", "1"))))).isEqualTo("false: revision 1 of 1");
    write(put("a", "2"));

    UnitResult again = write(once("k", put("a", "1")));

    assertThat(answer(again)).isEqualTo("true: revision 1 of 1");
    assertThat(again.changed()).isFalse();
    assertThat(entry("a").value()).hasToString("2");
    assertThat(store.revision()).isEqualTo(2);
  }

  @Test
  void twiceInOneTransactionItIsCarriedOutOnce() {
    WriteUnit unit = once("k", put("a", "1"));
    try (UnitOfWork work = store.begin()) {
      UnitResult first = executor.apply(work, unit, 0, now);
      UnitResult second = executor.apply(work, unit, first.revision(), now);
      assertThat(answer(first)).isEqualTo("false: revision 1 of 1");
      assertThat(answer(second)).isEqualTo("true: revision 1 of 1");
      assertThat(second.changed()).isFalse();
      work.commit(second.revision());
    }
    expectRevision(1);
  }

  @Test
  void whatIsRolledBackKeepsNoAnswer() {
    try (UnitOfWork work = store.begin()) {
      executor.apply(work, once("k", put("a", "1")), 0, now);
    }

    assertThat(answer(write(once("k", put("a", "1"))))).isEqualTo("false: revision 1 of 1");
  }

  @Test
  void anotherRequestWithItsNameIsRefused() {
    write(once("k", put("a", "1")));

    for (WriteUnit other : List.of(once("k", put("a", "2")), once("k", batch(put("a", "1"))))) {
      assertThat(refusal(other).code()).isEqualTo(ErrorCode.IDEMPOTENCY_KEY_REUSED);
    }
    assertThat(answer(write(once("other", put("a", "2"))))).startsWith("false");
    assertThat(entry("a").value()).hasToString("2");
  }

  @Test
  void everyKindOfUnitHasOne() {
    write(once("batch", batch(put("a", "1"), get("none"), put("b", "2"))));
    write(once("atomic", atomic(put("c", "1"), put("d", "2"))));
    write(once("transaction", transaction(List.of(), put("e", "1"))));
    write(once("namespace", putNamespace(OTHER)));

    assertThat(answer(write(once("batch", batch(put("a", "1"), get("none"), put("b", "2"))))))
        .isEqualTo("true: revision 1 of 3");
    assertThat(answer(write(once("atomic", atomic(put("c", "1"), put("d", "2"))))))
        .isEqualTo("true: revision 2 of 2");
    assertThat(answer(write(once("transaction", transaction(List.of(), put("e", "1"))))))
        .isEqualTo("true: revision 3 of 1");
    assertThat(answer(write(once("namespace", putNamespace(OTHER)))))
        .isEqualTo("true: revision 4 of 1");
  }

  @Test
  void theAnswerSeesTheNamespacesAsTheUnitLeftThem() {
    WriteUnit unit =
        new WriteUnit.Once(
            new OnceKey(digest("k"), digest("r")),
            new WriteUnit.Single(putNamespace(OTHER)),
            (_, namespaces) ->
                String.valueOf(namespaces.apply(OTHER)).getBytes(StandardCharsets.UTF_8));

    assertThat(text(write(unit))).contains("name=other").contains("version=1");
  }

  @Test
  void aRefusalIsNotKept() {
    write(put("a", "1"));
    WriteUnit unit = once("k", putIf(Precondition.version(7), "a", "2"));
    WriteUnit checked =
        once("c", transaction(List.of(check("b", Precondition.EXISTS)), put("c", "1")));

    assertThat(refusal(unit).code()).isEqualTo(ErrorCode.PRECONDITION_FAILED);
    assertThat(refusal(unit).code()).isEqualTo(ErrorCode.PRECONDITION_FAILED);
    assertThat(refusal(checked).code()).isEqualTo(ErrorCode.CHECK_FAILED);
    write(put("b", "1"));
    assertThat(answer(write(checked))).isEqualTo("false: revision 3 of 1");
    assertThat(answer(write(once("k", put("a", "3"))))).isEqualTo("false: revision 4 of 1");
  }

  @Test
  void whatChangesNothingIsCarriedOutAnew() {
    write(put("a", "1"));
    WriteUnit unit = once("k", batch(putIf(Precondition.ABSENT, "a", "2"), get("a")));

    assertThat(answer(write(unit))).isEqualTo("false: revision 1 of 2");
    write(Units.delete("a"));
    assertThat(answer(write(unit))).isEqualTo("false: revision 3 of 2");
    assertThat(answer(write(unit))).isEqualTo("true: revision 3 of 2");
  }

  @Test
  void itIsKeptOverAClosing() {
    write(once("k", put("a", "1")));
    restart();

    assertThat(answer(write(once("k", put("a", "1"))))).isEqualTo("true: revision 1 of 1");
  }

  @Test
  void afterItsAgeItIsGone() {
    write(once("k", put("a", "1")));
    now += AGE - 1;
    assertThat(answer(write(once("k", put("a", "1"))))).isEqualTo("true: revision 1 of 1");

    now += 1;
    assertThat(answer(write(once("k", put("a", "1"))))).isEqualTo("false: revision 2 of 1");
    assertThat(answer(write(once("k", put("a", "1"))))).isEqualTo("true: revision 2 of 1");
    now += AGE - 1;
    assertThat(refusal(once("k", put("a", "2"))).code())
        .isEqualTo(ErrorCode.IDEMPOTENCY_KEY_REUSED);
  }

  @Test
  void aClockThatIsSetBackForgetsNothing() {
    write(once("k", put("a", "1")));
    now -= Duration.ofDays(400).toMillis();

    assertThat(answer(write(once("k", put("a", "1"))))).isEqualTo("true: revision 1 of 1");
  }

  @Test
  void anAnswerThatIsTooLargeIsGivenOnceAndTheUnitIsNotRepeated() {
    int size = AnswerSettings.DEFAULT.answerBytes();
    for (int more : new int[] {0, 1}) {
      WriteUnit unit =
          new WriteUnit.Once(
              new OnceKey(digest("k" + more), digest("r")),
              new WriteUnit.Single(put("a", "1")),
              (_, _) -> new byte[size + more]);
      assertThat(text(write(unit))).hasSize(size + more);
      if (more == 0) {
        assertThat(text(write(unit))).hasSize(size);
      } else {
        assertThat(refusal(unit))
            .satisfies(
                refused -> {
                  assertThat(refused.code()).isEqualTo(ErrorCode.ANSWER_NOT_KEPT);
                  assertThat(refused.members()).containsEntry("revision", 2L);
                });
      }
    }
  }

  @Test
  void aUnitOfTheAnswersChangesNoDigestAndNoFeedOfItsOwn() {
    write(once("k", put("a", "1")));
    write(once("k", put("a", "1")));

    ChangePage page =
        read(reader -> reader.changes(new ChangeRequest(null, null, Parts.NEITHER, 10, MUCH)));
    assertThat(page.changes()).hasSize(1);
  }

  /** Requests of which answers get lost, so that they are sent again, against a map. */
  @Test
  void randomRepetitionsApplyEachRequestOnce() {
    long seed = Long.getLong("cairn.seed", System.nanoTime());
    Random random = new Random(seed);
    TreeMap<Integer, String> answers = new TreeMap<>();
    TreeMap<String, Integer> model = new TreeMap<>();
    for (int turn = 0; turn < 600; turn++) {
      int request = random.nextInt(80);
      String key = "e" + request % 10;
      WriteUnit unit =
          once(
              "r" + request,
              request % 3 == 0
                  ? batch(put(key, "" + request), get(key))
                  : transaction(List.of(), put(key, "" + request)));
      if (random.nextInt(50) == 0) {
        restart();
      }
      if (random.nextInt(10) == 0) {
        try (UnitOfWork work = store.begin()) { // which the process does not live to commit
          executor.apply(work, unit, store.revision(), now);
        }
      }
      UnitResult result = write(unit);
      String first = answers.putIfAbsent(request, text(result));
      if (first == null) {
        model.put(key, request);
      }
      assertThat(answer(result))
          .as("turn %d of seed %d", turn, seed)
          .isEqualTo((first != null) + ": " + answers.get(request));
    }
    assertThat(store.revision()).as("seed %d", seed).isEqualTo(answers.size());
    model.forEach(
        (key, request) ->
            assertThat(entry(key).value()).as("seed %d", seed).hasToString("" + request));
  }
}
