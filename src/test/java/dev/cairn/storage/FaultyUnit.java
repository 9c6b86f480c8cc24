package dev.cairn.storage;

import dev.cairn.CairnException;
import dev.cairn.Entry;
import dev.cairn.JsonText;
import dev.cairn.Key;
import dev.cairn.Namespace;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A unit of work that fails as a plan says. Once a step has failed the transaction is gone: any
 * further step is a breach of the contract.
 */
final class FaultyUnit implements UnitOfWork {

  private final UnitOfWork unit;
  private final FaultPlan plan;
  private final Consumer<String> breaches;
  private final Runnable onClose;
  private boolean gone;

  FaultyUnit(UnitOfWork unit, FaultPlan plan, Consumer<String> breaches, Runnable onClose) {
    this.unit = unit;
    this.plan = plan;
    this.breaches = breaches;
    this.onClose = onClose;
  }

  private <T extends @Nullable Object> T step(FaultPlan.Call call, Supplier<T> step) {
    if (gone) {
      breaches.accept(call + " in a transaction that is over");
    }
    boolean done = false;
    try {
      plan.at(call);
      T result = step.get();
      done = true;
      return result;
    } catch (StorageFault e) {
      throw e;
    } catch (CairnException refusal) {
      done = true; // of a unique index: the step did nothing, and the unit goes on
      throw refusal;
    } finally {
      gone = !done;
    }
  }

  private void change(Runnable step) {
    step(
        FaultPlan.Call.CHANGE,
        () -> {
          step.run();
          return true;
        });
  }

  @Override
  public @Nullable Entry get(Namespace namespace, Key key, Parts parts, long now) {
    return step(FaultPlan.Call.LOOK, () -> unit.get(namespace, key, parts, now));
  }

  @Override
  public @Nullable NamespaceInfo namespace(Namespace namespace) {
    return step(FaultPlan.Call.LOOK, () -> unit.namespace(namespace));
  }

  @Override
  public void createNamespace(Namespace namespace, @Nullable JsonText metadata, Stamp stamp) {
    change(() -> unit.createNamespace(namespace, metadata, stamp));
  }

  @Override
  public void setNamespaceMetadata(Namespace namespace, @Nullable JsonText metadata, Stamp stamp) {
    change(() -> unit.setNamespaceMetadata(namespace, metadata, stamp));
  }

  @Override
  public void removeNamespace(Namespace namespace) {
    change(() -> unit.removeNamespace(namespace));
  }

  @Override
  public boolean put(
      Namespace namespace,
      Key key,
      JsonText value,
      MetadataChange metadata,
      long expires,
      Stamp stamp) {
    return step(
        FaultPlan.Call.CHANGE, () -> unit.put(namespace, key, value, metadata, expires, stamp));
  }

  @Override
  public void setMetadata(Namespace namespace, Key key, @Nullable JsonText metadata, Stamp stamp) {
    change(() -> unit.setMetadata(namespace, key, metadata, stamp));
  }

  @Override
  public boolean delete(Namespace namespace, Key key, Stamp stamp) {
    return step(FaultPlan.Call.CHANGE, () -> unit.delete(namespace, key, stamp));
  }

  @Override
  public long clear(Namespace namespace, Stamp stamp) {
    return step(FaultPlan.Call.CHANGE, () -> unit.clear(namespace, stamp));
  }

  @Override
  public List<ExpiredEntry> expire(int most, Stamp stamp) {
    return step(FaultPlan.Call.CHANGE, () -> unit.expire(most, stamp));
  }

  @Override
  public boolean expire(Namespace namespace, Key key, Stamp stamp) {
    return step(FaultPlan.Call.CHANGE, () -> unit.expire(namespace, key, stamp));
  }

  /** Comes with each change, so it is no call of its own. */
  @Override
  public void record(Change.Kind kind, Namespace namespace, @Nullable Key key, Stamp stamp) {
    unit.record(kind, namespace, key, stamp);
  }

  @Override
  public boolean hasRoomForEntry() {
    return unit.hasRoomForEntry();
  }

  @Override
  public AnswerWork answers() {
    AnswerWork answers = unit.answers();
    return new AnswerWork() {
      @Override
      public int answerBytes() {
        return answers.answerBytes();
      }

      @Override
      public @Nullable KeptAnswer find(String name, long now) {
        return step(FaultPlan.Call.LOOK, () -> answers.find(name, now));
      }

      @Override
      public void keep(String name, KeptAnswer answer, long now) {
        change(() -> answers.keep(name, answer, now));
      }
    };
  }

  @Override
  public IndexWork indexes() {
    return step(FaultPlan.Call.LOOK, unit::indexes);
  }

  @Override
  public boolean isEmpty(Namespace namespace, Stamp stamp) {
    return step(FaultPlan.Call.LOOK, () -> unit.isEmpty(namespace, stamp));
  }

  @Override
  public void mark() {
    unit.mark();
  }

  @Override
  public void undoToMark() {
    change(unit::undoToMark);
  }

  @Override
  public void commit(long revision) {
    step(
        FaultPlan.Call.COMMIT,
        () -> {
          unit.commit(revision);
          return true;
        });
    gone = true;
    plan.at(FaultPlan.Call.COMMITTED);
  }

  @Override
  public void close() {
    gone = true;
    unit.close();
    onClose.run();
    plan.at(FaultPlan.Call.CLOSE_UNIT);
  }
}
