package dev.cairn.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Eventually;
import dev.cairn.Limits;
import dev.cairn.Namespace;
import dev.cairn.ShardId;
import dev.cairn.memory.MemoryCatalogue;
import dev.cairn.memory.MemoryDriver;
import dev.cairn.storage.FeedSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Which shards belong to a merged feed, when they are read, and what is told of those that fail.
 */
@Timeout(60)
class MergedFeedTest {

  private static final MergedSettings SETTINGS = new MergedSettings(5, 3, 8, 2);

  private final FeedHouse house =
      new FeedHouse(
          new MemoryDriver(
              Limits.DEFAULT, new FeedSettings(50, Duration.ofDays(7)), Clock.systemUTC()),
          new MemoryCatalogue(),
          SETTINGS,
          3);

  private final RecordingSink sink = new RecordingSink();

  @AfterEach
  void end() {
    MergedFeed feed = sink.feed;
    if (feed != null) {
      house.onLoop(feed::close);
    }
    house.close();
  }

  private void awaitTold(int changes) {
    Eventually.holds(changes + " changes are told", () -> sink.told.get() == changes);
  }

  private void awaitProblem(String problem) {
    Eventually.holds("it is told: " + problem, () -> sink.problems.contains(problem));
  }

  @Test
  void shardsUnderAPrefixAreToldOfAndThoseThatAreMadeLaterJoin() {
    house.put("a-1", "x");
    house.put("b-1", "x");
    house.follow(FeedHouse.ofPrefix("a-"), sink);
    awaitTold(1);
    house.put("a-2", "y");
    house.put("b-2", "y");
    house.put("a-1", "z");
    awaitTold(3);

    assertThat(sink.changes)
        .containsOnlyKeys("a-1", "a-2")
        .containsEntry("a-1", List.of("1 x", "2 z"))
        .containsEntry("a-2", List.of("1 y"));
  }

  @Test
  void eachNamedShardBeginsBehindItsCursor() {
    for (int i = 0; i < 3; i++) {
      house.put("a", "k" + i);
      house.put("b", "k" + i);
      house.put("c", "k" + i);
    }
    house.follow(FeedHouse.ofShards(true, "a", "2", "b", "", "c", "3"), sink);
    awaitTold(4);

    assertThat(sink.changes).containsOnlyKeys("a", "b");
    assertThat(sink.changes.get("a")).containsExactly("3 k2");
  }

  @Test
  void fromNowOnIsBehindAllThatIsThereButNotOfShardsMadeLater() {
    house.put("a-1", "x");
    house.follow(FeedHouse.fromNow("a-", null), sink);
    Eventually.holds("its place is told", () -> sink.places.containsKey("a-1"));
    house.put("a-2", "y");
    house.put("a-1", "z");
    awaitTold(2);

    assertThat(sink.changes.get("a-1")).containsExactly("2 z");
    assertThat(sink.changes.get("a-2")).containsExactly("1 y");
  }

  @Test
  void aShardThatIsUpToDateIsNotOpened() {
    for (String shard : List.of("a", "b", "c", "d", "e")) {
      house.put(shard, "x");
    }
    // Three have a place to be open in; the others were closed, and their revisions are known.
    long opens = house.registry.figures().opens();
    house.follow(FeedHouse.ofShards(true, "a", "1", "b", "1", "c", "1", "d", "1", "e", "1"), sink);
    Eventually.holds("all were looked at", () -> sink.idle.get() > 0);
    assertThat(house.reads).hasValue(0);
    house.put("e", "y");
    awaitTold(1);
    assertThat(house.reads).hasValue(1);
    assertThat(house.registry.figures().opens()).isEqualTo(opens);
  }

  @Test
  void changesOfOtherNamespacesMoveThePlaceOnly() {
    house.put("a-1", "x");
    house.follow(FeedHouse.fromNow("a-", new Namespace("other")), sink);
    Eventually.holds("its place is told", () -> sink.places.containsKey("a-1"));
    house.put("a-1", "y");
    Eventually.holds(
        "its place has moved", () -> "2".equals(String.valueOf(sink.places.get("a-1"))));
    assertThat(sink.told).hasValue(0);
  }

  @Test
  void aDeletedShardIsNamedAndJoinsAgainWhenItIsMadeAgain() {
    house.put("a-1", "x");
    house.put("a-2", "x");
    house.follow(FeedHouse.ofPrefix("a-"), sink);
    awaitTold(2);
    house.registry.delete(new ShardId("a-1"));
    awaitProblem("a-1 shard-not-found");
    Eventually.holds("it is not followed", () -> house.feeds.followed() == 1);
    house.put("a-2", "y");
    house.put("a-1", "z");
    awaitTold(4);

    assertThat(sink.changes.get("a-1")).containsExactly("1 x", "1000000001 z");
    assertThat(sink.problems).containsExactly("a-1 shard-not-found");
  }

  @Test
  void aNamedShardThatDoesNotExistIsToldOfOnceItIsMade() {
    house.put("b", "x");
    house.follow(FeedHouse.ofShards(true, "a", "", "b", ""), sink);
    awaitProblem("a shard-not-found");
    house.put("a", "y");
    awaitTold(2);
    assertThat(sink.changes.get("a")).containsExactly("1 y");
  }

  @Test
  void aShardWithAnotherHistoryIsNamedAndGoesOnWithTheOldest() {
    house.put("a", "x");
    house.registry.delete(new ShardId("a"));
    house.put("a", "y");
    house.put("b", "x");
    house.follow(FeedHouse.ofShards(true, "a", "1", "b", ""), sink);
    awaitTold(2);

    assertThat(sink.problems).containsExactly("a history-changed");
    assertThat(sink.changes.get("a")).containsExactly("1000000001 y");
  }

  @Test
  void whereItIsNotToGoOnAShardWithALostCursorIsNamedOnly() {
    for (int i = 0; i < 1100; i++) {
      house.put("a", "k");
    }
    house.put("b", "x");
    house.follow(FeedHouse.ofShards(false, "a", "1", "b", ""), sink);
    awaitTold(1);
    awaitProblem("a cursor-expired");
    assertThat(sink.changes).containsOnlyKeys("b");
  }

  @Test
  void aCursorAheadOfItsShardIsNamed() {
    house.put("a", "x");
    house.put("b", "x");
    house.follow(FeedHouse.ofShards(true, "a", "9", "b", ""), sink);
    awaitTold(1);
    awaitProblem("a invalid-cursor");
  }

  @Test
  void whatTheCallerMayNotReadIsNamedIfItWasAskedForAndElseLeftOut() {
    house.put("a-1", "x");
    house.put("a-2", "x");
    RecordingSink named = new RecordingSink();
    MergedFeed other =
        house.follow(
            FeedHouse.ofShards(true, "a-1", "", "a-2", ""), id -> id.value().equals("a-1"), named);
    house.follow(FeedHouse.ofPrefix("a-"), id -> !id.value().equals("a-2"), sink);
    house.put("a-3", "x");
    awaitTold(2);
    Eventually.holds("the named one is told", () -> named.told.get() == 1);

    assertThat(sink.changes).containsOnlyKeys("a-1", "a-3");
    assertThat(sink.problems).isEmpty();
    assertThat(named.problems).containsExactly("a-2 forbidden");
    house.onLoop(other::close);
  }

  @Test
  void whileThereIsNoRoomNothingIsRead() {
    sink.room = () -> 0;
    house.put("a", "x");
    house.follow(FeedHouse.ofShards(true, "a", ""), sink);
    for (int i = 0; i < 20; i++) {
      house.put("a", "x");
    }
    house.onLoop(() -> {});
    assertThat(house.reads).hasValue(0);

    sink.room = () -> 100;
    house.onLoop(() -> java.util.Objects.requireNonNull(sink.feed).goOn());
    awaitTold(21);
    assertThat(house.reads.get()).isLessThan(5);
  }

  @Test
  void aBusyShardDoesNotKeepTheOthersWaiting() {
    for (int i = 0; i < 40; i++) {
      house.put("a", "k" + i);
    }
    house.put("b", "x");
    house.put("c", "x");
    sink.room = () -> 2;
    house.follow(FeedHouse.ofShards(true, "a", "", "b", "", "c", ""), sink);
    awaitTold(42);

    assertThat(house.readFirst.subList(0, 3)).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(house.readFirst.size()).isGreaterThan(20);
  }

  @Test
  void feedsAndTheirShardsAreBounded() {
    for (int i = 0; i < 6; i++) {
      house.put("many-" + i, "x");
    }
    assertRefused("many-", ErrorCode.FEED_TOO_LARGE);
    house.registry.delete(new ShardId("many-5"));
    house.follow(FeedHouse.ofPrefix("many-"), sink);
    assertThat(house.feeds.followed()).isEqualTo(5);
    // Eight may be followed in all.
    assertRefused("many-", ErrorCode.TOO_MANY_FEEDS);
    MergedFeed second = house.follow(FeedHouse.ofPrefix("none-"), new RecordingSink());
    MergedFeed third = house.follow(FeedHouse.ofPrefix("none-"), new RecordingSink());
    assertRefused("none-", ErrorCode.TOO_MANY_FEEDS);
    house.onLoop(second::close);
    house.onLoop(third::close);

    house.put("many-6", "x");
    Eventually.holds("the feed that grew too large ends", () -> sink.failed != null);
    assertThat(sink.failed)
        .isInstanceOfSatisfying(
            CairnException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FEED_TOO_LARGE));
  }

  private void assertRefused(String prefix, ErrorCode code) {
    assertThatThrownBy(() -> house.follow(FeedHouse.ofPrefix(prefix), new RecordingSink()))
        .isInstanceOfSatisfying(CairnException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void settingsOutOfTheirRangesAreRefusedByName() {
    assertThatThrownBy(() -> new MergedSettings(0, 1, 1, 1))
        .hasMessageContaining("cairn.changes.feed-shards");
    assertThatThrownBy(() -> new MergedSettings(2, 1, 1, 1))
        .hasMessageContaining("cairn.changes.followed");
  }
}
