package dev.cairn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Eventually;
import dev.cairn.shard.CommitWatch;
import dev.cairn.storage.ChangePage;
import dev.cairn.storage.ChangePosition;
import dev.cairn.storage.ChangeRequest;
import dev.cairn.storage.Parts;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a feed is read on: after a commit, once the page before was taken, and never else. */
@Timeout(60)
class ChangeTailTest {

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();

  /** What the tail was to read, and the pages that it gets, the last one again and again. */
  private final List<ChangeRequest> reads = new CopyOnWriteArrayList<>();

  private final AtomicReference<@Nullable CairnException> failing = new AtomicReference<>();
  private volatile boolean more;

  private final List<ChangePage> taken = new CopyOnWriteArrayList<>();
  private final AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
  private volatile boolean takes = true;

  private final List<Runnable> watches = new ArrayList<>();
  private final AtomicBoolean watched = new AtomicBoolean();

  @SuppressWarnings("NullAway.Init") // set before each test
  private ChangeTail tail;

  @BeforeEach
  void begin() {
    onLoop(
        () ->
            tail =
                new ChangeTail(
                    vertx,
                    new ChangeRequest(null, null, Parts.NEITHER, 10, 1000),
                    this::watch,
                    this::read,
                    new Taking()));
  }

  @AfterEach
  void end() {
    var unused = vertx.close();
  }

  private void onLoop(Runnable step) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    loop.runOnContext(
        _ -> {
          step.run();
          done.complete(null);
        });
    done.join();
  }

  private CommitWatch watch(Runnable onCommit) {
    watches.add(onCommit);
    watched.set(true);
    return () -> watched.set(false);
  }

  private CompletionStage<ChangePage> read(ChangeRequest asked) {
    reads.add(asked);
    CairnException reason = failing.get();
    return reason == null
        ? CompletableFuture.completedFuture(
            new ChangePage(List.of(), ChangePosition.behind(reads.size()), more))
        : CompletableFuture.failedFuture(reason);
  }

  private final class Taking implements ChangeTail.Sink {

    @Override
    public boolean take(ChangePage page) {
      taken.add(page);
      return takes;
    }

    @Override
    public void fail(Throwable reason) {
      failed.set(reason);
    }
  }

  private void commit() {
    watches.getFirst().run();
  }

  private void awaitTaken(int pages) {
    Eventually.holds(pages + " pages are taken", () -> taken.size() == pages);
    // What was posted to the loop so far has run.
    onLoop(() -> {});
    onLoop(() -> {});
    assertThat(taken).hasSize(pages);
  }

  @Test
  void itReadsOnceAndThenAfterEachCommitBehindWhatItHasRead() {
    onLoop(tail::start);
    awaitTaken(1);
    commit();
    awaitTaken(2);
    commit();
    awaitTaken(3);

    assertThat(reads.get(1).since()).isEqualTo(ChangePosition.behind(1));
    assertThat(reads.get(2).since()).isEqualTo(ChangePosition.behind(2));
  }

  @Test
  void whileAPageIsNotTakenNothingIsReadHoweverMuchIsCommitted() {
    takes = false;
    more = true;
    onLoop(tail::start);
    awaitTaken(1);
    for (int i = 0; i < 10; i++) {
      commit();
      onLoop(() -> {});
    }
    awaitTaken(1);

    more = false;
    takes = true;
    onLoop(tail::goOn);
    awaitTaken(2);
    assertThat(reads).hasSize(2);
  }

  @Test
  void whatIsInTheWayIsWaitedForOnceThereWasAPage() {
    onLoop(tail::start);
    awaitTaken(1);
    failing.set(new CairnException(ErrorCode.SHARD_BUSY, "It is busy."));
    commit();
    Eventually.holds("it was read in vain", () -> reads.size() == 2);
    failing.set(null);
    awaitTaken(2);
    assertThat(failed).hasValue(null);
  }

  @Test
  void aFirstReadThatFailsAndAnyFailureThatDoesNotPassAreTold() {
    failing.set(new CairnException(ErrorCode.SHARD_BUSY, "It is busy."));
    onLoop(tail::start);
    Eventually.holds("the failure is told", () -> failed.get() != null);

    failing.set(null);
    failed.set(null);
    commit();
    awaitTaken(1);
    failing.set(new CairnException(ErrorCode.CURSOR_EXPIRED, "It is too late."));
    commit();
    Eventually.holds("the failure is told", () -> failed.get() == failing.get());
  }

  @Test
  void afterTheEndNothingIsRead() {
    onLoop(tail::start);
    awaitTaken(1);
    onLoop(tail::close);
    commit();
    onLoop(() -> {});

    assertThat(watched).isFalse();
    awaitTaken(1);
  }
}
