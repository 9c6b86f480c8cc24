package dev.cairn.storage;

import dev.cairn.Durability;
import dev.cairn.Quotas;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An open shard that fails as a plan says. As thread-safe as the one it stands before. */
final class FaultyStore implements ShardStore {

  private final ShardStore store;
  private final FaultPlan plan;
  private final Consumer<String> breaches;
  private final AtomicInteger readers;
  private final Runnable onClose;
  private final AtomicInteger readersHere = new AtomicInteger();
  private final AtomicBoolean unitOpen = new AtomicBoolean();
  private volatile boolean closed;

  FaultyStore(
      ShardStore store,
      FaultPlan plan,
      Consumer<String> breaches,
      AtomicInteger readers,
      Runnable onClose) {
    this.store = store;
    this.plan = plan;
    this.breaches = breaches;
    this.readers = readers;
    this.onClose = onClose;
  }

  /** The one that a store stands before, or itself if it stands before none. */
  static ShardStore inner(ShardStore store) {
    return store instanceof FaultyStore faulty ? faulty.store : store;
  }

  private void requireOpen(String call) {
    if (closed) {
      breaches.accept(call + " after the close of the store");
    }
  }

  @Override
  public long revision() {
    return store.revision();
  }

  @Override
  public long nextExpiry() {
    return store.nextExpiry();
  }

  @Override
  public List<Operation.OnIndex> unfinishedIndexes() {
    return store.unfinishedIndexes();
  }

  @Override
  public long created() {
    return store.created();
  }

  @Override
  public void setDurability(Durability durability) {
    requireOpen("setDurability");
    plan.at(FaultPlan.Call.SET_DURABILITY);
    store.setDurability(durability);
  }

  @Override
  public void setQuotas(Quotas quotas) {
    requireOpen("setQuotas");
    plan.at(FaultPlan.Call.SET_QUOTAS);
    store.setQuotas(quotas);
  }

  @Override
  public @Nullable ReplicatedFile file() {
    return store.file();
  }

  @Override
  public @Nullable ShardReader tryReader() {
    requireOpen("tryReader");
    plan.at(FaultPlan.Call.TRY_READER);
    ShardReader reader = store.tryReader();
    return reader == null ? null : lent(reader);
  }

  @Override
  public ShardReader reader() {
    requireOpen("reader");
    plan.at(FaultPlan.Call.READER);
    return lent(store.reader());
  }

  private ShardReader lent(ShardReader reader) {
    readers.incrementAndGet();
    readersHere.incrementAndGet();
    return new FaultyReader(
        reader,
        plan,
        () -> {
          readers.decrementAndGet();
          readersHere.decrementAndGet();
        });
  }

  @Override
  public UnitOfWork begin() {
    requireOpen("begin");
    if (!unitOpen.compareAndSet(false, true)) {
      breaches.accept("begin while a unit of work is open");
    }
    boolean begun = false;
    try {
      plan.at(FaultPlan.Call.BEGIN);
      UnitOfWork unit = new FaultyUnit(store.begin(), plan, breaches, () -> unitOpen.set(false));
      begun = true;
      return unit;
    } finally {
      if (!begun) {
        unitOpen.set(false);
      }
    }
  }

  @Override
  public boolean commitWaitsForDisk() {
    return store.commitWaitsForDisk();
  }

  @Override
  public boolean maintenanceIsDue() {
    requireOpen("maintenanceIsDue");
    return plan.foresees(FaultPlan.Call.MAINTAIN) || store.maintenanceIsDue();
  }

  @Override
  public boolean wantsVisits() {
    return store.wantsVisits();
  }

  @Override
  public void maintain() {
    requireOpen("maintain");
    if (unitOpen.get()) {
      breaches.accept("maintain while a unit of work is open");
    }
    plan.at(FaultPlan.Call.MAINTAIN);
    store.maintain();
  }

  @Override
  public StoreSizes sizes() {
    requireOpen("sizes");
    plan.at(FaultPlan.Call.SIZES);
    return store.sizes();
  }

  @Override
  public void close() {
    if (readersHere.get() > 0) {
      breaches.accept("close while a reader is lent");
    }
    if (unitOpen.get()) {
      breaches.accept("close while a unit of work is open");
    }
    closed = true;
    onClose.run();
    store.close();
    plan.at(FaultPlan.Call.CLOSE_STORE);
  }
}
