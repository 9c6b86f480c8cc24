package dev.cairn.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Namespace;
import dev.cairn.Outcome;
import dev.cairn.storage.Operation;
import dev.cairn.storage.OperationResult;
import dev.cairn.storage.Precondition;
import dev.cairn.storage.ShardModel;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.Units;
import dev.cairn.storage.WriteUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * What many threads wrote to one shard and were told, put in the order of the revisions and held
 * against a model. A unit that changed something stands at its revision; one that was refused, or
 * changed nothing, must fit some state between what was committed before it was sent and what was
 * by the time it was answered.
 */
final class ModelledWrites {

  private static final int KEYS = 12;
  private static final int NUMBERS = 100;

  /** A unit as the model and as the shard know it. */
  sealed interface Wish {

    WriteUnit unit();

    /** A batch. */
    record Batch(List<ShardModel.Step> steps, boolean atomic) implements Wish {

      @Override
      public WriteUnit unit() {
        return new WriteUnit.Batch(steps.stream().map(ShardModel.Step::operation).toList(), atomic);
      }
    }

    /** Another number for an entry. */
    record Patch(String key, int number) implements Wish {

      @Override
      public WriteUnit unit() {
        return new WriteUnit.Single(Units.merge(key, "{\"n\":" + number + "}"));
      }
    }

    /** No entry at all. */
    record Clear() implements Wish {

      @Override
      public WriteUnit unit() {
        return new WriteUnit.Single(new Operation.Clear(Namespace.DEFAULT));
      }
    }
  }

  /**
   * A unit that was answered.
   *
   * @param from revision that was known to be committed before it was sent
   * @param to revision that was committed when it was answered
   */
  record Answered(Wish wish, Outcome<UnitResult> outcome, long from, long to) {

    /** The revision it took, or 0 if it changed nothing. */
    long revision() {
      return outcome instanceof Outcome.Committed<UnitResult>(UnitResult result) && result.changed()
          ? result.revision()
          : 0;
    }
  }

  private ModelledWrites() {}

  static Wish wish(Random random, long revision) {
    int choice = random.nextInt(100);
    if (choice < 80) {
      List<ShardModel.Step> steps = new ArrayList<>();
      for (int count = choice < 50 ? 1 : 1 + random.nextInt(4); count > 0; count--) {
        Integer number = random.nextInt(3) == 0 ? null : Integer.valueOf(random.nextInt(NUMBERS));
        steps.add(new ShardModel.Step(key(random), number, precondition(random, revision)));
      }
      return new Wish.Batch(steps, random.nextBoolean());
    }
    return choice < 98 ? new Wish.Patch(key(random), random.nextInt(NUMBERS)) : new Wish.Clear();
  }

  private static Precondition precondition(Random random, long revision) {
    return switch (random.nextInt(6)) {
      case 0 -> Precondition.ABSENT;
      case 1 -> Precondition.EXISTS;
      case 2 -> Precondition.version(Math.max(1, revision - random.nextInt(8)));
      default -> Precondition.NONE;
    };
  }

  private static String key(Random random) {
    return "k" + random.nextInt(KEYS);
  }

  /**
   * Holds the answers against the model.
   *
   * @return the model after the last unit
   */
  static ShardModel judge(List<Answered> answers) {
    List<Answered> changes =
        answers.stream()
            .filter(answer -> answer.revision() > 0)
            .sorted(Comparator.comparingLong(Answered::revision))
            .toList();
    List<ShardModel> states = new ArrayList<>();
    ShardModel model = new ShardModel();
    states.add(model.copy());
    for (int i = 0; i < changes.size(); i++) {
      Answered change = changes.get(i);
      assertThat(change.revision()).as("revisions have no gap").isEqualTo(i + 1);
      assertThat(change.revision())
          .as("real time is kept")
          .isBetween(change.from() + 1, change.to());
      assertThat(fits(change, model)).as("%s, revision %d", change, i + 1).isTrue();
      states.add(model.copy());
    }
    for (Answered answer : answers) {
      if (answer.revision() == 0) {
        boolean fitsOne = false;
        for (long at = answer.from(); at <= answer.to() && !fitsOne; at++) {
          fitsOne = fits(answer, states.get((int) at).copy());
        }
        assertThat(fitsOne).as("%s fits a state of its time", answer).isTrue();
      }
    }
    return model;
  }

  /** Whether the unit, carried out on the model, yields what was answered. */
  private static boolean fits(Answered answer, ShardModel model) {
    long before = model.revision();
    boolean asAnswered =
        switch (answer.wish()) {
          case Wish.Batch batch -> fits(batch, answer.outcome(), model);
          case Wish.Patch(String key, int number) -> {
            boolean missing = model.row(key) == null;
            model.patch(key, number);
            yield missing
                ? isRefusal(answer.outcome(), ErrorCode.ENTRY_NOT_FOUND)
                : answer.outcome() instanceof Outcome.Committed;
          }
          case Wish.Clear _ -> {
            model.clear();
            yield answer.outcome() instanceof Outcome.Committed;
          }
        };
    return asAnswered && (answer.revision() > 0) == (model.revision() > before);
  }

  private static boolean fits(Wish.Batch batch, Outcome<UnitResult> outcome, ShardModel model) {
    List<Integer> refused = model.batch(batch.steps(), batch.atomic());
    return switch (outcome) {
      case Outcome.Refused<UnitResult>(CairnException reason) ->
          batch.atomic() && refused.equals(reason.members().get("failedOperations"));
      case Outcome.Committed<UnitResult>(UnitResult result) -> {
        List<Integer> told = new ArrayList<>();
        for (int i = 0; i < result.results().size(); i++) {
          if (result.results().get(i) instanceof OperationResult.Refused) {
            told.add(i);
          }
        }
        yield told.equals(refused);
      }
      case Outcome.Unknown<UnitResult> _ -> false;
    };
  }

  private static boolean isRefusal(Outcome<UnitResult> outcome, ErrorCode code) {
    return outcome instanceof Outcome.Refused<UnitResult>(CairnException reason)
        && reason.code() == code;
  }
}
