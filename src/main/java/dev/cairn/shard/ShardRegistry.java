package dev.cairn.shard;

import dev.cairn.CairnException;
import dev.cairn.Durability;
import dev.cairn.ErrorCode;
import dev.cairn.Outcome;
import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.catalogue.Catalogue;
import dev.cairn.catalogue.ShardRecord;
import dev.cairn.shard.ShardState.Quarantined;
import dev.cairn.storage.ShardReader;
import dev.cairn.storage.ShardStore;
import dev.cairn.storage.StorageDriver;
import dev.cairn.storage.StorageFault;
import dev.cairn.storage.UnitExecutor;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.WriteUnit;
import dev.cairn.write.ShardWriter;
import dev.cairn.write.WriteListener;
import dev.cairn.write.WriteSettings;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The registry of a node: sequences what its helpers do. Any thread.
 *
 * <p>A request borrows the open shard ({@link ShardLender}), which has it opened or made ({@link
 * ShardOpener}) where need be; a full house closes the least recently used ({@link ShardCloser}).
 * {@link ShardDeleter} deletes, {@link ShardReconciler} makes crashes good at the start, {@link
 * Sweeper} looks after idle shards. {@link ShardStates} says who may touch a shard's files.
 */
public final class ShardRegistry implements Shards, AutoCloseable {

  private static final System.Logger LOG = System.getLogger(ShardRegistry.class.getName());

  /** Milliseconds between two rounds of the sweeper. */
  private static final long SWEEP_MILLIS = 1000;

  private final StorageDriver driver;
  private final Catalogue catalogue;
  private final UnitExecutor executor;
  private final WriteSettings writeSettings;
  private final ShardSettings settings;
  private final WriteListener listener;
  private final Clock clock;
  private final Ticker ticker;
  private final ShardThreads threads;
  private final ShardStates states = new ShardStates();
  private final ShardCloser closer;
  private final ShardLender lender;
  private final ShardDeleter deleter;
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
      WriteListener listener,
      Clock clock,
      Ticker ticker) {
    this.driver = driver;
    this.catalogue = catalogue;
    this.executor = executor;
    this.writeSettings = writeSettings;
    this.settings = settings;
    this.listener = listener;
    this.clock = clock;
    this.ticker = ticker;
    this.threads = new ShardThreads(settings);
    Places places = new Places(settings.openCap());
    this.closer = new ShardCloser(states, places, settings, clock, ticker, threads.closers());
    ShardOpener opener =
        new ShardOpener(
            driver,
            catalogue,
            this::outfit,
            states,
            places,
            closer,
            settings,
            clock,
            ticker,
            threads.openers(),
            threads.checkers());
    this.lender = new ShardLender(states, places, opener, settings, ticker);
    this.deleter =
        new ShardDeleter(driver, catalogue, states, opener, closer, settings.drainWait());
    this.sweeper = new Sweeper(states, closer, settings, ticker, threads.closers());
  }

  private OpenShard outfit(ShardId id, ShardStore store) {
    ShardWriter writer =
        new ShardWriter(
            id,
            store,
            executor,
            writeSettings,
            listener,
            fault -> closer.closeAfterFault(id, fault),
            threads.writers(),
            clock,
            ticker);
    return new OpenShard(id, store, writer, ticker.nanos());
  }

  /**
   * Makes good what a crash has left between catalogue and driver, and begins to look after idle
   * shards. Once, before any request.
   *
   * @throws CairnException if catalogue or driver fail
   */
  public void start() {
    new ShardReconciler(driver, catalogue, settings.defaultDurability()).reconcile();
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
  public <T> @Nullable T tryRead(ShardId id, ShardRead<T> read) {
    OpenShard shard = lender.tryLend(id);
    if (shard == null) {
      return null;
    }
    try (ShardReader reader = shard.store().tryReader()) {
      return reader == null ? null : read.read(reader, shard.store().revision());
    } catch (StorageFault e) {
      throw judged(shard, e);
    } finally {
      lender.giveBack(shard);
    }
  }

  @Override
  public <T> T read(ShardId id, ShardRead<T> read) {
    OpenShard shard = lender.lendWaiting(id, null);
    try (ShardReader reader = shard.store().reader()) {
      return read.read(reader, shard.store().revision());
    } catch (StorageFault e) {
      throw judged(shard, e);
    } finally {
      lender.giveBack(shard);
    }
  }

  private StorageFault judged(OpenShard shard, StorageFault fault) {
    if (fault.damaged()) {
      closer.closeAfterFault(shard.id(), fault);
    }
    return fault;
  }

  @Override
  public CompletableFuture<Outcome<UnitResult>> write(ShardId id, WriteUnit unit) {
    OpenShard shard = lender.tryLend(id);
    return shard == null ? openAndWrite(id, unit) : writeTo(shard, unit);
  }

  private CompletableFuture<Outcome<UnitResult>> writeTo(OpenShard shard, WriteUnit unit) {
    // Callers build on the dependent future: the loan has ended when they are told.
    return shard.writer().submit(unit).whenComplete((_, _) -> lender.giveBack(shard));
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the inner future is composed at the end
  private CompletableFuture<Outcome<UnitResult>> openAndWrite(ShardId id, WriteUnit unit) {
    CompletableFuture<CompletableFuture<Outcome<UnitResult>>> written =
        lender
            .lendLater(id, null)
            .handle(
                (shard, failure) -> {
                  if (shard != null) {
                    return writeTo(shard, unit);
                  }
                  CairnException reason = ShardLender.reason(failure);
                  return reason.code() == ErrorCode.SHARD_NOT_FOUND
                      ? makeAndWrite(id, unit)
                      : CompletableFuture.completedFuture(refused(reason));
                });
    return written.thenCompose(Function.identity());
  }

  /** Only a unit that would change something makes its shard. */
  @SuppressWarnings("FutureReturnValueIgnored") // the inner future is composed at the end
  private CompletableFuture<Outcome<UnitResult>> makeAndWrite(ShardId id, WriteUnit unit) {
    Outcome<UnitResult> without = withoutShard(id, unit);
    if (without != null) {
      return CompletableFuture.completedFuture(without);
    }
    CompletableFuture<CompletableFuture<Outcome<UnitResult>>> written =
        lender
            .lendLater(id, new Making(settings.defaultDurability()))
            .handle(
                (shard, failure) ->
                    shard != null
                        ? writeTo(shard, unit)
                        : CompletableFuture.completedFuture(refused(ShardLender.reason(failure))));
    return written.thenCompose(Function.identity());
  }

  /** What a unit yields on a shard that does not exist, or null if the shard is to be made. */
  private @Nullable Outcome<UnitResult> withoutShard(ShardId id, WriteUnit unit) {
    try {
      UnitResult rehearsed = executor.rehearse(unit);
      if (!rehearsed.changed()) {
        return new Outcome.Committed<>(rehearsed);
      }
      return settings.autoCreate() ? null : refused(ShardOpener.missing(id));
    } catch (CairnException e) {
      return refused(settings.autoCreate() ? e : ShardOpener.missing(id));
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "A write to shard " + id + " could not be judged.", e);
      return refused(new CairnException(ErrorCode.INTERNAL, "The write failed.", e));
    }
  }

  private static Outcome<UnitResult> refused(CairnException reason) {
    return new Outcome.Refused<>(reason);
  }

  @Override
  public Outcome<UnitResult> writeAndWait(ShardId id, WriteUnit unit) {
    OpenShard shard = lender.tryLend(id);
    if (shard == null) {
      return openAndWrite(id, unit).join();
    }
    try {
      return shard.writer().execute(unit);
    } finally {
      lender.giveBack(shard);
    }
  }

  @Override
  public boolean put(ShardId id, @Nullable Durability durability) {
    Making making = new Making(durability == null ? settings.defaultDurability() : durability);
    OpenShard shard = lender.lendWaiting(id, making);
    try {
      if (!making.made() && durability != null) {
        shard.writer().exclusively(() -> change(shard, durability));
      }
      return making.made();
    } finally {
      lender.giveBack(shard);
    }
  }

  /** On the writer's turn, so that two changes of one shard can't cross. */
  private void change(OpenShard shard, Durability durability) {
    ShardRecord record = catalogue.find(shard.id());
    if (record != null && record.durability() != durability) {
      catalogue.put(new ShardRecord(shard.id(), durability, record.created()));
      shard.store().setDurability(durability);
    }
  }

  @Override
  public void delete(ShardId id) {
    lender.requireOpenForRequests();
    deleter.delete(id);
  }

  @Override
  public ShardStatus status(ShardId id) {
    ShardRecord record = catalogue.find(id);
    if (record == null) {
      throw ShardOpener.missing(id);
    }
    ShardStatus.Figures figures = null;
    if (!(states.of(id) instanceof Quarantined)) {
      figures = figuresIfReadable(id);
    }
    ShardState state = states.of(id);
    String reason = state instanceof Quarantined quarantined ? quarantined.reason() : null;
    return new ShardStatus(
        id, state.word(), reason, record.durability(), record.created(), figures);
  }

  private ShardStatus.@Nullable Figures figuresIfReadable(ShardId id) {
    OpenShard shard;
    try {
      shard = lender.lendWaiting(id, null);
    } catch (CairnException e) {
      if (e.code() == ErrorCode.SHARD_NOT_FOUND || e.code() == ErrorCode.SHUTTING_DOWN) {
        throw e;
      }
      return null;
    }
    try (ShardReader reader = shard.store().reader()) {
      var totals = reader.totals();
      var sizes = shard.store().sizes();
      return new ShardStatus.Figures(
          shard.store().revision(),
          totals.namespaces(),
          totals.entries(),
          sizes.bytes(),
          sizes.walBytes());
    } catch (StorageFault e) {
      StorageFault fault = judged(shard, e);
      LOG.log(System.Logger.Level.WARNING, "Shard " + id + " can't tell its figures.", fault);
      return null;
    } finally {
      lender.giveBack(shard);
    }
  }

  @Override
  public List<ShardSummary> list(String prefix, @Nullable ShardId after, int limit) {
    return catalogue.list(prefix, after, limit).stream()
        .map(
            record ->
                new ShardSummary(
                    record.id(),
                    states.of(record.id()).word(),
                    record.durability(),
                    record.created()))
        .toList();
  }

  @Override
  public RegistryFigures figures() {
    FiguresCount count = new FiguresCount();
    states.byId().forEach(count::add);
    return new RegistryFigures(
        catalogue.count(),
        count.open,
        settings.openCap(),
        states.opens(),
        states.evictions(),
        count.queued,
        count.walBytes,
        count.quarantined);
  }

  @Override
  public void close() {
    states.end();
    new ShardShutdown(states, closer, settings.drainWait(), ticker).run();
    threads.close();
  }
}
