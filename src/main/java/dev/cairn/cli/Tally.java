package dev.cairn.cli;

import java.util.EnumMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/** Counts what became of the items, and reports failures up to a bound. Any thread. */
final class Tally {

  /** What became of an item. */
  enum Outcome {
    /** An entry was made. */
    CREATED,
    /** An entry was overwritten. */
    REPLACED,
    /** An entry was left as it was. */
    SKIPPED,
    /** The entry was found equal: an unanswered request had made it. */
    CONFIRMED,
    /** The item was refused. */
    FAILED
  }

  private final Consumer<String> report;
  private final long maxReported;
  private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
  private long reported;
  private long unreported;

  /** Numbers of failed items behind the last {@link #failedBelow}, smallest first. */
  private final PriorityQueue<Long> recentlyFailed = new PriorityQueue<>();

  private long failedBelow;

  /**
   * @param report gets a message for each failure
   * @param maxReported most messages; failures beyond are only counted
   */
  Tally(Consumer<String> report, long maxReported) {
    this.report = report;
    this.maxReported = maxReported;
  }

  /** Counts one item that did not fail. */
  synchronized void count(Outcome outcome) {
    counts.merge(outcome, 1L, Long::sum);
  }

  /** Counts a failed item and reports it. */
  synchronized void fail(long number, String name, String why) {
    recentlyFailed.add(number);
    fault(name, why);
  }

  /** Counts and reports a failure that is no item's, such as an input that is cut off. */
  synchronized void fault(String name, String why) {
    count(Outcome.FAILED);
    if (reported < maxReported) {
      reported++;
      report.accept(name + ": " + why);
    } else {
      unreported++;
    }
  }

  /** How many items ended so. */
  synchronized long of(Outcome outcome) {
    return counts.getOrDefault(outcome, 0L);
  }

  /** Items of every outcome, and faults. */
  synchronized long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Failed items with numbers below {@code settled}: those that no later run meets again.
   *
   * @param settled never smaller than at an earlier call
   */
  synchronized long failedBelow(long settled) {
    while (!recentlyFailed.isEmpty() && recentlyFailed.peek() < settled) {
      recentlyFailed.remove();
      failedBelow++;
    }
    return failedBelow;
  }

  /** Failures without a message. */
  synchronized long unreported() {
    return unreported;
  }
}
