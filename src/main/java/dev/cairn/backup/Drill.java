package dev.cairn.backup;

import dev.cairn.Namespace;
import dev.cairn.ShardId;
import dev.cairn.backup.ReplicatorException.Kind;
import dev.cairn.shard.Shards;
import dev.cairn.storage.ContentDigest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One trial of one shard's backup: a state that is served is restored from the replica, checked
 * page by page, and compared entry for entry. Any thread, one at a time for a shard; blocks.
 *
 * <p>Of a hot shard it is the present state. Of a cold one, whose epoch is closed, it is the newest
 * point there is, which must be the present state unless the shard was written to meanwhile.
 */
final class Drill {

  /** Most namespaces that are named as different. */
  private static final int MOST_NAMED = 5;

  private final ReplicaStore store;
  private final Points points;
  private final LiveContent live;
  private final TrialRestore trial;
  private final Function<ShardId, @Nullable ShardBackup> known;
  private final BiConsumer<String, ReplicaExtent> onSeen;
  private final Drills.Renewal renewal;
  private final Clock clock;

  /**
   * @param known what is known of a shard; null of one that is closed and cold
   * @param onSeen told what lies in the replica, by the name of the shard's file
   * @param renewal for a shard of which the replicator says that it can't go on with its epoch
   */
  Drill(
      ReplicaStore store,
      LiveContent live,
      TrialRestore trial,
      Function<ShardId, @Nullable ShardBackup> known,
      BiConsumer<String, ReplicaExtent> onSeen,
      Drills.Renewal renewal,
      Clock clock) {
    this.store = store;
    this.points = new Points(store);
    this.live = live;
    this.trial = trial;
    this.known = known;
    this.onSeen = onSeen;
    this.renewal = renewal;
    this.clock = clock;
  }

  /**
   * A result, and the phase that it is of.
   *
   * @param hot null if the shard was cold
   */
  record Outcome(Drilled result, Phase.@Nullable Hot hot) {}

  /** Requests made of the store. */
  long requests() {
    return store.requests();
  }

  /**
   * Tries a shard.
   *
   * @throws Untried if there is no result
   */
  Outcome of(Shards registry, ShardId id, String name) throws Untried, InterruptedException {
    try {
      onSeen.accept(
          name, ReplicaExtent.of(name, store.list(ReplicaPlace.directory(name)), clock.millis()));
      ShardBackup backup = known.apply(id);
      if (backup != null && backup.phase() instanceof Phase.Hot hot) {
        return new Outcome(ofHot(registry, backup, hot), hot);
      }
      if (!isCold(id)) {
        throw new Untried("The shard is between two epochs.");
      }
      return new Outcome(ofCold(registry, id, name), null);
    } catch (IOException e) {
      throw new Untried(String.valueOf(e.getMessage()), e);
    }
  }

  private Drilled ofHot(Shards registry, ShardBackup backup, Phase.Hot hot)
      throws IOException, Untried, InterruptedException {
    LiveContent.Copied copied = copied(registry, backup, hot);
    long revision = copied.content().revision();
    try {
      Point point = points.at(copied.place(), copied.transaction());
      return compared(copied.content(), trial.of(backup.id(), point));
    } catch (NoSuchPointException e) {
      return failed(revision, String.valueOf(e.getMessage()));
    } catch (Disproved e) {
      return failed(revision, e.reason());
    }
  }

  private LiveContent.Copied copied(Shards registry, ShardBackup backup, Phase.Hot hot)
      throws Untried {
    try {
      return live.ofHot(registry, backup, hot);
    } catch (ReplicatorException e) {
      if (e.kind() == Kind.LOST) {
        renewal.renew(backup.id(), hot, e.reason());
      }
      throw new Untried(e.reason(), e);
    }
  }

  private Drilled ofCold(Shards registry, ShardId id, String name)
      throws IOException, Untried, InterruptedException {
    ContentDigest content = null;
    Drilled result;
    try {
      Point point = points.latest(name);
      content = live.ofCold(registry, id, () -> isCold(id));
      result = compared(content, trial.of(id, point));
      if (!result.ok() && !points.latest(name).equals(point)) {
        throw new Untried("The shard was written to meanwhile.");
      }
    } catch (NoSuchPointException e) {
      result = failed(content, String.valueOf(e.getMessage()));
    } catch (Disproved e) {
      result = failed(content, e.reason());
    }
    if (!result.ok() && !isCold(id)) {
      throw new Untried("The shard was written to meanwhile.");
    }
    return result;
  }

  private boolean isCold(ShardId id) {
    ShardBackup backup = known.apply(id);
    return backup == null || backup.phase() instanceof Phase.Cold;
  }

  private Drilled compared(ContentDigest live, TrialRestore.Restored restored) {
    long revision = live.revision();
    if (restored.content().revision() != revision) {
      return failed(
          revision,
          "What was restored is at revision %d, the shard was at %d."
              .formatted(restored.content().revision(), revision));
    }
    List<Namespace> different = restored.content().differences(live);
    if (!different.isEmpty()) {
      return failed(
          revision,
          different.stream()
              .limit(MOST_NAMED)
              .map(Namespace::value)
              .collect(
                  Collectors.joining(
                      ", ",
                      "What was restored differs in these namespaces: ",
                      different.size() > MOST_NAMED ? " and others." : ".")));
    }
    return new Drilled(clock.millis(), true, revision, restored.took(), "");
  }

  private Drilled failed(@Nullable ContentDigest live, String why) {
    return failed(live == null ? 0 : live.revision(), why);
  }

  private Drilled failed(long revision, String why) {
    return new Drilled(clock.millis(), false, revision, Duration.ZERO, why);
  }
}
