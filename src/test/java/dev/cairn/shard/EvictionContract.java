package dev.cairn.shard;

import static dev.cairn.storage.Units.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.ErrorCode;
import dev.cairn.Eventually;
import dev.cairn.Outcome;
import dev.cairn.ShardId;
import dev.cairn.storage.FaultPlan.Call;
import dev.cairn.storage.Pause;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.WriteUnit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Open shards are closed to make room and for their age, never under a request. */
abstract class EvictionContract extends RegistryContract {

  EvictionContract(Function<Path, Backing> start) {
    super(start);
  }

  @Test
  void theLeastRecentlyUsedShardMakesRoom() {
    restart(settings(2));
    use(A);
    use(B);
    use(A);

    use(C);

    assertThat(state(A)).isEqualTo("serving");
    assertThat(state(B)).isEqualTo("closed");
    assertThat(state(C)).isEqualTo("serving");
    assertThat(registry.figures().evictions()).isEqualTo(1);
    assertThat(value(B, "k")).isEqualTo("1");
  }

  @Test
  void aShardOnLoanIsNotEvictedHoweverOldItsUse() throws Exception {
    restart(settings(2));
    use(A);
    HeldRead held = hold(A);
    use(B);

    use(C);

    assertThat(state(A)).isEqualTo("serving");
    assertThat(state(B)).isEqualTo("closed");
    held.end();
  }

  @Test
  void aFullHouseRefusesAfterTheWait() throws Exception {
    restart(settings(true, 1, Duration.ofMillis(50), NEVER));
    use(A);
    HeldRead held = hold(A);

    assertThat(refused(B, put("k", "1")).code()).isEqualTo(ErrorCode.TOO_MANY_OPEN_SHARDS);
    assertThat(readFailure(A)).as("those that are open are served").isNull();

    held.end();
    use(B);
    assertThat(state(A)).isEqualTo("closed");
  }

  @Test
  void aRequestThatWaitsForAPlaceGetsTheOneThatIsGivenBack() throws Exception {
    restart(settings(true, 1, NEVER, NEVER));
    use(A);
    HeldRead held = hold(A);
    var waiting = registry.write(B, new WriteUnit.Single(put("k", "1")));
    Eventually.holds("it is being opened", () -> registry.figures().open() == 1);
    assertThat(waiting).isNotDone();

    held.end();

    assertThat(waiting.join()).isInstanceOf(Outcome.Committed.class);
  }

  @Test
  void theTimeInTheOpenersQueueCountsAsWaiting() throws Exception {
    restart(settings(true, 4, 5, NEVER, NEVER));
    CountDownLatch opening = new CountDownLatch(4);
    Pause first = new Pause();
    Pause open = new Pause();
    Pause commit = new Pause();
    List<CompletableFuture<Outcome<UnitResult>>> writes = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      Pause making = i == 1 ? first : open;
      plan.atNth(
          Call.CREATE,
          i,
          () -> {
            opening.countDown();
            making.here();
          });
      plan.atNth(Call.COMMIT, i, commit::here);
    }
    for (int i = 1; i <= 4; i++) {
      writes.add(registry.write(new ShardId("full-" + i), new WriteUnit.Single(put("k", "1"))));
    }
    opening.await();
    try {
      // By its return it is queued, and its time runs.
      CompletableFuture<Outcome<UnitResult>> late =
          registry.write(A, new WriteUnit.Single(put("k", "1")));
      nanos.addAndGet(NEVER.toNanos());

      // Whose opener has time for it then has begun the write of its own shard before. The others
      // are still opening: one that had just been opened, and was not written to yet, would have
      // to make room.
      first.end();

      assertThat(late.get())
          .isInstanceOfSatisfying(
              Outcome.Refused.class,
              refused ->
                  assertThat(refused.reason().code()).isEqualTo(ErrorCode.TOO_MANY_OPEN_SHARDS));
    } finally {
      first.end();
      open.end();
      commit.end();
    }
    writes.forEach(write -> assertThat(write.join()).isInstanceOf(Outcome.Committed.class));
  }

  @Test
  void aShardThatWasIdleForLongIsClosed() {
    use(A);
    use(B);
    registry.sweep();
    assertThat(state(A)).isEqualTo("serving");
    nanos.addAndGet(Duration.ofMinutes(9).toNanos());
    use(B);
    nanos.addAndGet(Duration.ofMinutes(1).toNanos());

    registry.sweep();

    Eventually.holds("A is closed", () -> state(A).equals("closed"));
    assertThat(state(B)).isEqualTo("serving");
    assertThat(value(A, "k")).isEqualTo("1");
  }

  @Test
  void aShardOnLoanIsNotClosedForItsAge() throws Exception {
    use(A);
    HeldRead held = hold(A);
    nanos.addAndGet(Duration.ofHours(1).toNanos());

    registry.sweep();

    assertThat(state(A)).isEqualTo("serving");
    held.end();
  }

  @Test
  void toLookAtTheFiguresIsNotToUseAShard() {
    use(A);
    use(B);
    nanos.addAndGet(Duration.ofMinutes(11).toNanos());

    RegistryFigures figures = registry.figures();
    registry.sweep();

    assertThat(figures.open()).isEqualTo(2);
    assertThat(figures.shards()).isEqualTo(2);
    Eventually.holds("both are closed", () -> registry.figures().open() == 0);
  }

  @Test
  void figuresNeverLookIntoAShardThatIsBeingClosed() throws Exception {
    use(A);
    Pause looking = new Pause();
    // The registry's own threads ask for sizes too, for their housekeeping.
    plan.atEach(
        Call.SIZES,
        () -> {
          if (!Thread.currentThread().getName().startsWith("cairn-")) {
            looking.here();
          }
        });
    Future<RegistryFigures> figures = requests.submit(registry::figures);
    looking.awaitBegun();
    nanos.addAndGet(Duration.ofMinutes(11).toNanos());

    registry.sweep();

    assertThat(state(A)).as("on loan to who counts").isEqualTo("serving");
    looking.end();
    assertThat(figures.get().open()).isEqualTo(1);
    driver.checkUse();
  }

  @Test
  void aRequestForAShardThatIsBeingEvictedHasItOpenedAgain() throws Exception {
    use(A);
    Pause closing = plan.pauseNth(Call.CLOSE_STORE, 1);
    nanos.addAndGet(Duration.ofMinutes(11).toNanos());
    registry.sweep();
    closing.awaitBegun();

    Future<String> read = requests.submit(() -> value(A, "k"));
    closing.end();

    assertThat(read.get()).isEqualTo("1");
  }

  @Test
  void aStoreThatDoesNotCloseCleanlyCountsAsClosed() {
    restart(settings(1));
    use(A);
    plan.failNext(Call.CLOSE_STORE, passing);

    use(B);

    assertThat(value(A, "k")).isEqualTo("1");
  }

  private void use(ShardId id) {
    nanos.incrementAndGet();
    write(id, "k", "1");
    nanos.incrementAndGet();
  }
}
