package dev.cairn.backup;

import dev.cairn.ShardId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of the drills of a shard.
 *
 * <p>As text it has a line for each part that is there: its name, and after it the values, each
 * behind a space.
 *
 * @param id the shard
 * @param epoch the name of the last epoch that it was seen to enter, empty if it was in none
 * @param due when the next drill is due, in milliseconds since 1970 UTC; 0 if none is
 * @param failures how many drills in a row have failed
 * @param last the last that came to a result
 * @param proven the last that found the backup good
 * @param extent what lies in the replica
 */
record DrillNote(
    ShardId id,
    String epoch,
    long due,
    int failures,
    @Nullable Drilled last,
    @Nullable Drilled proven,
    @Nullable ReplicaExtent extent) {

  private static final String SHARD = "shard";
  private static final String EPOCH = "epoch";
  private static final String DUE = "due";
  private static final String FAILURES = "failures";
  private static final String LAST = "last";
  private static final String PROVEN = "proven";
  private static final String EXTENT = "extent";
  private static final int DRILLED_VALUES = 5;

  /** Of a shard of which nothing is known yet. */
  static DrillNote of(ShardId id) {
    return new DrillNote(id, "", 0, 0, null, null, null);
  }

  DrillNote withDue(long next) {
    return new DrillNote(id, epoch, next, failures, last, proven, extent);
  }

  DrillNote withEpoch(String entered) {
    return new DrillNote(id, entered, due, failures, last, proven, extent);
  }

  DrillNote withExtent(ReplicaExtent seen) {
    return new DrillNote(id, epoch, due, failures, last, proven, seen);
  }

  /** After a drill that came to a result. */
  DrillNote with(Drilled result) {
    return result.ok()
        ? new DrillNote(id, epoch, due, 0, result, result, extent)
        : new DrillNote(id, epoch, due, failures + 1, result, proven, extent);
  }

  /** Whether it has been due for some time, or since now. */
  boolean isDue(long now) {
    return due > 0 && due <= now;
  }

  /** Whether the last drill failed. */
  boolean isFailing() {
    return last != null && !last.ok();
  }

  /** The note as text. */
  String text() {
    StringBuilder text = new StringBuilder();
    line(text, SHARD, id.value());
    line(text, EPOCH, epoch);
    line(text, DUE, "" + due);
    line(text, FAILURES, "" + failures);
    if (last != null) {
      line(text, LAST, text(last));
    }
    if (proven != null) {
      line(text, PROVEN, text(proven));
    }
    if (extent != null) {
      line(text, EXTENT, text(extent));
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String values) {
    text.append(name).append(' ').append(values).append('\n');
  }

  private static String text(Drilled drilled) {
    return "%d %b %d %d %s"
        .formatted(
            drilled.at(),
            drilled.ok(),
            drilled.revision(),
            drilled.took().toNanos(),
            drilled.reason().replaceAll("\\R", " "));
  }

  private static String text(ReplicaExtent extent) {
    return "%d %d %d %d %d %d"
        .formatted(
            extent.bytes(),
            extent.objects(),
            extent.epochs(),
            extent.from(),
            extent.to(),
            extent.seen());
  }

  /**
   * The note that a text tells.
   *
   * @throws IllegalArgumentException if it tells none
   */
  static DrillNote parse(String text) {
    Map<String, String> values = new HashMap<>();
    text.lines()
        .forEach(
            line -> {
              int space = line.indexOf(' ');
              if (space > 0) {
                values.put(line.substring(0, space), line.substring(space + 1));
              }
            });
    String shard = values.get(SHARD);
    if (shard == null) {
      throw new IllegalArgumentException("It names no shard");
    }
    return new DrillNote(
        new ShardId(shard),
        values.getOrDefault(EPOCH, ""),
        Long.parseLong(values.getOrDefault(DUE, "0")),
        Integer.parseInt(values.getOrDefault(FAILURES, "0")),
        drilled(values.get(LAST)),
        drilled(values.get(PROVEN)),
        extent(values.get(EXTENT)));
  }

  private static @Nullable Drilled drilled(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String[] values = text.split(" ", DRILLED_VALUES);
    requireCount(values, DRILLED_VALUES);
    return new Drilled(
        Long.parseLong(values[0]),
        Boolean.parseBoolean(values[1]),
        Long.parseLong(values[2]),
        Duration.ofNanos(Long.parseLong(values[3])),
        values[4]);
  }

  private static @Nullable ReplicaExtent extent(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String[] values = text.split(" ", -1);
    requireCount(values, 6);
    return new ReplicaExtent(
        Long.parseLong(values[0]),
        Long.parseLong(values[1]),
        Integer.parseInt(values[2]),
        Long.parseLong(values[3]),
        Long.parseLong(values[4]),
        Long.parseLong(values[5]));
  }

  private static void requireCount(String[] values, int count) {
    if (values.length != count) {
      throw new IllegalArgumentException("There are " + values.length + " values, not " + count);
    }
  }
}
