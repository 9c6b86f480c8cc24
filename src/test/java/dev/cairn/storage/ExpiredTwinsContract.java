package dev.cairn.storage;

import static dev.cairn.storage.Units.atomic;
import static dev.cairn.storage.Units.batch;
import static dev.cairn.storage.Units.json;
import static dev.cairn.storage.Units.merge;
import static dev.cairn.storage.Units.metadata;
import static dev.cairn.storage.Units.put;
import static dev.cairn.storage.Units.replace;
import static dev.cairn.storage.Units.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.query.Filter;
import dev.cairn.query.Filters;
import dev.cairn.query.Query;
import dev.cairn.query.Sorts;
import dev.cairn.storage.DeclaredIndex.State;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Entries that have expired and are not swept yet, where there are declared indexes. */
abstract class ExpiredTwinsContract extends ShardContract {

  private static final Namespace HOME = Namespace.DEFAULT;
  private static final long LIFE = 1000;

  ExpiredTwinsContract(Function<Path, DriverUnderTest> start) {
    super(start);
  }

  @BeforeEach
  final void setClock() {
    underTest.time().set(now);
  }

  private void pass(long millis) {
    now += millis;
    underTest.time().set(now);
  }

  private static Operation putFor(long life, String key, String value, MetadataChange metadata) {
    return new Operation.Put(
        HOME, Key.of(key), json(value), metadata, Precondition.NONE, new Expiry.After(life));
  }

  private static Operation putFor(long life, String key, String value) {
    return putFor(life, key, value, MetadataChange.KEEP);
  }

  private State index(String field, boolean unique) {
    String name = field.replace("$", "");
    write(new Operation.DeclareIndex(HOME, new FieldIndex(name, field, unique)));
    OperationResult.Indexed step;
    do {
      step = (OperationResult.Indexed) write(new Operation.FillIndex(HOME, name));
    } while (step.index().state() == State.BUILDING);
    return step.index().state();
  }

  private List<String> found(String filter, String sort) {
    Filter condition = filter.isEmpty() ? null : Filters.read(json(filter), "");
    Query query = new Query(condition, Sorts.read(json(sort), ""), 100, 0, null, true, true);
    return read(reader -> reader.query(HOME, query)).entries().stream()
        .map(entry -> entry.key().text())
        .toList();
  }

  private List<String> feed() {
    ChangeRequest all = new ChangeRequest(null, null, Parts.NEITHER, 10_000, MUCH);
    return read(reader -> reader.changes(all)).changes().stream()
        .map(change -> change.kind() + " " + Objects.requireNonNull(change.key(), "a key").text())
        .toList();
  }

  private long rows() {
    return read(ShardReader::totals).entries();
  }

  private void assertViolation(CairnException refused, String index, String key) {
    assertThat(refused.code()).isEqualTo(ErrorCode.UNIQUE_VIOLATION);
    assertThat(refused.members()).containsEntry("index", index).containsEntry("key", key);
  }

  @Test
  void noQueryByAnIndexFindsWhatHasExpired() {
    index("n", false);
    write(putFor(LIFE, "a", "{\"n\":1}"), put("b", "{\"n\":1}"), put("c", "{}"));
    write(putFor(LIFE, "d", "{}"));
    String one = "{\"field\":\"n\",\"operator\":\"eq\",\"value\":1}";
    String some = "{\"field\":\"n\",\"operator\":\"gte\",\"value\":0}";
    assertThat(found(one, "[]")).containsExactly("a", "b");

    pass(LIFE);

    assertThat(found(one, "[]")).containsExactly("b");
    assertThat(found(some, "[]")).containsExactly("b");
    assertThat(found("", "[{\"field\":\"n\"}]")).containsExactly("b", "c");
    assertThat(found("", "[{\"field\":\"n\",\"order\":\"desc\"}]")).containsExactly("b", "c");
    Filter filter = Filters.read(json(one), "");
    long count = read(reader -> reader.count(HOME, filter));
    assertThat(count).isEqualTo(1);
  }

  @Test
  void whatAnIndexFindsTellsWhenItExpires() {
    index("n", false);
    write(putFor(LIFE, "a", "{\"n\":1}"));
    Query query =
        new Query(null, Sorts.read(json("[{\"field\":\"n\"}]"), ""), 1, 0, null, false, false);
    assertThat(read(reader -> reader.query(HOME, query)).entries().getFirst().expires())
        .isEqualTo(now + LIFE);
  }

  @Test
  void anExpiredTwinRefusesNoWriteAndIsToldToTheFeed() {
    index("n", true);
    write(putFor(LIFE, "a", "{\"n\":1}"), put("b", "{\"n\":2}"));
    assertViolation(refusal(put("c", "{\"n\":1}")), "n", "a");
    pass(LIFE);

    write(put("c", "{\"n\":1}"));

    assertThat(rows()).isEqualTo(2);
    assertThat(feed()).containsExactly("PUT a", "PUT b", "EXPIRE a", "PUT c");
    assertViolation(refusal(put("a", "{\"n\":1}")), "n", "c");
    assertViolation(refusal(merge("b", "{\"n\":1}")), "n", "c");
  }

  @Test
  void norDoesItRefuseAPatchOrMetadata() {
    index("n", true);
    index("$metadata.m", true);
    write(putFor(LIFE, "a", "{\"n\":1}"), putFor(LIFE, "b", "{}", replace("{\"m\":1}")));
    write(put("c", "{\"n\":2}"));
    pass(LIFE);

    write(merge("c", "{\"n\":1}"));
    write(metadata("c", replace("{\"m\":1}")));

    assertThat(rows()).isEqualTo(1);
    assertThat(feed().subList(3, 7)).containsExactly("EXPIRE a", "PUT c", "EXPIRE b", "PUT c");
  }

  @Test
  void anExpiredEntryIsMadeAnewBesideItsIndexes() {
    index("n", true);
    index("m", false);
    write(putFor(LIFE, "a", "{\"n\":1,\"m\":1}"));
    pass(LIFE);

    write(put("a", "{\"n\":1,\"m\":1}"));

    assertThat(found("{\"field\":\"n\",\"operator\":\"eq\",\"value\":1}", "[]"))
        .containsExactly("a");
    assertThat(found("{\"field\":\"m\",\"operator\":\"eq\",\"value\":1}", "[]"))
        .containsExactly("a");
    assertViolation(refusal(put("b", "{\"n\":1}")), "n", "a");
  }

  @Test
  void aWriteThatALivingTwinRefusesLeavesTheExpiredOnes() {
    index("n", true);
    index("m", true);
    write(putFor(LIFE, "a", "{\"n\":1}"), putFor(LIFE, "b", "{\"m\":2}"));
    write(put("x", "{\"n\":2}"), put("y", "{\"m\":1}"));
    pass(LIFE);
    Operation one = put("c", "{\"n\":1,\"m\":1}");
    Operation other = put("c", "{\"n\":2,\"m\":2}");

    assertViolation(refusal(one), "m", "y");
    assertViolation(refusal(other), "n", "x");
    assertThat(refusal(atomic(one)).code()).isEqualTo(ErrorCode.BATCH_REFUSED);
    assertThat(refusal(atomic(one, put("d", "1"))).code()).isEqualTo(ErrorCode.BATCH_REFUSED);
    assertThat(refusal(atomic(other, put("d", "1"))).code()).isEqualTo(ErrorCode.BATCH_REFUSED);
    assertViolation(refusal(transaction(List.of(), put("d", "1"), one)), "m", "y");
    assertViolation(refusal(transaction(List.of(), put("d", "1"), other)), "n", "x");

    assertThat(rows()).isEqualTo(4);
    assertThat(feed()).hasSize(4);
    UnitResult result = write(batch(put("d", "1"), one, other, put("e", "1")));
    assertThat(result.results().get(1)).isInstanceOf(OperationResult.Refused.class);
    assertThat(result.results().get(2)).isInstanceOf(OperationResult.Refused.class);
    assertThat(rows()).isEqualTo(6);
    assertThat(feed().subList(4, 6)).containsExactly("PUT d", "PUT e");
  }

  @Test
  void anAtomicBatchRemovesExpiredTwinsWithItsWrites() {
    index("n", true);
    write(putFor(LIFE, "a", "{\"n\":1}"), putFor(LIFE, "b", "{\"n\":2}"));
    pass(LIFE);

    write(atomic(put("c", "{\"n\":1}"), put("d", "{\"n\":2}")));

    assertThat(feed().subList(2, 6)).containsExactly("EXPIRE a", "PUT c", "EXPIRE b", "PUT d");
    assertThat(rows()).isEqualTo(2);
  }

  @Test
  void aUniqueIndexIsBuiltWithoutWhatHasExpired() {
    List<Operation> puts = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      puts.add(putFor(LIFE, "k%03d".formatted(i), "{\"n\":1}"));
    }
    write(new WriteUnit.Batch(puts, true));
    write(put("k", "{\"n\":1}"));
    pass(LIFE);

    assertThat(index("n", true)).isEqualTo(State.READY);

    assertThat(rows()).isEqualTo(1);
    assertThat(feed()).hasSize(1001);
    assertViolation(refusal(put("l", "{\"n\":1}")), "n", "k");
  }
}
