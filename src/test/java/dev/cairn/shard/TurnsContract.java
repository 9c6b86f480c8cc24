package dev.cairn.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.Entry;
import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.ShardId;
import dev.cairn.storage.FaultPlan.Call;
import dev.cairn.storage.Parts;
import dev.cairn.storage.StorageFault;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Reads on an event loop, turn by turn. */
abstract class TurnsContract extends RegistryContract {

  /** Nanoseconds of a read that makes its shard slow by itself. */
  private static final long VERY_LONG = (ReadPace.SLOW_AVERAGE_NANOS + 1) * ReadPace.INERTIA;

  TurnsContract(Function<Path, Backing> start) {
    super(start);
  }

  private static @Nullable String read(ReadTurn turn, ShardId id) {
    return turn.tryRead(
        id, (reader, _) -> shown(reader.get(Namespace.DEFAULT, Key.of("k"), Parts.VALUE)));
  }

  /** Both shards have an entry; that of the first was just read, and it took very long. */
  private ReadTurn turnWithASlowReadOfA() {
    write(A, "k", "1");
    write(B, "k", "2");
    ReadTurn turn = registry.readTurn();
    Long taken = turn.tryRead(A, (_, _) -> nanos.addAndGet(VERY_LONG));
    assertThat(taken).isNotNull();
    return turn;
  }

  private static String shown(@Nullable Entry entry) {
    return entry == null ? "none" : String.valueOf(entry.value());
  }

  @Test
  void readsOfATurnSeeEveryWriteThatWasAcknowledgedBeforeThem() {
    ReadTurn turn = registry.readTurn();
    for (int i = 0; i < 20; i++) {
      write(A, "k", "" + i);
      write(B, "k", "\"b" + i + "\"");
      for (int repeat = 0; repeat < 3; repeat++) {
        assertThat(read(turn, A)).isEqualTo("" + i);
        assertThat(read(turn, B)).isEqualTo("\"b" + i + "\"");
      }
    }
    turn.end();
  }

  @Test
  void theRevisionThatAReadIsToldIsNeverNewerThanWhatItSees() {
    write(A, "k", "1");
    ReadTurn turn = registry.readTurn();
    for (long i = 2; i < 20; i++) {
      write(A, "k", "" + i);
      for (int repeat = 0; repeat < 3; repeat++) {
        assertThat(turn.<Long>tryRead(A, (_, revision) -> revision)).isEqualTo(i);
      }
    }
    turn.end();
  }

  @Test
  void aTurnBorrowsOneReaderHoweverManyReadsItHas() {
    write(A, "k", "1");
    ReadTurn turn = registry.readTurn();
    int before = plan.calls(Call.TRY_READER);
    for (int i = 0; i < 100; i++) {
      assertThat(read(turn, A)).isEqualTo("1");
    }
    assertThat(plan.calls(Call.TRY_READER) - before).isEqualTo(1);
    turn.end();
    assertThat(read(turn, A)).isEqualTo("1");
    assertThat(plan.calls(Call.TRY_READER) - before).isEqualTo(2);
    turn.end();
  }

  @Test
  void aFaultEndsTheLoanAndTheTurnGoesOn() {
    write(A, "k", "1");
    write(B, "k", "2");
    ReadTurn turn = registry.readTurn();
    assertThat(read(turn, A)).isEqualTo("1");
    plan.failNth(Call.READ, 1, passing);
    assertThat(catchThrowableOfType(StorageFault.class, () -> read(turn, A))).isSameAs(passing);
    assertThat(read(turn, B)).isEqualTo("2");
    assertThat(read(turn, A)).isEqualTo("1");
    turn.end();
  }

  @Test
  void aShardWhoseReadWasSlowIsReadElsewhereForAWhile() {
    ReadTurn turn = turnWithASlowReadOfA();
    turn.end();

    assertThat(read(turn, A)).as("not on an event loop").isNull();
    assertThat(value(A, "k")).as("but on a thread that may wait").isEqualTo("1");
    assertThat(read(turn, B)).as("its neighbour goes on").isEqualTo("2");
    turn.end();

    nanos.addAndGet(ReadPace.SLOW_FOR_NANOS);
    assertThat(read(turn, A)).isEqualTo("1");
    turn.end();
  }

  @Test
  void aReadThatTakesLongSendsTheRestOfItsTurnElsewhere() {
    ReadTurn turn = turnWithASlowReadOfA();

    assertThat(read(turn, A)).as("not on this event loop").isNull();
    assertThat(read(turn, B)).as("its neighbour goes on").isEqualTo("2");
    turn.end();
  }

  @Test
  void aSlowReadOnAnotherThreadKeepsEventLoopsAwayToo() {
    write(A, "k", "1");
    Long taken = registry.readBriefly(A, (_, _) -> nanos.addAndGet(VERY_LONG));
    assertThat(taken).isNotNull();
    ReadTurn turn = registry.readTurn();
    assertThat(read(turn, A)).isNull();
    turn.end();
  }

  @Test
  void aLongListOnAnotherThreadSaysNothingOfShortReads() {
    write(A, "k", "1");
    Long taken = registry.read(A, (_, _) -> nanos.addAndGet(VERY_LONG));
    assertThat(taken).isNotNull();
    ReadTurn turn = registry.readTurn();
    assertThat(read(turn, A)).isEqualTo("1");
    turn.end();
  }

  @Test
  void oneReadThatWasHeldUpALittleChangesNothingButManyDo() {
    write(A, "k", "1");
    ReadTurn turn = registry.readTurn();
    long heldUp = 2 * ReadPace.SLOW_AVERAGE_NANOS;
    int reads = 0;
    while (turn.tryRead(A, (_, _) -> nanos.addAndGet(heldUp)) != null) {
      turn.end();
      assertThat(++reads).as("reads at twice the average that counts as slow").isLessThan(100);
    }
    assertThat(reads).isGreaterThan(1);
    turn.end();
  }

  @Test
  void aClosedShardIsNotOpenedByATurn() {
    write(A, "k", "1");
    restart();
    ReadTurn turn = registry.readTurn();
    assertThat(read(turn, A)).isNull();
    assertThat(state(A)).isEqualTo("closed");
    turn.end();
  }
}
