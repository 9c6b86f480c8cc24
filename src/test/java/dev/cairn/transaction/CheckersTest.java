package dev.cairn.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What judges histories finds what is wrong with them, and nothing where nothing is. */
class CheckersTest {

  private static Recorded step(
      String name,
      long invoked,
      long answered,
      Map<String, Long> reads,
      Map<String, Long> writes,
      @Nullable Long revision) {
    return new Recorded(name, invoked, answered, reads, writes, revision);
  }

  @Test
  void aSerialHistoryHasNothingWrong() {
    List<Recorded> history =
        List.of(
            step("A", 0, 10, Map.of("x", 0L), Map.of("x", 1L), 1L),
            step("B", 5, 20, Map.of("x", 1L), Map.of("y", 2L), 2L),
            step("C", 8, 9, Map.of("x", 0L, "y", 0L), Map.of(), null),
            step("D", 30, 31, Map.of("x", 1L, "y", 2L), Map.of(), null));
    assertThat(SerialOrder.problem(history)).isNull();
    assertThat(Linearizability.problem(history)).isNull();
  }

  @Test
  void aLostUpdateIsFoundByBoth() {
    List<Recorded> history =
        List.of(
            step("A", 0, 10, Map.of("x", 0L), Map.of("x", 1L), 1L),
            step("B", 0, 10, Map.of("x", 0L), Map.of("x", 2L), 2L));
    assertThat(SerialOrder.problem(history)).contains("no serial order");
    assertThat(Linearizability.problem(history)).contains("key x");
  }

  @Test
  void writeSkewIsFoundThoughEachKeyIsSound() {
    List<Recorded> history =
        List.of(
            step("A", 0, 10, Map.of("x", 0L, "y", 0L), Map.of("x", 1L), 1L),
            step("B", 0, 10, Map.of("x", 0L, "y", 0L), Map.of("y", 2L), 2L));
    assertThat(SerialOrder.problem(history)).contains("no serial order");
    assertThat(Linearizability.problem(history)).isNull();
  }

  @Test
  void readsOfTwoStatesAreFoundThoughEachKeyIsSound() {
    List<Recorded> history =
        List.of(
            step("A", 0, 100, Map.of(), Map.of("x", 1L, "y", 1L), 1L),
            step("B", 0, 100, Map.of("x", 1L, "y", 0L), Map.of(), null));
    assertThat(SerialOrder.problem(history)).contains("no serial order");
    assertThat(Linearizability.problem(history)).isNull();
  }

  @Test
  void aStaleReadIsFoundByBoth() {
    List<Recorded> history =
        List.of(
            step("A", 0, 10, Map.of(), Map.of("x", 1L), 1L),
            step("B", 20, 30, Map.of("x", 0L), Map.of(), null));
    assertThat(SerialOrder.problem(history)).contains("no serial order");
    assertThat(Linearizability.problem(history)).contains("key x");
  }

  @Test
  void whatNobodyKeptIsFoundWhereItIsRead() {
    List<Recorded> history = List.of(step("A", 0, 10, Map.of("x", 7L), Map.of(), null));
    assertThat(SerialOrder.problem(history)).contains("nobody kept");
    assertThat(Linearizability.problem(history)).contains("key x");
  }

  @Test
  void aRevisionThatIsTakenTwiceIsFound() {
    List<Recorded> history =
        List.of(
            step("A", 0, 10, Map.of(), Map.of("x", 1L), 1L),
            step("B", 0, 10, Map.of(), Map.of("y", 2L), 1L));
    assertThat(SerialOrder.problem(history)).contains("taken twice");
  }
}
