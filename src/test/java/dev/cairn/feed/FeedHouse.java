package dev.cairn.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.Eventually;
import dev.cairn.Limits;
import dev.cairn.Namespace;
import dev.cairn.Outcome;
import dev.cairn.Quotas;
import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.catalogue.Catalogue;
import dev.cairn.shard.ShardListener;
import dev.cairn.shard.ShardRegistry;
import dev.cairn.shard.ShardSettings;
import dev.cairn.shard.ShardSummary;
import dev.cairn.storage.ChangePage;
import dev.cairn.storage.ChangePosition;
import dev.cairn.storage.ChangeRequest;
import dev.cairn.storage.Parts;
import dev.cairn.storage.StorageDriver;
import dev.cairn.storage.UnitExecutor;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.Units;
import dev.cairn.storage.WriteUnit;
import dev.cairn.write.WriteListener;
import dev.cairn.write.WriteSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A registry whose shards are followed, the loop of the feeds, and threads that read for them. */
final class FeedHouse implements AutoCloseable, FeedLoop, MergedReads {

  final ShardRegistry registry;
  final MergedFeeds feeds;

  /** How many reads there were. */
  final AtomicInteger reads = new AtomicInteger();

  /** The shards of the first of them. */
  final List<String> readFirst = new CopyOnWriteArrayList<>();

  private final StorageDriver driver;
  private final Catalogue catalogue;
  private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService readers = Executors.newFixedThreadPool(4);

  /** Takes over driver and catalogue. */
  FeedHouse(StorageDriver driver, Catalogue catalogue, MergedSettings settings, int openCap) {
    this.driver = driver;
    this.catalogue = catalogue;
    this.registry =
        new ShardRegistry(
            driver,
            catalogue,
            new UnitExecutor(Limits.DEFAULT, true),
            WriteSettings.DEFAULT,
            shards(openCap),
            WriteListener.NONE,
            ShardListener.NONE,
            Clock.systemUTC(),
            Ticker.SYSTEM);
    this.feeds = new MergedFeeds(registry.commits(), settings);
    registry.start();
  }

  private static ShardSettings shards(int openCap) {
    return new ShardSettings(
        true,
        Durability.NORMAL,
        openCap,
        1000,
        1_000_000,
        Duration.ofMinutes(1),
        Duration.ofMinutes(1),
        Duration.ofSeconds(30),
        Duration.ofMinutes(10),
        4,
        4,
        4,
        Quotas.NONE);
  }

  /** Puts an entry; the revision that it took. */
  long put(String shard, String key) {
    Outcome<UnitResult> outcome =
        registry
            .write(new ShardId(shard), new WriteUnit.Single(Units.put(key, "1")))
            .orTimeout(60, TimeUnit.SECONDS)
            .join();
    assertThat(outcome).isInstanceOf(Outcome.Committed.class);
    return ((Outcome.Committed<UnitResult>) outcome).result().revision();
  }

  /** All of a prefix, from the oldest. */
  static MergedRequest ofPrefix(String prefix) {
    return new MergedRequest(Map.of(), prefix, false, null, Parts.NEITHER, 65_536, true);
  }

  /** All of a prefix, from now on. */
  static MergedRequest fromNow(String prefix, @Nullable Namespace namespace) {
    return new MergedRequest(Map.of(), prefix, true, namespace, Parts.NEITHER, 65_536, true);
  }

  /** Named ones; an empty place is the oldest. */
  static MergedRequest ofShards(boolean goesOn, String... idsAndPlaces) {
    Map<ShardId, Optional<ChangePosition>> shards = new HashMap<>();
    for (int i = 0; i < idsAndPlaces.length; i += 2) {
      String place = idsAndPlaces[i + 1];
      shards.put(
          new ShardId(idsAndPlaces[i]),
          place.isEmpty() ? Optional.empty() : Optional.of(ChangePosition.of(place)));
    }
    return new MergedRequest(shards, null, false, null, Parts.NEITHER, 65_536, goesOn);
  }

  /** Follows, as a request would. */
  MergedFeed follow(MergedRequest request, RecordingSink sink) {
    return follow(request, _ -> true, sink);
  }

  MergedFeed follow(MergedRequest request, Predicate<ShardId> visible, RecordingSink sink) {
    MergedFeed feed = feeds.open(request, visible, this, this, sink);
    sink.feed = feed;
    feed.watchMakings();
    MergedFeed.Gathered gathered;
    try {
      gathered = feed.gather(listed(request.prefix()));
    } catch (RuntimeException refused) {
      onLoop(feed::close);
      throw refused;
    }
    onLoop(() -> feed.start(gathered, 0));
    return feed;
  }

  private List<ShardId> listed(@Nullable String prefix) {
    return prefix == null
        ? List.of()
        : registry.list(prefix, null, feeds.settings().shards() + 1).stream()
            .map(ShardSummary::id)
            .toList();
  }

  /** Runs it on the loop, and waits for that. */
  void onLoop(Runnable task) {
    try {
      loop.submit(task).get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void run(Runnable task) {
    loop.execute(task);
  }

  @Override
  public Runnable after(long millis, Runnable task) {
    Future<?> later = loop.schedule(task, millis, TimeUnit.MILLISECONDS);
    return () -> later.cancel(false);
  }

  @Override
  public CompletionStage<ChangePage> page(ShardId shard, ChangeRequest asked) {
    if (reads.incrementAndGet() <= 100) {
      readFirst.add(shard.value());
    }
    return CompletableFuture.supplyAsync(
        () -> registry.read(shard, (reader, _) -> reader.changes(asked)), readers);
  }

  @Override
  public CompletionStage<Long> revision(ShardId shard) {
    reads.incrementAndGet();
    return CompletableFuture.supplyAsync(
        () -> registry.read(shard, (_, revision) -> revision), readers);
  }

  /** Nothing may be followed any more. */
  @Override
  public void close() {
    Eventually.holds(
        "no feed and no shard is followed", () -> feeds.open() == 0 && feeds.followed() == 0);
    readers.close();
    loop.shutdownNow();
    registry.close();
    catalogue.close();
    driver.close();
  }
}
