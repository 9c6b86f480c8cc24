package dev.cairn.cli;

import java.util.function.Consumer;

/** Counts what became of the items, and reports failures up to a bound. Any thread. */
final class Tally {

  /**
   * What became of the items.
   *
   * @param created entries made
   * @param replaced entries overwritten
   * @param skipped entries left as they were
   * @param confirmed entries found equal that an unanswered request had made
   * @param failed items refused
   */
  record Counts(long created, long replaced, long skipped, long confirmed, long failed) {

    static final Counts NONE = new Counts(0, 0, 0, 0, 0);

    Counts plus(Counts other) {
      return new Counts(
          created + other.created,
          replaced + other.replaced,
          skipped + other.skipped,
          confirmed + other.confirmed,
          failed + other.failed);
    }

    long total() {
      return created + replaced + skipped + confirmed + failed;
    }
  }

  private final Consumer<String> report;
  private final long maxReported;
  private Counts counts = Counts.NONE;
  private long reported;
  private long unreported;

  /**
   * @param report gets a message for each failure
   * @param maxReported most messages; failures beyond are only counted
   */
  Tally(Consumer<String> report, long maxReported) {
    this.report = report;
    this.maxReported = maxReported;
  }

  /** Adds to the counts. */
  synchronized void add(Counts more) {
    counts = counts.plus(more);
  }

  /** Counts one failed item and reports it. */
  synchronized void fail(String name, String why) {
    counts = counts.plus(new Counts(0, 0, 0, 0, 1));
    if (reported < maxReported) {
      reported++;
      report.accept(name + ": " + why);
    } else {
      unreported++;
    }
  }

  synchronized Counts counts() {
    return counts;
  }

  /** Failures counted by {@link #fail} without a message. */
  synchronized long unreported() {
    return unreported;
  }
}
