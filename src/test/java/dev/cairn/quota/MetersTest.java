package dev.cairn.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.ShardId;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Shards are counted apart, and names that nobody made fill no memory. */
class MetersTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final AtomicLong now = new AtomicLong();
  private final Meters meters = new Meters(now::get, 10);

  private static ShardId shard(String name) {
    return new ShardId(name);
  }

  private long count(String name, long perSecond) {
    return meters.count(shard(name), perSecond, now.get());
  }

  private @Nullable Slots take(String name, long most) {
    return meters.take(shard(name), Meter.Kind.READ, most);
  }

  @Test
  void oneShardsRequestsAreNotAnothers() {
    assertThat(count("a", 1)).isZero();
    assertThat(count("a", 1)).isNegative();
    assertThat(count("b", 1)).isZero();
    assertThat(meters.left(shard("a"), 1, now.get())).isZero();
    now.addAndGet(SECOND);
    assertThat(count("a", 1)).isZero();
  }

  @Test
  void asManyMayBeRefusedAsAreLetThroughBeforeItIsAFlood() {
    assertThat(meters.refused(shard("a"), 2, now.get())).isFalse();
    assertThat(meters.refused(shard("a"), 2, now.get())).isFalse();
    assertThat(meters.refused(shard("a"), 2, now.get())).isTrue();
    assertThat(meters.refused(shard("b"), 2, now.get())).isFalse();
    now.addAndGet(SECOND);
    assertThat(meters.refused(shard("a"), 2, now.get())).isFalse();
    assertThat(count("a", 2)).as("refusals use up nothing").isEqualTo(1);
  }

  @Test
  void slotsAreTakenAndGivenBack() {
    Slots first = take("a", 2);
    assertThat(take("a", 2)).isNotNull();
    assertThat(take("a", 2)).isNull();
    assertThat(take("a", 3)).isNotNull();
    assertThat(meters.take(shard("a"), Meter.Kind.STREAM, 1)).isNotNull();
    Objects.requireNonNull(first).free();
    assertThat(take("a", 3)).isNotNull();
    assertThat(take("a", 3)).isNull();
    assertThat(take("a", 0)).isNotNull();
  }

  @Test
  void whoIsAtRestMakesRoom() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(count("made-up-" + i, 10)).isEqualTo(9);
      now.addAndGet(SECOND / 2);
    }
    assertThat(meters.size()).isLessThanOrEqualTo(10);
  }

  @Test
  void whoHasSomethingUnderWayStays() {
    Slots held = take("held", 1);
    for (int i = 0; i < 100; i++) {
      count("made-up-" + i, 10);
      now.addAndGet(SECOND);
    }
    assertThat(take("held", 1)).isNull();
    Objects.requireNonNull(held).free();
    assertThat(take("held", 1)).isNotNull();
  }

  @Test
  void whoUsedUpItsRequestsStaysUntilTheyAreBack() {
    assertThat(count("greedy", 1)).isZero();
    for (int i = 0; i < 100; i++) {
      count("made-up-" + i, 1_000_000);
      now.addAndGet(SECOND / 200);
    }
    assertThat(count("greedy", 1)).isNegative();
  }

  @Test
  void thoseThatFindNoRoomShareOneMeter() {
    for (int i = 0; i < 10; i++) {
      assertThat(take("busy-" + i, 1)).isNotNull();
    }
    assertThat(take("one-more", 1)).isNotNull();
    assertThat(take("another", 1)).isNull();
    assertThat(meters.size()).isEqualTo(10);
  }

  @Test
  void oneThatEndsIsReplaced() {
    Meter meter = new Meter();
    Slots slots = meter.slots(Meter.Kind.STREAM);
    slots.take(0);
    assertThat(meter.end(0)).isFalse();
    assertThat(meter.slots(Meter.Kind.READ).take(1)).isEqualTo(Slots.Taking.TAKEN);
    meter.slots(Meter.Kind.READ).free();
    slots.free();
    meter.count(1, 0);
    assertThat(meter.end(SECOND - 1)).isFalse();
    assertThat(slots.taken()).isZero();
    assertThat(meter.end(SECOND)).isTrue();
    assertThat(slots.take(0)).isEqualTo(Slots.Taking.ENDED);
    assertThat(meter.count(1, SECOND)).isEqualTo(Bucket.ENDED);
  }
}
