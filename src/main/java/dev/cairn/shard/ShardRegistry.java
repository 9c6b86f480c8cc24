package dev.cairn.shard;

import dev.cairn.CairnException;
import dev.cairn.Durability;
import dev.cairn.Outcome;
import dev.cairn.Quotas;
import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.catalogue.Catalogue;
import dev.cairn.catalogue.ShardRecord;
import dev.cairn.storage.ShardImage;
import dev.cairn.storage.ShardReader;
import dev.cairn.storage.Snapshot;
import dev.cairn.storage.SnapshotDraft;
import dev.cairn.storage.StorageDriver;
import dev.cairn.storage.StorageFault;
import dev.cairn.storage.UnitExecutor;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.WriteUnit;
import dev.cairn.write.WriteListener;
import dev.cairn.write.WriteSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The registry of a node: sequences what its helpers do. Any thread.
 *
 * <p>A request borrows the open shard ({@link ShardLender}), which has it opened or made ({@link
 * ShardOpener}) where need be; a full house closes the least recently used ({@link ShardCloser}).
 * {@link ShardWriting} brings units to the writers; {@link ShardReports} tells how shards fare.
 * {@link ShardDeleter} deletes, {@link ShardReplacer} gives a shard another file, {@link
 * ShardCopies} copies one, {@link ShardReconciler} makes crashes good at the start, {@link Sweeper}
 * looks after idle shards. {@link ShardStates} says who may touch a shard's files.
 */
public final class ShardRegistry implements Shards, AutoCloseable {

  /** Milliseconds between two rounds of the sweeper. */
  private static final long SWEEP_MILLIS = 1000;

  private final StorageDriver driver;
  private final ShardCopies copies;
  private final Catalogue catalogue;
  private final ShardSettings settings;
  private final Ticker ticker;
  private final ShardThreads threads;
  private final ShardStates states = new ShardStates();
  private final Heads heads = new Heads();
  private final CommitWatches watches = new CommitWatches(states, heads);
  private final ShardCloser closer;
  private final ShardLender lender;
  private final ShardWriting writing;
  private final LongUnitLoans longUnits;
  private final ShardQuotas quotas;
  private final ShardReports reports;
  private final ShardDeleter deleter;
  private final ShardReplacer replacer;
  private final Sweeper sweeper;

  /**
   * A registry over a driver and a catalogue, which stay their owner's to close afterwards. {@link
   * #start} comes before anything else.
   */
  public ShardRegistry(
      StorageDriver driver,
      Catalogue catalogue,
      UnitExecutor executor,
      WriteSettings writeSettings,
      ShardSettings settings,
      WriteListener writes,
      ShardListener listener,
      Clock clock,
      Ticker ticker) {
    this.driver = driver;
    this.catalogue = catalogue;
    this.settings = settings;
    this.ticker = ticker;
    this.threads = new ShardThreads(settings);
    this.quotas = new ShardQuotas(settings.quotas());
    Histories histories = new Histories(catalogue);
    Places places = new Places(settings.openCap());
    this.closer =
        new ShardCloser(states, places, heads, settings, clock, ticker, threads.closers());
    ShardOutfitter outfitter =
        new ShardOutfitter(
            executor,
            writeSettings,
            writes,
            listener,
            watches,
            histories,
            closer,
            threads.writers(),
            clock,
            ticker);
    ShardOpener opener =
        new ShardOpener(
            driver,
            catalogue,
            histories,
            quotas,
            outfitter,
            states,
            places,
            closer,
            settings,
            clock,
            ticker,
            threads.openers(),
            threads.checkers());
    this.lender = new ShardLender(states, places, opener, settings, ticker);
    this.copies = new ShardCopies(driver, lender, closer);
    this.writing = new ShardWriting(lender, executor, settings);
    this.longUnits = new LongUnitLoans(lender, closer);
    this.reports = new ShardReports(catalogue, states, lender, closer, quotas, settings.openCap());
    ShardTaker taker = new ShardTaker(catalogue, states, opener, closer, settings.drainWait());
    this.deleter =
        new ShardDeleter(driver, catalogue, histories, quotas, taker, states, closer, listener);
    this.replacer =
        new ShardReplacer(driver, catalogue, histories, taker, states, closer, listener);
    this.sweeper = new Sweeper(states, closer, settings, ticker);
  }

  /**
   * Makes good what a crash has left between catalogue and driver, and begins to look after idle
   * shards. Once, before any request.
   *
   * @throws CairnException if catalogue or driver fail
   */
  public void start() {
    new ShardReconciler(driver, catalogue, settings.defaultDurability()).reconcile();
    quotas.load(catalogue);
    var unused =
        threads
            .sweeper()
            .scheduleWithFixedDelay(
                sweeper::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** A round of the sweeper, for tests. */
  void sweep() {
    sweeper.sweep();
  }

  @Override
  public ReadTurn readTurn() {
    return new SharedReads(lender, closer, ticker);
  }

  @Override
  public <T> T read(ShardId id, ShardRead<T> read) {
    return lendAndRead(id, (shard, reader) -> read.read(reader, shard.store().revision()));
  }

  @Override
  public <T> T readBriefly(ShardId id, ShardRead<T> read) {
    return lendAndRead(
        id,
        (shard, reader) -> {
          long begun = ticker.nanos();
          try {
            return read.read(reader, shard.store().revision());
          } finally {
            shard.pace().took(begun, ticker.nanos());
          }
        });
  }

  private <T> T lendAndRead(ShardId id, BiFunction<OpenShard, ShardReader, T> read) {
    OpenShard shard = lender.lendWaiting(id, null);
    try (ShardReader reader = shard.store().reader()) {
      return read.apply(shard, reader);
    } catch (StorageFault e) {
      throw closer.judged(shard, e);
    } finally {
      lender.giveBack(shard);
    }
  }

  @Override
  public CompletableFuture<Outcome<UnitResult>> write(ShardId id, WriteUnit unit) {
    return writing.write(id, unit);
  }

  @Override
  public Outcome<UnitResult> writeAndWait(ShardId id, WriteUnit unit) {
    return writing.writeAndWait(id, unit);
  }

  /** The door for those who keep a shard for longer than a request. */
  public LongUnits longUnits() {
    return longUnits;
  }

  @Override
  public boolean put(ShardId id, SettingsChange change) {
    Durability durability = change.durability();
    Quotas own = change.quotas();
    Making making =
        new Making(
            durability == null ? settings.defaultDurability() : durability,
            own == null ? Quotas.NONE : own);
    OpenShard shard = lender.lendWaiting(id, making);
    try {
      if (!making.made() && !change.equals(SettingsChange.NONE)) {
        shard.writer().exclusively(() -> change(shard, change));
      }
      return making.made();
    } finally {
      lender.giveBack(shard);
    }
  }

  /** On the writer's turn, so that two changes of one shard can't cross. */
  private void change(OpenShard shard, SettingsChange change) {
    ShardRecord record = catalogue.find(shard.id());
    if (record == null) {
      return;
    }
    ShardRecord changed =
        new ShardRecord(
            shard.id(),
            change.durability() == null ? record.durability() : change.durability(),
            record.created(),
            change.quotas() == null ? record.quotas() : change.quotas());
    if (!changed.equals(record)) {
      catalogue.put(changed);
      quotas.set(shard.id(), changed.quotas());
      try {
        if (changed.durability() != record.durability()) {
          shard.store().setDurability(changed.durability());
        }
        shard.store().setQuotas(quotas.of(shard.id()));
      } catch (StorageFault e) {
        // Opened again, it is as the catalogue says.
        closer.closeAfterFault(shard, e);
        throw e;
      }
    }
  }

  @Override
  public Quotas quotas(ShardId id) {
    return quotas.of(id);
  }

  @Override
  public void delete(ShardId id) {
    lender.requireOpenForRequests();
    deleter.delete(id);
    watches.changed(id);
  }

  @Override
  public void copy(ShardId id, Path target) {
    copies.copy(id, target);
  }

  @Override
  public ShardImage image(ShardId id) {
    return copies.image(id);
  }

  @Override
  public Snapshot snapshot(ShardId id, SnapshotDraft draft) {
    return copies.snapshot(id, draft);
  }

  @Override
  public void replace(ShardId id, Replacement replacement) {
    lender.requireOpenForRequests();
    replacer.replace(id, replacement);
    watches.changed(id);
    watches.made(id);
  }

  @Override
  public Commits commits() {
    return watches;
  }

  @Override
  public ShardStatus status(ShardId id) {
    return reports.status(id);
  }

  @Override
  public List<ShardSummary> list(String prefix, @Nullable ShardId after, int limit) {
    return reports.list(prefix, after, limit);
  }

  @Override
  public RegistryFigures figures() {
    return reports.figures();
  }

  @Override
  public void close() {
    states.end();
    new ShardShutdown(states, closer, settings.drainWait(), ticker).run();
    threads.close();
  }
}
