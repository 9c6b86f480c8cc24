package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.JsonText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChunkFlowTest {

  private static final ChunkFlow.BeforeSending NOTHING = chunk -> {};

  private final List<String> sent = Collections.synchronizedList(new ArrayList<>());
  private long number;

  @Test
  void eachShardGetsItsLinesInOrderInChunksOfTheBound() throws Exception {
    FlowBounds bounds = new FlowBounds(3, 1 << 20, 100, 1 << 20, 1_000, 4);
    try (ChunkFlow flow = new ChunkFlow(bounds, 0, this::note, NOTHING)) {
      for (int i = 0; i < 7; i++) {
        flow.add(line("a", 10));
        flow.add(line("b", 10));
      }
      flow.finish();
      assertThat(flow.settledBelow(number)).isEqualTo(14);
    }
    assertThat(sent.stream().filter(chunk -> chunk.startsWith("a")))
        .containsExactly("a[0, 2, 4]", "a[6, 8, 10]", "a[12]");
    assertThat(sent.stream().filter(chunk -> chunk.startsWith("b")))
        .containsExactly("b[1, 3, 5]", "b[7, 9, 11]", "b[13]");
  }

  @Test
  void chunksEndWhereTheirBytesWouldBeTooMany() throws Exception {
    FlowBounds bounds = new FlowBounds(100, 1_000, 100, 1 << 20, 1_000, 1);
    try (ChunkFlow flow = new ChunkFlow(bounds, 0, this::note, NOTHING)) {
      flow.add(line("a", 400));
      flow.add(line("a", 400));
      flow.add(line("a", 5_000));
      flow.add(line("a", 10));
      flow.finish();
    }
    assertThat(sent).containsExactly("a[0, 1]", "a[2]", "a[3]");
  }

  @Test
  void nothingToSendIsFinishedAtOnce() throws Exception {
    try (ChunkFlow flow = new ChunkFlow(FlowBounds.of(1), 0, this::note, NOTHING)) {
      flow.finish();
      assertThat(flow.settledBelow(0)).isZero();
    }
    assertThat(sent).isEmpty();
  }

  @Test
  void addingGoesOnWhenTheBufferIsFullAndEveryShardIsBusy() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch bothBusy = new CountDownLatch(2);
    FlowBounds bounds = new FlowBounds(1, 1 << 20, 1, 500, 1_000, 2);
    ChunkFlow.Sending held =
        chunk -> {
          bothBusy.countDown();
          go.await();
          note(chunk);
        };
    try (ChunkFlow flow = new ChunkFlow(bounds, 0, held, NOTHING)) {
      Thread release =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      bothBusy.await();
                      go.countDown();
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  });
      flow.add(line("a", 400));
      flow.add(line("b", 400));
      flow.add(line("a", 400));
      flow.add(line("b", 400));
      flow.finish();
      release.join();
    }
    assertThat(sent).hasSize(4);
  }

  @Test
  void noMoreRequestsAtATimeThanAllowedAndOneForAShard() throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Set<String> busy = ConcurrentHashMap.newKeySet();
    FlowBounds bounds = new FlowBounds(2, 1 << 20, 1, 1 << 20, 1_000, 3);
    ChunkFlow.Sending counting =
        chunk -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          assertThat(busy.add(chunk.shard())).as(chunk.shard() + " is idle").isTrue();
          busy.remove(chunk.shard());
          now.decrementAndGet();
          note(chunk);
        };
    try (ChunkFlow flow = new ChunkFlow(bounds, 0, counting, NOTHING)) {
      for (int i = 0; i < 500; i++) {
        flow.add(line("s" + i % 10, 10));
      }
      flow.finish();
    }
    assertThat(most.get()).isBetween(1, 3);
  }

  @Test
  void anOldLineIsSentEvenIfItsShardGetsNoMore() throws Exception {
    FlowBounds bounds = new FlowBounds(1_000, 1 << 20, 1_000, 1 << 20, 10, 1);
    try (ChunkFlow flow = new ChunkFlow(bounds, 0, this::note, NOTHING)) {
      flow.add(line("rare", 10));
      for (int i = 0; i < 10; i++) {
        flow.add(line("busy", 10));
      }
      assertThat(flow.settledBelow(number)).isLessThanOrEqualTo(1);
      flow.finish();
    }
    assertThat(sent.getFirst()).isEqualTo("rare[0]");
  }

  @Test
  void aFailedSendingStopsTheFlowAndItsLinesStayUnsettled() throws Exception {
    FlowBounds bounds = new FlowBounds(1, 1 << 20, 1, 1 << 20, 1_000, 1);
    ChunkFlow.Sending failing =
        chunk -> {
          if (chunk.lines().getFirst().number() == 2) {
            throw new ServerGone("gone");
          }
          note(chunk);
        };
    try (ChunkFlow flow = new ChunkFlow(bounds, 0, failing, NOTHING)) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 5; i++) {
                  flow.add(line("a", 10));
                }
                flow.finish();
              })
          .isInstanceOf(ServerGone.class);
      assertThat(flow.settledBelow(number)).isEqualTo(2);
    }
    assertThat(sent).containsExactly("a[0]", "a[1]");
  }

  @Test
  void linesThatAnEarlierRunMayHaveSentAreMarked() throws Exception {
    List<Boolean> before = Collections.synchronizedList(new ArrayList<>());
    FlowBounds bounds = new FlowBounds(1, 1 << 20, 1, 1 << 20, 1_000, 1);
    try (ChunkFlow flow =
        new ChunkFlow(bounds, 1, chunk -> before.add(chunk.sentBefore()), NOTHING)) {
      flow.add(line("a", 10));
      flow.add(line("a", 10));
      flow.finish();
    }
    assertThat(before).containsExactly(true, false);
  }

  @Test
  void closingInterruptsWhatIsOnItsWay() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    ChunkFlow.Sending stuck =
        chunk -> {
          begun.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
          }
        };
    ChunkFlow flow =
        new ChunkFlow(new FlowBounds(1, 1 << 20, 1, 1 << 20, 1_000, 1), 0, stuck, NOTHING);
    flow.add(line("a", 10));
    begun.await();
    flow.close();
    assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
  }

  private void note(Chunk chunk) {
    sent.add(chunk.shard() + chunk.lines().stream().map(Line::number).toList());
  }

  private Line line(String shard, int bytes) {
    long mine = number++;
    return new Line(mine, mine + 1, shard, "default", "k" + mine, JsonText.NULL, new byte[bytes]);
  }
}
