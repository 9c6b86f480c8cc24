package dev.cairn.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.ShardId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Turns go round: nobody waits for more than those that read and one of each other shard. */
class ReadTurnsTest {

  private final ReadTurns turns = new ReadTurns(new ReadTurns.Bounds(3, 2, 1_100, 1_000));
  private final List<String> begun = new ArrayList<>();

  private ReadTurns.Turn ask(String shard, String name) {
    return Objects.requireNonNull(turns.ask(new ShardId(shard), () -> begun.add(name)));
  }

  @Test
  void aShardHasSoManyAtATimeInTheOrderTheyCame() {
    ReadTurns.Turn first = ask("a", "a1");
    ReadTurns.Turn second = ask("a", "a2");
    ask("a", "a3");
    ask("a", "a4");
    assertThat(begun).containsExactly("a1", "a2");
    assertThat(turns.waiting()).isEqualTo(2);
    second.end();
    second.end();
    assertThat(begun).containsExactly("a1", "a2", "a3");
    first.end();
    assertThat(begun).containsExactly("a1", "a2", "a3", "a4");
    assertThat(turns.waiting()).isZero();
  }

  @Test
  void aThousandOfOneShardDoNotKeepAnotherWaiting() {
    ReadTurns.Turn reading = ask("noisy", "n");
    for (int i = 0; i < 1_000; i++) {
      ask("noisy", "n");
    }
    ask("quiet", "q1");
    assertThat(begun).containsExactly("n", "n", "q1");
    ask("quiet", "q2");
    assertThat(begun).hasSize(3);
    reading.end();
    assertThat(begun).containsExactly("n", "n", "q1", "q2");
  }

  @Test
  void shardsHaveTheirTurnsInARound() {
    ReadTurns.Turn first = ask("x", "x");
    ReadTurns.Turn second = ask("y", "y");
    ReadTurns.Turn third = ask("z", "z");
    for (int i = 1; i <= 2; i++) {
      ask("a", "a" + i);
    }
    ask("b", "b1");
    ask("c", "c1");
    first.end();
    second.end();
    third.end();
    assertThat(begun).containsExactly("x", "y", "z", "a1", "b1", "c1");
  }

  @Test
  void whoLeavesIsPassedOver() {
    ReadTurns.Turn first = ask("a", "a1");
    ask("a", "a2");
    ReadTurns.Turn gone = ask("a", "a3");
    ask("a", "a4");
    assertThat(gone.leave()).isTrue();
    assertThat(gone.leave()).isFalse();
    gone.end();
    assertThat(first.leave()).isFalse();
    first.end();
    assertThat(begun).containsExactly("a1", "a2", "a4");
  }

  @Test
  void whatTakesLongTakesAPlaceOfItsShardOnly() {
    ReadTurns.Turn export =
        Objects.requireNonNull(turns.askForLong(new ShardId("a"), () -> begun.add("export")));
    ask("a", "a1");
    ask("a", "a2");
    assertThat(begun).containsExactly("export", "a1");
    ask("b", "b1");
    ask("b", "b2");
    assertThat(begun).containsExactly("export", "a1", "b1", "b2");
    export.end();
    assertThat(begun).as("the node has three places").hasSize(4);
  }

  @Test
  void soManyWaitAndNoMore() {
    ReadTurns few = new ReadTurns(new ReadTurns.Bounds(1, 1, 3, 2));
    ReadTurns.Turn reading = Objects.requireNonNull(few.ask(new ShardId("a"), () -> {}));
    assertThat(few.ask(new ShardId("a"), () -> {})).isNotNull();
    assertThat(few.ask(new ShardId("a"), () -> {})).isNotNull();
    assertThat(few.ask(new ShardId("a"), () -> {})).isNull();
    assertThat(few.ask(new ShardId("b"), () -> {})).isNotNull();
    assertThat(few.ask(new ShardId("c"), () -> {})).isNull();
    assertThat(few.lines()).isEqualTo(2);
    reading.end();
    assertThat(few.ask(new ShardId("c"), () -> {})).isNotNull();
  }

  /** Whatever happens in whatever order, places are used and nothing is left over. */
  @Test
  void noPlaceIsLostAndNoneIsGivenTwice() {
    long seed = Long.getLong("cairn.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int run = 0; run < 100; run++) {
      ReadTurns tried = new ReadTurns(new ReadTurns.Bounds(3, 2, 20, 10));
      Map<ReadTurns.Turn, Boolean> asked = new HashMap<>();
      int[] count = {0};
      for (int step = 0; step < 300; step++) {
        if (random.nextInt(3) > 0 || asked.isEmpty()) {
          ShardId shard = new ShardId("s" + random.nextInt(4));
          ReadTurns.Turn turn = tried.ask(shard, () -> count[0]++);
          if (turn != null) {
            asked.put(turn, true);
          }
        } else {
          ReadTurns.Turn one = new ArrayList<>(asked.keySet()).get(random.nextInt(asked.size()));
          asked.remove(one);
          if (random.nextBoolean()) {
            one.end();
          }
          if (!one.leave()) {
            one.end();
          }
        }
        assertThat(tried.reading()).as("seed %s", seed).isBetween(0, 3);
        assertThat(tried.reading() + tried.waiting()).isEqualTo(asked.size());
        assertThat(tried.waiting() == 0 || tried.reading() >= 2).as("seed %s", seed).isTrue();
      }
      while (!asked.isEmpty()) {
        for (ReadTurns.Turn turn : List.copyOf(asked.keySet())) {
          if (!turn.leave()) {
            turn.end();
          }
          asked.remove(turn);
        }
      }
      assertThat(tried.reading() + tried.waiting() + tried.lines()).isZero();
    }
  }
}
