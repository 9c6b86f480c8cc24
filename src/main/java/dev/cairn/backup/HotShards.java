package dev.cairn.backup;

import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.shard.ClosingCause;
import dev.cairn.shard.FollowedShard;
import dev.cairn.shard.ShardFollower;
import dev.cairn.shard.ShardListener;
import dev.cairn.storage.ReplicatedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Hears from the registry what happens to shards, and has their backup follow it. Any thread.
 *
 * <p>A shard is woken before its first write. {@link EpochSteps} takes it from phase to phase, on
 * its writer's turn; {@link StepTaker} keeps the books of that, {@link Attendant} does it in the
 * background. {@link SyncRounds} finds out what is in the replica, {@link Coverage} remembers it.
 * {@link BackupRounds} sees, by {@link Need}, what each shard needs next; {@link HotMarkers}
 * carries over a crash what is hot. {@link Drills} restore shards for a trial.
 */
final class HotShards implements ShardListener {

  private final Replicator replicator;
  private final BackupSettings settings;
  private final Clock clock;
  private final Ticker ticker;
  private final Function<ShardId, String> names;
  private final ConcurrentHashMap<ShardId, ShardBackup> backups = new ConcurrentHashMap<>();
  private final Uploads uploads = new Uploads();
  private final HotPlaces places;
  private final @Nullable Keeper keeper;
  private final Drills drills;
  private final StepTaker taker;
  private final Attendant attendant;
  private final SyncRounds syncs;
  private final Replacements replacements;
  private final Leftovers leftovers;
  private final BackupRounds rounds;

  /**
   * @param store null if the replica can't be listed
   * @param names the names of the shards' files
   * @throws IOException if what was hot can't be read
   */
  HotShards(
      Replicator replicator,
      @Nullable ReplicaStore store,
      NodeNotes notes,
      Function<ShardId, String> names,
      BackupSettings settings,
      Keeping keeping,
      @Nullable Proving proving,
      BackupThreads threads,
      Clock clock,
      Ticker ticker)
      throws IOException {
    this.replicator = replicator;
    this.names = names;
    this.settings = settings;
    this.clock = clock;
    this.ticker = ticker;
    this.places = new HotPlaces(() -> Math.min(settings.hotCap(), replicator.capacity()));
    this.keeper = store == null ? null : new Keeper(store, notes.due(), keeping, clock);
    this.drills = drills(store, notes.drills(), proving);
    EpochSteps steps = new EpochSteps(replicator, notes.hot(), uploads, settings, clock, ticker);
    this.taker = new StepTaker(steps, places, ticker);
    notes.hot().forEach(this::found);
    this.attendant =
        new Attendant(taker, store, threads.steps(), this::need, this::deleting, this::stepped);
    this.syncs =
        new SyncRounds(
            replicator,
            uploads,
            settings.callLimit(),
            ticker,
            threads.calls(),
            attendant::attendLater);
    this.replacements = new Replacements(backups, this::waking, taker, attendant);
    this.leftovers = new Leftovers(replicator, settings.callLimit(), threads.calls());
    this.rounds =
        new BackupRounds(
            backups,
            attendant,
            syncs,
            leftovers,
            notes.copied(),
            places,
            this::waking,
            settings.syncInterval(),
            ticker);
  }

  private Drills drills(@Nullable ReplicaStore store, Path notes, @Nullable Proving proving)
      throws IOException {
    return store == null || proving == null
        ? new NoDrills()
        : RestoreDrills.of(
            replicator, store, proving, notes, settings, backups, this::renew, clock, ticker);
  }

  private void renew(ShardId id, Phase.@Nullable Hot phase, String why) {
    rounds.renew(id, phase, why);
  }

  private ShardBackup waking(ShardId id) {
    return new ShardBackup(id, names.apply(id), new Phase.Waking(), ticker.nanos(), this);
  }

  private void found(String name, ShardId id, @Nullable EpochName epoch) {
    Phase phase = epoch != null && places.tryTake() ? new Phase.Hot(epoch, 0) : new Phase.Waking();
    backups.put(id, new ShardBackup(id, name, phase, ticker.nanos(), this));
  }

  ConcurrentHashMap<ShardId, ShardBackup> backups() {
    return backups;
  }

  HotPlaces places() {
    return places;
  }

  Attendant attendant() {
    return attendant;
  }

  Uploads uploads() {
    return uploads;
  }

  SyncRounds syncs() {
    return syncs;
  }

  BackupRounds rounds() {
    return rounds;
  }

  @Nullable Keeper keeper() {
    return keeper;
  }

  Drills drills() {
    return drills;
  }

  long now() {
    return ticker.nanos();
  }

  private Need need(ShardBackup backup) {
    return Need.of(backup, generation(backup), settings, ticker.nanos(), clock.millis());
  }

  /**
   * That of the replicator as far as it copies the shard; of one never opened since the start,
   * none.
   */
  private long generation(ShardBackup backup) {
    Path database = backup.database();
    return database == null ? ShardBackup.NOWHERE : replicator.generation(database);
  }

  @Override
  public ShardFollower opened(FollowedShard shard) {
    ReplicatedFile file = shard.store().file();
    if (file == null) {
      return ShardFollower.NONE;
    }
    ShardBackup backup =
        backups.computeIfAbsent(
            shard.id(),
            id -> new ShardBackup(id, file.name(), new Phase.Cold(), ticker.nanos(), this));
    backup.attach(shard, file.database());
    long left = leftovers.take(file.database());
    if (left != ShardBackup.NOWHERE) {
      backup.registering(left);
      attendant.attendLater(backup, Need.WAKE);
    }
    if (!(backup.phase() instanceof Phase.Cold)) {
      // What was committed last, nobody knows who was not there.
      backup.coverage().committed(shard.store().revision(), ticker.nanos());
    }
    if (backup.phase() instanceof Phase.Hot || backup.mayBeRegistered(generation(backup))) {
      file.leaveLog();
    }
    return backup;
  }

  /** Before the first write of a cold shard; on the writer's turn. Never throws. */
  void prepare(ShardBackup backup) {
    FollowedShard shard = backup.shard();
    ReplicatedFile file = shard == null ? null : shard.store().file();
    if (shard == null || file == null) {
      return;
    }
    if (file.epoch() > 0 || backup.listed() >= 0) {
      taker.take(backup, shard, Need.WAKE);
      stepped(backup);
    }
    if (!(backup.phase() instanceof Phase.Hot)) {
      taker.mark(backup);
      attendant.attendLater(backup);
    }
  }

  /** A step of the shard was taken: the sync that follows proves it. */
  private void stepped(ShardBackup backup) {
    syncs.begin(backup);
    if (keeper != null && backup.phase() instanceof Phase.Hot hot && hot.epoch().number() > 1) {
      keeper.superseded(backup.name());
    }
    drills.look(backup);
    if (backup.phase() instanceof Phase.Waking && places.taken() >= places.cap()) {
      attendant.makeRoom(backups.values(), ticker.nanos());
    }
  }

  /**
   * The store is about to be closed; nothing is on loan, nothing will be written. A shard that
   * stays hot is copied on while it is closed. Never throws.
   */
  void closing(ShardBackup backup, ClosingCause cause) {
    FollowedShard shard = backup.shard();
    if (shard == null) {
      return;
    }
    if (cause == ClosingCause.SHUTDOWN
        && backup.coverage().isBehind()
        && backup.failure().isEmpty()) {
      attendant.attendLast(backup, shard);
    }
    shard.exclusively(
        () -> {
          if ((cause == ClosingCause.EVICTION && canPark(backup))
              || cause == ClosingCause.REPLACEMENT) {
            taker.take(backup, shard, Need.PARK);
          }
          backup.detach();
        });
    drills.look(backup);
    rounds.forgetIfCold(backup);
  }

  /** How many shards may have writes that are not in the replica. */
  long behind() {
    return backups.values().stream()
        .filter(
            backup ->
                switch (backup.phase()) {
                  case Phase.Cold _, Phase.Parking _ -> false;
                  case Phase.Waking _ -> true;
                  case Phase.Hot hot ->
                      hot.generation() != generation(backup) || backup.coverage().isBehind();
                })
        .count();
  }

  /** Whoever waits for the place of a shard does not wait for a replica that is in trouble. */
  private boolean canPark(ShardBackup backup) {
    return backup.phase() instanceof Phase.Hot hot
        && hot.generation() == generation(backup)
        && backup.failure().isEmpty();
  }

  @Override
  public void replacing(ShardId id, boolean readable) {
    replacements.replacing(id, readable);
  }

  @Override
  public void replaced(ShardId id) {
    replacements.replaced(id);
  }

  @Override
  public void deleting(ShardId id) {
    ShardBackup backup = backups.remove(id);
    if (backup != null) {
      Path database = backup.database();
      if (!taker.abandon(backup) && database != null) {
        leftovers.add(database, backup.registeredWith());
      }
      backup.coverage().giveUp();
    }
    if (keeper != null) {
      keeper.deleted(names.apply(id));
    }
    drills.forget(names.apply(id));
  }
}
