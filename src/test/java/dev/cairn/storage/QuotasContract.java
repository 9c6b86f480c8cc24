package dev.cairn.storage;

import static dev.cairn.storage.Units.all;
import static dev.cairn.storage.Units.atomic;
import static dev.cairn.storage.Units.batch;
import static dev.cairn.storage.Units.clear;
import static dev.cairn.storage.Units.delete;
import static dev.cairn.storage.Units.json;
import static dev.cairn.storage.Units.matching;
import static dev.cairn.storage.Units.merge;
import static dev.cairn.storage.Units.put;
import static dev.cairn.storage.Units.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.ErrorCode;
import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.Quotas;
import dev.cairn.query.Filters;
import dev.cairn.query.Query;
import dev.cairn.query.Sorts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Bounds on what a shard may hold, and on the processor time of its reads. */
abstract class QuotasContract extends ShardContract {

  /** So that nobody can do anything within it. */
  private static final long ONE_NANO = 1;

  QuotasContract(Function<Path, DriverUnderTest> start) {
    super(start);
  }

  private void bound(long bytes, long entries) {
    store.setQuotas(new Quotas(bytes, entries, 0, 0, 0, 0));
  }

  private long entries() {
    return read(reader -> reader.totals().entries());
  }

  @Test
  void oneEntryBeyondItsNumberIsRefusedAndOthersAreWritten() {
    bound(0, 2);
    write(put("a", "1"), put(OTHER, "b", "2"));

    assertThat(refusal(put("c", "3")).code()).isEqualTo(ErrorCode.SHARD_FULL);
    assertThat(refusal(put(new Namespace("third"), "a", "3")).code())
        .isEqualTo(ErrorCode.SHARD_FULL);

    assertMissing("c");
    assertThat(this.<Long>read(reader -> reader.totals().namespaces())).isEqualTo(2);
    write(put("a", "4"), merge("a", "{\"x\":1}"), put(OTHER, "b", "5"));
    write(delete("a"));
    write(put("c", "6"));
    assertThat(entries()).isEqualTo(2);
  }

  @Test
  void eachMemberOfAUnitCountsWhatThoseBeforeItDid() {
    bound(0, 2);

    UnitResult done = write(batch(put("a", "1"), put("b", "2"), put("c", "3"), delete("a")));

    assertThat(done.results().get(2))
        .isInstanceOfSatisfying(
            OperationResult.Refused.class,
            refused -> assertThat(refused.reason().code()).isEqualTo(ErrorCode.SHARD_FULL));
    assertThat(entries()).isEqualTo(1);
    assertThat(refusal(atomic(put("c", "1"), put("d", "2"))).code())
        .isEqualTo(ErrorCode.BATCH_REFUSED);
    assertThat(refusal(transaction(List.of(), put("c", "1"), put("d", "2"))).code())
        .isEqualTo(ErrorCode.SHARD_FULL);
    assertThat(entries()).as("nothing of what was undone is counted").isEqualTo(1);
    write(put("c", "1"));
    assertThat(refusal(put("d", "1")).code()).isEqualTo(ErrorCode.SHARD_FULL);
    write(clear(Namespace.DEFAULT));
    write(atomic(put("c", "1"), put("d", "2")));
    assertThat(refusal(put("e", "1")).code()).isEqualTo(ErrorCode.SHARD_FULL);
  }

  @Test
  void aUnitThatIsNotCommittedCountsForNothing() {
    bound(0, 1);
    try (UnitOfWork work = store.begin()) {
      executor.apply(work, new WriteUnit.Single(put("a", "1")), 0, now);
    }

    write(put("b", "1"));

    assertThat(entries()).isEqualTo(1);
  }

  @Test
  void aBoundBelowWhatIsThereKeepsItAndTakesNoMore() {
    write(put("a", "1"), put("b", "2"), put("c", "3"));

    bound(0, 1);

    write(put("a", "4"));
    assertThat(refusal(put("d", "1")).code()).isEqualTo(ErrorCode.SHARD_FULL);
    write(delete("b"));
    assertThat(refusal(put("d", "1")).code()).isEqualTo(ErrorCode.SHARD_FULL);
    bound(0, 0);
    write(put("d", "1"));
    assertThat(entries()).isEqualTo(3);
  }

  @Test
  void theNumberOfEntriesOutlivesTheStore() {
    write(put("a", "1"), put(OTHER, "b", "2"), put("c", "3"), delete("a"));

    restart();

    assertThat(entries()).isEqualTo(2);
    bound(0, 2);
    assertThat(refusal(put("d", "1")).code()).isEqualTo(ErrorCode.SHARD_FULL);
  }

  @Test
  void bytesAreBoundedAndTheBoundMoves() {
    String large = "\"" + "x".repeat(100_000) + "\"";
    write(put("a", large));
    long before = store.sizes().bytes() + store.sizes().walBytes();
    bound(before + 300_000, 0);

    int taken = fill(large);

    assertThat(taken).as("of entries of 100 kB").isBetween(1, 4);
    assertThat(entries()).isEqualTo(taken + 1);
    bound(before + 900_000, 0);
    assertThat(fill(large)).isBetween(3, 8);
    bound(0, 0);
    write(put("more", large));
  }

  /** Puts entries until the shard is full, and tells how many. */
  private int fill(String value) {
    for (int i = 0; ; i++) {
      try {
        write(put("fill" + store.revision(), value));
      } catch (StorageFault full) {
        assertThat(full.code()).isEqualTo(ErrorCode.SHARD_FULL);
        assertThat(full.damaged()).isFalse();
        return i;
      }
      assertThat(i).as("entries").isLessThan(100);
    }
  }

  @Test
  void readsAreEndedOnceTheirProcessorTimeIsSpent() {
    fillForLongReads();
    Query sorted = query("{\"field\":\"n\",\"operator\":\"gte\",\"value\":0}", "n");
    Query unsorted = query("{\"field\":\"n\",\"operator\":\"lt\",\"value\":0}", null);
    try (ShardReader reader = store.reader()) {
      for (ThrowingCallable read :
          List.<ThrowingCallable>of(
              () -> reader.query(Namespace.DEFAULT, sorted),
              () -> reader.query(Namespace.DEFAULT, unsorted),
              () -> reader.count(Namespace.DEFAULT, unsorted.filter()),
              () -> reader.list(Namespace.DEFAULT, matching("*nothing*"), Parts.BOTH))) {
        reader.allow(ONE_NANO);

        StorageFault fault = catchThrowableOfType(StorageFault.class, read);

        assertThat(fault.code()).isEqualTo(ErrorCode.QUERY_TOO_LONG);
        assertThat(fault.damaged()).isFalse();
        reader.allow(0);
        assertThat(reader.get(Namespace.DEFAULT, Key.of("k0"), Parts.VALUE)).isNotNull();
      }
      reader.allow(TimeUnit.HOURS.toNanos(1));
      assertThat(reader.count(Namespace.DEFAULT, unsorted.filter())).isZero();
    }
  }

  @Test
  void aBudgetEndsWithItsBorrower() {
    fillForLongReads();
    Query all = query("{\"field\":\"n\",\"operator\":\"gte\",\"value\":0}", "n");
    try (ShardReader reader = store.reader()) {
      reader.allow(ONE_NANO);
    }

    List<ShardReader> every = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      every.add(store.reader());
    }
    every.forEach(reader -> assertThat(reader.query(Namespace.DEFAULT, all).entries()).hasSize(10));
    every.forEach(ShardReader::close);
  }

  @Test
  void readsOfOneEntryHaveNoBudget() {
    write(put("a", "1"));
    try (ShardReader reader = store.reader()) {
      reader.allow(ONE_NANO);

      assertThat(reader.get(Namespace.DEFAULT, Key.of("a"), Parts.VALUE)).isNotNull();
      assertThat(keys(all())).containsExactly("a");
      assertThatIllegalArgumentException().isThrownBy(() -> reader.allow(-1));
    }
  }

  private void fillForLongReads() {
    List<Operation> puts = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      puts.add(put("k" + i, "{\"n\":" + i + "}"));
    }
    write(batch(puts.toArray(Operation[]::new)));
  }

  private static Query query(String filter, @Nullable String sort) {
    return new Query(
        Filters.read(json(filter), ""),
        sort == null
            ? List.of()
            : Sorts.read(json("[{\"field\":\"" + sort + "\",\"order\":\"asc\"}]"), ""),
        10,
        0,
        null,
        true,
        true);
  }
}
