package dev.cairn.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cairn.Durability;
import dev.cairn.Limits;
import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.memory.MemoryDriver;
import dev.cairn.shard.ShardState.Draining;
import dev.cairn.shard.ShardState.Opening;
import dev.cairn.shard.ShardState.Quarantined;
import dev.cairn.shard.ShardState.Serving;
import dev.cairn.storage.FeedSettings;
import dev.cairn.storage.NewShard;
import dev.cairn.storage.ShardStore;
import dev.cairn.storage.StorageFault;
import dev.cairn.storage.UnitExecutor;
import dev.cairn.write.ShardWriter;
import dev.cairn.write.WriteListener;
import dev.cairn.write.WriteSettings;
import dev.cairn.write.WriterOwner;
import dev.cairn.write.WriterThreads;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Where a shard may go from where, and that one author of a change wins. */
class ShardStateTest {

  private static final ShardId A = new ShardId("a");

  /** Each word, and the words that may follow. */
  private static final Map<String, Set<String>> ALLOWED =
      Map.of(
          "closed", Set.of("opening", "draining"),
          "opening", Set.of("serving", "closed", "quarantined"),
          "serving", Set.of("draining"),
          "draining", Set.of("closed", "quarantined", "serving"),
          "quarantined", Set.of("opening", "draining"));

  private final OpenShard shard = openShard();
  private final Map<String, ShardState> states = new LinkedHashMap<>();

  ShardStateTest() {
    add(ShardState.CLOSED);
    add(new Opening(new CompletableFuture<>()));
    add(new Serving(shard));
    add(new Draining(ClosingCause.EVICTION, new CompletableFuture<>()));
    add(new Quarantined("damaged", Instant.EPOCH, 0));
  }

  private void add(ShardState state) {
    states.put(state.word(), state);
  }

  @Test
  void everyTransitionIsEitherAllowedOrRefused() {
    states.forEach(
        (from, fromState) ->
            states.forEach(
                (to, toState) ->
                    assertThat(fromState.mayBecome(toState))
                        .as("%s to %s", from, to)
                        .isEqualTo(ALLOWED.getOrDefault(from, Set.of()).contains(to))));
  }

  @Test
  void aTransitionThatIsNotAllowedIsADefect() {
    ShardStates kept = new ShardStates();

    assertThatIllegalStateException()
        .isThrownBy(() -> kept.change(A, ShardState.CLOSED, new Serving(shard)))
        .withMessageContaining("closed")
        .withMessageContaining("serving");
    assertThat(kept.of(A)).isEqualTo(ShardState.CLOSED);
  }

  @Test
  void onlyTheAuthorWhoSawThePresentStateChangesIt() {
    ShardStates kept = new ShardStates();
    Opening mine = new Opening(new CompletableFuture<>());
    Opening others = new Opening(new CompletableFuture<>());

    assertThat(kept.change(A, ShardState.CLOSED, mine)).isTrue();
    assertThat(kept.change(A, ShardState.CLOSED, others)).isFalse();
    assertThat(kept.change(A, others, new Serving(shard))).isFalse();
    assertThat(kept.change(A, mine, new Serving(shard))).isTrue();

    assertThat(kept.of(A)).isEqualTo(new Serving(shard));
    assertThat(kept.opens()).isEqualTo(1);
  }

  @Test
  void aShardThatWasOpenedAgainIsNotTheOneThatWasOpenBefore() {
    ShardStates kept = new ShardStates();
    Opening opening = new Opening(new CompletableFuture<>());
    kept.change(A, ShardState.CLOSED, opening);
    kept.change(A, opening, new Serving(shard));

    Draining draining = new Draining(ClosingCause.FAULT, new CompletableFuture<>());

    assertThat(kept.change(A, new Serving(openShard()), draining)).isFalse();
    assertThat(kept.change(A, new Serving(shard), draining)).isTrue();
  }

  @Test
  void aLoanThatEndsLateDoesNotEndADrainingThatBeganAfterwards() {
    assertThat(shard.lend(1)).isTrue();
    CompletableFuture<Void> first = shard.stopLending(ClosingCause.FAULT);
    assertThat(shard.lend(1)).isFalse();
    assertThat(first).isNotDone();
    shard.lendAgain();
    assertThat(shard.lend(1)).isTrue();
    CompletableFuture<Void> second = shard.stopLending(ClosingCause.FAULT);

    shard.giveBack();
    assertThat(second).isNotDone();
    shard.giveBack();

    assertThat(second).isDone();
    assertThat(first).as("given up").isNotDone();
  }

  private static OpenShard openShard() {
    ShardStore store =
        new MemoryDriver(Limits.DEFAULT, FeedSettings.DEFAULT, Clock.systemUTC())
            .create(A, new NewShard(Durability.NORMAL, 0, 0));
    return new OpenShard(A, store, _ -> writer(store), 0);
  }

  private static ShardWriter writer(ShardStore store) {
    WriterOwner nobody =
        new WriterOwner() {
          @Override
          public void entersHistory(long revision) {}

          @Override
          public void failed(StorageFault fault) {}
        };
    return new ShardWriter(
        A,
        store,
        new UnitExecutor(Limits.DEFAULT, true),
        WriteSettings.DEFAULT,
        WriteListener.NONE,
        nobody,
        WriterThreads.of(Runnable::run),
        Clock.systemUTC(),
        Ticker.SYSTEM);
  }
}
