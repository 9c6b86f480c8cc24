package dev.cairn.memory;

import dev.cairn.Durability;
import dev.cairn.Quotas;
import dev.cairn.storage.AnswerLog;
import dev.cairn.storage.ChangeLog;
import dev.cairn.storage.Content;
import dev.cairn.storage.ContentDraft;
import dev.cairn.storage.Operation;
import dev.cairn.storage.ReplicatedFile;
import dev.cairn.storage.ShardReader;
import dev.cairn.storage.ShardStore;
import dev.cairn.storage.StoreSizes;
import dev.cairn.storage.UnitOfWork;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An open shard in memory. Readers are never scarce. Any thread, units one at a time. */
final class MemoryStore implements ShardStore {

  private final KeptContent kept;
  private final long mostBytes;
  private final Clock clock;
  private final List<Operation.OnIndex> unfinishedIndexes;
  private final AtomicBoolean unitOpen = new AtomicBoolean();
  private final AtomicInteger readersLent = new AtomicInteger();

  /** Volatile: closed on one thread, asked for readers on others. */
  private volatile boolean closed;

  /** Set and read on the writer's turn. */
  private Quotas quotas = Quotas.NONE;

  MemoryStore(KeptContent kept, long mostBytes, Clock clock) {
    this.kept = kept;
    this.mostBytes = mostBytes;
    this.clock = clock;
    this.unfinishedIndexes = kept.state().content().unfinishedIndexes(MOST_UNFINISHED);
  }

  KeptContent kept() {
    return kept;
  }

  @Override
  public long revision() {
    return kept.state().revision();
  }

  @Override
  public long nextExpiry() {
    return kept.state().content().nextExpiry();
  }

  @Override
  public List<Operation.OnIndex> unfinishedIndexes() {
    return unfinishedIndexes;
  }

  @Override
  public long created() {
    return kept.created();
  }

  /** Nothing to set: no write survives the process. */
  @Override
  public void setDurability(Durability durability) {}

  @Override
  public void setQuotas(Quotas wanted) {
    quotas = wanted;
  }

  @Override
  public ShardReader tryReader() {
    return reader();
  }

  @Override
  public ShardReader reader() {
    checkOpen();
    readersLent.incrementAndGet();
    return new MemoryReader(kept, clock, readersLent::decrementAndGet);
  }

  @Override
  public UnitOfWork begin() {
    checkOpen();
    if (!unitOpen.compareAndSet(false, true)) {
      throw new IllegalStateException("A unit of work is open already");
    }
    KeptContent.State state = kept.state();
    return new ContentDraft(
        state.content(),
        state.changes(),
        state.answers(),
        quotas.bytes() == 0 ? mostBytes : Math.min(quotas.bytes(), mostBytes),
        quotas.entries() == 0 ? Long.MAX_VALUE : quotas.entries(),
        new Publisher());
  }

  /** Nothing that is ever due waits for a disk. */
  @Override
  public boolean commitWaitsForDisk() {
    return false;
  }

  @Override
  public boolean maintenanceIsDue() {
    return false;
  }

  @Override
  public boolean wantsVisits() {
    return kept.state().answers().isDue(clock.millis());
  }

  @Override
  public void maintain() {
    KeptContent.State state = kept.state();
    AnswerLog answers = state.answers().pruned(clock.millis());
    if (answers != state.answers()) {
      kept.replace(state.content(), state.changes(), answers, state.revision());
    }
  }

  @Override
  public @Nullable ReplicatedFile file() {
    return null;
  }

  @Override
  public StoreSizes sizes() {
    return new StoreSizes(kept.state().content().bytes(), 0);
  }

  @Override
  public void close() {
    closed = true;
  }

  /** Whether no reader is lent and no unit of work is open. */
  boolean isIdle() {
    return readersLent.get() == 0 && !unitOpen.get();
  }

  /** How many answers it keeps, those that are too old counted. */
  int answers() {
    return kept.state().answers().size();
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("The shard is closed");
    }
  }

  /** Makes a committed draft the shard's content. */
  private final class Publisher implements ContentDraft.Keeper {

    @Override
    public void keep(Content content, ChangeLog changes, AnswerLog answers, long revision) {
      kept.replace(content, changes, answers, revision);
      unitOpen.set(false);
    }

    @Override
    public void drop() {
      unitOpen.set(false);
    }
  }
}
