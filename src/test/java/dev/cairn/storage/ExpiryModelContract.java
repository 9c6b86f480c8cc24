package dev.cairn.storage;

import static dev.cairn.storage.Units.all;
import static dev.cairn.storage.Units.delete;
import static dev.cairn.storage.Units.json;
import static dev.cairn.storage.Units.merge;
import static dev.cairn.storage.Units.metadata;
import static dev.cairn.storage.Units.replace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Entry;
import dev.cairn.ErrorCode;
import dev.cairn.Key;
import dev.cairn.Namespace;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random puts, expiries, sweeps and steps of the clock against a map that says what they mean. */
abstract class ExpiryModelContract extends ShardContract {

  private static final int TURNS = 1500;
  private static final int KEYS = 12;
  private static final int MOST_LIFE = 20;

  private final long seed = Long.getLong("cairn.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Map<String, Row> rows = new TreeMap<>();
  private long nextRevision = 1;

  /** What an entry must be. */
  private record Row(
      long version, long created, long expires, String value, @Nullable String metadata) {

    boolean isThere(long now) {
      return expires == Entry.NEVER || expires > now;
    }
  }

  ExpiryModelContract(Function<Path, DriverUnderTest> start) {
    super(start);
  }

  @Test
  void randomUnitsAndStepsOfTheClockLeaveWhatTheModelSays() {
    try {
      for (int turn = 0; turn < TURNS; turn++) {
        underTest.time().set(now);
        writeSomething();
        compare();
        now += random.nextInt(4);
        underTest.time().set(now);
        compare();
        if (turn % 300 == 0) {
          restart();
        }
      }
      now += MOST_LIFE + 1;
      underTest.time().set(now);
      sweepAll();
      assertThat(read(ShardReader::totals).entries())
          .isEqualTo(rows.values().stream().filter(row -> row.isThere(now)).count());
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("With -Dcairn.seed=" + seed + ": " + e, e);
    }
  }

  private void writeSomething() {
    String key = "k" + random.nextInt(KEYS);
    Row old = rows.get(key);
    Row found = old != null && old.isThere(now) ? old : null;
    switch (random.nextInt(10)) {
      case 0 -> remove(key, found);
      case 1 -> change(key, found, merge(key, "{\"p\":1}"), true);
      case 2 -> change(key, found, metadata(key, replace("{\"m\":2}")), false);
      case 3 -> sweep(1 + random.nextInt(3));
      default -> put(key, found);
    }
  }

  private void put(String key, @Nullable Row found) {
    long life = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(MOST_LIFE);
    boolean keep = random.nextBoolean();
    boolean absent = random.nextInt(4) == 0;
    String value = "{\"n\":" + random.nextInt(1000) + "}";
    Operation put =
        new Operation.Put(
            Namespace.DEFAULT,
            Key.of(key),
            json(value),
            keep ? MetadataChange.KEEP : replace("{\"m\":1}"),
            absent ? Precondition.ABSENT : Precondition.NONE,
            life == 0
                ? Expiry.NEVER
                : random.nextBoolean() ? new Expiry.After(life) : new Expiry.At(now + life));
    if (absent && found != null) {
      assertThat(refusal(put).code()).isEqualTo(ErrorCode.PRECONDITION_FAILED);
      return;
    }
    OperationResult.Written written = (OperationResult.Written) write(put);
    assertThat(written.created()).as(key).isEqualTo(found == null);
    String kept = found == null ? null : found.metadata();
    rows.put(
        key,
        new Row(
            nextRevision++,
            found == null ? now : found.created(),
            life == 0 ? Entry.NEVER : now + life,
            value,
            keep ? kept : "{\"m\":1}"));
  }

  private void remove(String key, @Nullable Row found) {
    assertThat(write(delete(key))).isEqualTo(new OperationResult.Removed(found != null));
    if (found != null) {
      rows.remove(key);
      nextRevision++;
    }
  }

  private void change(String key, @Nullable Row found, Operation change, boolean ofValue) {
    if (found == null) {
      assertThat(refusal(change).code()).isEqualTo(ErrorCode.ENTRY_NOT_FOUND);
      return;
    }
    OperationResult.Written written = (OperationResult.Written) write(change);
    String text = Objects.requireNonNull(written.text()).toString();
    rows.put(
        key,
        new Row(
            nextRevision++,
            found.created(),
            found.expires(),
            ofValue ? text : found.value(),
            ofValue ? found.metadata() : text));
  }

  private void sweepAll() {
    boolean more = true;
    while (more) {
      more = sweep(5);
    }
  }

  private boolean sweep(int most) {
    long expired = rows.values().stream().filter(row -> !row.isThere(now)).count();
    long before = read(ShardReader::totals).entries();

    UnitResult result = write(new WriteUnit.Sweep(most));

    long gone = before - read(ShardReader::totals).entries();
    assertThat(gone).isLessThanOrEqualTo(Math.min(most, expired));
    assertThat(result.changed()).isEqualTo(gone > 0);
    nextRevision += gone > 0 ? 1 : 0;
    return gone > 0;
  }

  private void compare() {
    Map<String, Row> there = new TreeMap<>(rows);
    there.values().removeIf(row -> !row.isThere(now));
    assertThat(keys(all())).isEqualTo(there.keySet().stream().toList());
    assertThat(this.<Long>read(reader -> reader.count(Namespace.DEFAULT, null)))
        .isEqualTo(there.size());
    long next =
        there.values().stream()
            .mapToLong(Row::expires)
            .filter(e -> e > 0)
            .min()
            .orElse(Long.MAX_VALUE);
    assertThat(store.nextExpiry()).isLessThanOrEqualTo(next);
    String key = "k" + random.nextInt(KEYS);
    Row row = there.get(key);
    Entry entry = find(Namespace.DEFAULT, key);
    if (row == null) {
      assertThat(entry).as(key).isNull();
      return;
    }
    compare(key, row, entry);
  }

  private static void compare(String key, Row row, @Nullable Entry found) {
    assertThat(found).as(key).isNotNull();
    Entry entry = Objects.requireNonNull(found);
    assertThat(entry.version()).as(key).isEqualTo(row.version());
    assertThat(entry.created()).as(key).isEqualTo(row.created());
    assertThat(entry.expires()).as(key).isEqualTo(row.expires());
    assertThat(entry.value()).as(key).isEqualTo(json(row.value()));
    assertThat(entry.metadata())
        .as(key)
        .isEqualTo(row.metadata() == null ? null : json(row.metadata()));
  }
}
