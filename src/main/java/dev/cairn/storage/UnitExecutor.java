package dev.cairn.storage;

import dev.cairn.CairnException;
import dev.cairn.Durability;
import dev.cairn.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Says what a write unit means: carries it out through the primitive steps of a {@link UnitOfWork}.
 *
 * <ul>
 *   <li>A <b>single operation</b>, refused, is the refusal of its unit.
 *   <li>A <b>batch</b> runs its operations in order, each seeing what those before it did, its own
 *       precondition included. Not atomic: a refused one stands as {@link OperationResult.Refused}
 *       in its place and the others are done. Atomic: the first refusal ends it as {@link
 *       BatchRefused}.
 *   <li>A <b>transaction</b> first judges its checks and the preconditions of its operations, all
 *       against the state before the unit; so an operation's precondition says nothing of what the
 *       operations before it do. If one fails, {@code otherwise} is done, its preconditions judged
 *       in turn as in a batch; if there is none the unit is refused with {@link
 *       dev.cairn.ErrorCode#CHECK_FAILED} and the members {@code failedChecks} and {@code
 *       failedOperations}, lists of indexes. Any other refusal of an operation refuses the unit
 *       with its code and the members {@code operation}, its index, and {@code list}, which is
 *       {@code operations} or {@code else}.
 *   <li>A <b>get</b> that finds nothing stands as {@link OperationResult.Refused} in its place
 *       wherever it is, and refuses no unit; so does one whose entry would take what the gets of
 *       the unit read over their bytes.
 *   <li>A <b>sweep</b> removes entries that have expired. To every other unit they are missing
 *       already; one that a unique index still holds is removed by the write that it would refuse.
 *   <li>A unit that is to be carried out <b>once</b> has as its only result the answer that was
 *       made of it. What was kept under its name decides before anything else: the same request
 *       gets the answer that was kept, or {@link dev.cairn.ErrorCode#ANSWER_NOT_KEPT} with the
 *       member {@code revision} if that was too large; another is refused with {@link
 *       dev.cairn.ErrorCode#IDEMPOTENCY_KEY_REUSED}.
 *   <li>What is missing is told before a failed precondition, except that a delete of a missing
 *       entry fails a precondition that demands one.
 * </ul>
 *
 * <p>A unit that changes something takes the shard's next revision, and all it writes has it as
 * version. An operation that asks for a write counts as a change even if it writes what was there.
 *
 * <p>Immutable; any thread, one unit of work at a time.
 */
public final class UnitExecutor {

  private final TextRules rules;
  private final boolean createNamespaces;
  private final int readBytes;

  /**
   * Fixes the rules.
   *
   * @param limits what values and metadata must stay within, and the bytes that the gets of one
   *     unit may read together
   * @param createNamespaces whether the first write makes its namespace; otherwise it must exist
   */
  public UnitExecutor(Limits limits, boolean createNamespaces) {
    this.rules = new TextRules(limits);
    this.createNamespaces = createNamespaces;
    this.readBytes = limits.pageBytes();
  }

  /**
   * Carries out a unit. It is not committed: several units share one commit. The mark of {@code
   * work} may be set anew.
   *
   * @param revision the shard's revision before the unit; one that changes something takes the next
   * @param now the time, in milliseconds since 1970 UTC
   * @return what it did
   * @throws CairnException if the unit is refused as a whole; every step of it has been undone
   * @throws StorageFault if the driver failed; the whole transaction must be presumed gone, as
   *     after any exception of another type
   */
  public UnitResult apply(UnitOfWork work, WriteUnit unit, long revision, long now) {
    OperationRunner runner =
        new OperationRunner(
            work, new UnitOfWork.Stamp(revision + 1, now), rules, createNamespaces, readBytes);
    return switch (unit) {
      case WriteUnit.Single(Operation operation) ->
          done(revision, List.of(found(runner.run(operation))));
      case WriteUnit.Batch batch ->
          done(
              revision,
              batch.atomic()
                  ? atomicBatch(runner, batch.operations())
                  : batch(runner, batch.operations()));
      case WriteUnit.Once once -> once(work, once, revision, now);
      case WriteUnit.Sweep(int most) -> done(revision, List.of(runner.sweep(most)));
      case WriteUnit.Transaction transaction ->
          transaction(work, runner, transaction, revision, now);
    };
  }

  /**
   * What the unit would do to a shard that is empty, without one: tells whether it deserves that
   * its shard is made.
   *
   * @throws CairnException if the unit would be refused as a whole
   */
  public UnitResult rehearse(WriteUnit unit) {
    Content empty = Content.of(new NewShard(Durability.NORMAL, 0, 0));
    try (ContentDraft draft = new ContentDraft(empty)) {
      return apply(draft, unit, 0, 0);
    }
  }

  private UnitResult once(UnitOfWork work, WriteUnit.Once once, long revision, long now) {
    AnswerWork answers = work.answers();
    KeptAnswer kept = answers.find(once.key().name(), now);
    if (kept != null) {
      if (!kept.request().equals(once.key().request())) {
        throw Refusals.keyReused();
      }
      byte[] first = kept.answer();
      if (first == null) {
        throw Refusals.answerNotKept(kept.revision());
      }
      return done(revision, List.of(new OperationResult.Answered(first, true)));
    }
    UnitResult result = apply(work, once.unit(), revision, now);
    byte[] answer = once.answering().answer(result, work::namespace);
    if (result.changed()) {
      byte[] fitting = answer.length <= answers.answerBytes() ? answer : null;
      KeptAnswer keeping = new KeptAnswer(once.key().request(), result.revision(), fitting);
      answers.keep(once.key().name(), keeping, now);
    }
    return new UnitResult(
        result.revision(),
        result.changed(),
        true,
        List.of(),
        List.of(),
        List.of(new OperationResult.Answered(answer, false)));
  }

  /** A lone get that finds nothing has nobody else to spare. */
  private static OperationResult found(OperationResult result) {
    if (result instanceof OperationResult.Refused(CairnException reason)) {
      throw reason;
    }
    return result;
  }

  private static List<OperationResult> batch(
      OperationRunner runner, List<? extends Operation> operations) {
    List<OperationResult> results = new ArrayList<>(operations.size());
    for (Operation operation : operations) {
      try {
        results.add(runner.run(operation));
      } catch (StorageFault fault) {
        throw fault;
      } catch (CairnException reason) {
        results.add(new OperationResult.Refused(reason));
      }
    }
    return results;
  }

  private static List<OperationResult> atomicBatch(
      OperationRunner runner, List<? extends Operation> operations) {
    markIfSeveral(runner, operations);
    List<OperationResult> results = new ArrayList<>(operations.size());
    for (Operation operation : operations) {
      try {
        results.add(runner.run(operation));
      } catch (StorageFault fault) {
        throw fault;
      } catch (CairnException reason) {
        undoIfAny(runner, results);
        throw BatchRefused.of(operations.size(), new TreeMap<>(Map.of(results.size(), reason)));
      }
    }
    return results;
  }

  private static UnitResult transaction(
      UnitOfWork work,
      OperationRunner runner,
      WriteUnit.Transaction unit,
      long revision,
      long now) {
    List<Integer> failedChecks = Preconditions.failedChecks(work, unit.checks(), now);
    List<Integer> failedOperations = Preconditions.failedOperations(work, unit.operations(), now);
    if (failedChecks.isEmpty() && failedOperations.isEmpty()) {
      return done(revision, allOrNothing(runner, unit.operations(), "operations", true));
    }
    if (unit.otherwise().isEmpty()) {
      throw Refusals.checksFailed(failedChecks, failedOperations);
    }
    UnitResult done = done(revision, allOrNothing(runner, unit.otherwise(), "else", false));
    return new UnitResult(
        done.revision(), done.changed(), false, failedChecks, failedOperations, done.results());
  }

  /**
   * @param judged whether the operations' preconditions have been judged already
   */
  private static List<OperationResult> allOrNothing(
      OperationRunner runner, List<? extends Operation> operations, String list, boolean judged) {
    markIfSeveral(runner, operations);
    List<OperationResult> results = new ArrayList<>(operations.size());
    for (Operation operation : operations) {
      try {
        results.add(judged ? runner.run(operation, Precondition.NONE) : runner.run(operation));
      } catch (StorageFault fault) {
        throw fault;
      } catch (CairnException reason) {
        undoIfAny(runner, results);
        throw Refusals.ofOperation(list, results.size(), reason);
      }
    }
    return results;
  }

  /** A refused operation leaves nothing of itself, so only what came before it needs a mark. */
  private static void markIfSeveral(OperationRunner runner, List<? extends Operation> operations) {
    if (operations.size() > 1) {
      runner.markUnit();
    }
  }

  private static void undoIfAny(OperationRunner runner, List<OperationResult> results) {
    runner.undoUnit(results.stream().anyMatch(OperationRunner::changed));
  }

  private static UnitResult done(long revision, List<OperationResult> results) {
    boolean changed = results.stream().anyMatch(OperationRunner::changed);
    return new UnitResult(
        changed ? revision + 1 : revision,
        changed,
        true,
        List.of(),
        List.of(),
        List.copyOf(results));
  }
}
