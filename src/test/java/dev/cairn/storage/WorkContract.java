package dev.cairn.storage;

import static dev.cairn.storage.Units.json;
import static dev.cairn.storage.Units.put;
import static dev.cairn.storage.Units.putIf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CairnException;
import dev.cairn.Entry;
import dev.cairn.Key;
import dev.cairn.Namespace;
import java.nio.file.Path;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Transactions of primitive steps: what others see of them, and how they end. */
abstract class WorkContract extends ShardContract {

  private static final Key A = Key.of("a");

  WorkContract(Function<Path, DriverUnderTest> start) {
    super(start);
  }

  @Test
  void aUnitSeesItsOwnSteps() {
    try (UnitOfWork work = store.begin()) {
      apply(work, put(OTHER, "a", "1"), 0);

      assertThat(work.get(OTHER, A, Parts.BOTH, now))
          .isEqualTo(new Entry(A, 1, now, now, json("1"), null));
      assertThat(work.namespace(OTHER)).isNotNull();
      assertThat(work.isEmpty(OTHER, new UnitOfWork.Stamp(2, now))).isFalse();
    }
  }

  @Test
  void aUnitClosedWithoutACommitLeavesNothing() {
    write(put("a", "1"));
    try (UnitOfWork work = store.begin()) {
      apply(work, put("a", "2"), 1);
      apply(work, put(OTHER, "b", "2"), 2);
    }

    assertThat(entry("a").value()).isEqualTo(json("1"));
    assertThat(read(ShardReader::totals)).isEqualTo(new ShardReader.Totals(1, 1));
    write(put(OTHER, "b", "3"));
    assertThat(find(OTHER, "b")).isNotNull().extracting(Entry::version).isEqualTo(2L);
  }

  @Test
  void manyUnitsShareOneCommitEachWithARevisionOfItsOwn() {
    try (UnitOfWork work = store.begin()) {
      assertThat(apply(work, put("a", "1"), 0).revision()).isEqualTo(1);
      assertThat(apply(work, put("b", "1"), 1).revision()).isEqualTo(2);
      assertThat(apply(work, Units.delete("x"), 2).revision()).isEqualTo(2);
      assertThat(apply(work, put("c", "1"), 2).revision()).isEqualTo(3);
      work.commit(3);
    }
    expectRevision(3);

    assertThat(entry("a").version()).isEqualTo(1);
    assertThat(entry("c").version()).isEqualTo(3);
  }

  @Test
  void aRefusedUnitSpoilsNoOtherOfItsCommit() {
    WriteUnit refused =
        Units.atomic(put(OTHER, "x", "1"), put("a", "9"), putIf(Precondition.EXISTS, "y", "1"));
    try (UnitOfWork work = store.begin()) {
      apply(work, put("a", "1"), 0);
      assertThatThrownBy(() -> executor.apply(work, refused, 1, now))
          .isInstanceOf(CairnException.class);
      apply(work, put("b", "1"), 1);
      work.commit(2);
    }
    expectRevision(2);

    assertThat(entry("a").value()).isEqualTo(json("1"));
    assertThat(entry("b").version()).isEqualTo(2);
    assertThat(read(ShardReader::totals)).isEqualTo(new ShardReader.Totals(1, 2));
  }

  @Test
  void aMarkCanBeUndoneToMoreThanOnce() {
    UnitOfWork.Stamp stamp = new UnitOfWork.Stamp(1, now);
    try (UnitOfWork work = store.begin()) {
      work.put(Namespace.DEFAULT, A, json("1"), MetadataChange.KEEP, Entry.NEVER, stamp);
      work.mark();
      work.put(Namespace.DEFAULT, A, json("2"), MetadataChange.KEEP, Entry.NEVER, stamp);
      work.undoToMark();
      work.delete(Namespace.DEFAULT, A, stamp);
      work.undoToMark();
      work.commit(1);
    }
    expectRevision(1);

    assertThat(entry("a").value()).isEqualTo(json("1"));
  }

  @Test
  void aNewMarkTakesThePlaceOfTheLast() {
    UnitOfWork.Stamp stamp = new UnitOfWork.Stamp(1, now);
    try (UnitOfWork work = store.begin()) {
      work.mark();
      work.put(Namespace.DEFAULT, A, json("1"), MetadataChange.KEEP, Entry.NEVER, stamp);
      work.mark();
      work.put(Namespace.DEFAULT, A, json("2"), MetadataChange.KEEP, Entry.NEVER, stamp);
      work.undoToMark();
      work.commit(1);
    }
    expectRevision(1);

    assertThat(entry("a").value()).isEqualTo(json("1"));
  }

  @Test
  void aReaderSeesEveryCommitThatReturnedBeforeItsCall() {
    try (ShardReader reader = store.reader()) {
      for (int i = 1; i <= 20; i++) {
        write(put("a", "" + i));

        Entry found = reader.get(Namespace.DEFAULT, A, Parts.VALUE);

        assertThat(found).isNotNull().extracting(Entry::value).isEqualTo(json("" + i));
      }
    }
  }

  @Test
  void aReaderIsFreeAtOnceWhenNoneIsLent() {
    try (ShardReader reader = store.tryReader()) {
      assertThat(reader).isNotNull();
    }
  }

  @Test
  void housekeepingLosesNothing() {
    write(put("a", "1"));

    store.maintain();

    assertThat(entry("a").value()).isEqualTo(json("1"));
    assertThat(store.sizes().bytes()).isPositive();
  }

  private UnitResult apply(UnitOfWork work, Operation operation, long revision) {
    return executor.apply(work, new WriteUnit.Single(operation), revision, now);
  }
}
