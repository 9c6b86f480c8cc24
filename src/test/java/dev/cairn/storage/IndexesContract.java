package dev.cairn.storage;

import static dev.cairn.storage.Units.atomic;
import static dev.cairn.storage.Units.batch;
import static dev.cairn.storage.Units.clear;
import static dev.cairn.storage.Units.delete;
import static dev.cairn.storage.Units.deleteNamespace;
import static dev.cairn.storage.Units.json;
import static dev.cairn.storage.Units.merge;
import static dev.cairn.storage.Units.metadata;
import static dev.cairn.storage.Units.put;
import static dev.cairn.storage.Units.replace;
import static dev.cairn.storage.Units.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Namespace;
import dev.cairn.query.Filter;
import dev.cairn.query.Filters;
import dev.cairn.query.Query;
import dev.cairn.query.Sorts;
import dev.cairn.storage.DeclaredIndex.State;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Declared indexes: they change how quickly a query is answered, and what a unique one forbids. */
abstract class IndexesContract extends ShardContract {

  private static final Namespace HOME = Namespace.DEFAULT;

  IndexesContract(Function<Path, DriverUnderTest> start) {
    super(start);
  }

  private OperationResult.Indexed declare(String name, String field, boolean unique) {
    FieldIndex definition = new FieldIndex(name, field, unique);
    return (OperationResult.Indexed) write(new Operation.DeclareIndex(HOME, definition));
  }

  /** Takes all entries in; how it stands then. */
  private DeclaredIndex filled(String name) {
    OperationResult.Indexed step;
    do {
      step = (OperationResult.Indexed) write(new Operation.FillIndex(HOME, name));
    } while (step.index().state() == State.BUILDING);
    return step.index();
  }

  private void index(String name, String field, boolean unique) {
    assertThat(declare(name, field, unique).made()).isTrue();
    assertThat(filled(name).state()).isEqualTo(State.READY);
  }

  private void sweepAll() {
    while (write(new Operation.SweepIndexes(HOME)) instanceof OperationResult.Removed(boolean some)
        && some) {}
  }

  private List<String> names() {
    return read(reader -> reader.indexes(HOME)).stream()
        .map(info -> info.index().definition().name())
        .toList();
  }

  private List<String> found(String filter, String sort) {
    Filter condition = filter.isEmpty() ? null : Filters.read(json(filter), "");
    Query query = new Query(condition, Sorts.read(json(sort), ""), 100, 0, null, false, false);
    return read(reader -> reader.query(HOME, query)).entries().stream()
        .map(entry -> entry.key().text())
        .toList();
  }

  private static String is(String field, String operator, String value) {
    return "{\"field\":\"%s\",\"operator\":\"%s\",\"value\":%s}".formatted(field, operator, value);
  }

  private void assertViolation(CairnException refused, String index, String key) {
    assertThat(refused.code()).isEqualTo(ErrorCode.UNIQUE_VIOLATION);
    assertThat(refused.members()).containsEntry("index", index).containsEntry("key", key);
  }

  @Test
  void anIndexIsDeclaredListedAndDropped() {
    write(put("a", "{\"city\":\"Ulm\"}"));
    index("by-city", "city", false);
    index("all", "$value", false);
    assertThat(names()).containsExactly("all", "by-city");
    IndexInfo info = read(reader -> reader.indexes(HOME)).getLast();
    assertThat(info.entries()).isEqualTo(1);
    assertThat(info.index().definition()).isEqualTo(new FieldIndex("by-city", "city", false));
    assertThat(write(new Operation.DropIndex(HOME, "by-city")))
        .isEqualTo(new OperationResult.Removed(true));
    assertThat(write(new Operation.DropIndex(HOME, "by-city")))
        .isEqualTo(new OperationResult.Removed(false));
    assertThat(names()).containsExactly("all");
    sweepAll();
    assertThat(found(is("city", "eq", "\"Ulm\""), "[]")).containsExactly("a");
    index("by-city", "city", false);
    assertThat(found(is("city", "eq", "\"Ulm\""), "[]")).containsExactly("a");
  }

  @Test
  void theSameDefinitionChangesNothingAndAnotherOneIsRefused() {
    index("i", "a", false);
    OperationResult.Indexed again = declare("i", "a", false);
    assertThat(again.made()).isFalse();
    assertThat(again.changed()).isFalse();
    CairnException other =
        refusal(new Operation.DeclareIndex(HOME, new FieldIndex("i", "b", false)));
    assertThat(other.code()).isEqualTo(ErrorCode.INDEX_EXISTS);
    CairnException unique =
        refusal(new Operation.DeclareIndex(HOME, new FieldIndex("i", "a", true)));
    assertThat(unique.code()).isEqualTo(ErrorCode.INDEX_EXISTS);
  }

  @Test
  void aNamespaceHasSoManyIndexesAndNoMore() {
    int most = dev.cairn.Limits.DEFAULT.indexes();
    for (int i = 0; i < most; i++) {
      declare("i" + i, "a", false);
    }
    CairnException refused =
        refusal(new Operation.DeclareIndex(HOME, new FieldIndex("more", "a", false)));
    assertThat(refused.code()).isEqualTo(ErrorCode.TOO_MANY_INDEXES);
    write(new Operation.DropIndex(HOME, "i0"));
    declare("more", "a", false);
  }

  @Test
  void whatIsMissingIsTold() {
    assertThat(refusal(new Operation.FillIndex(HOME, "none")).code())
        .isEqualTo(ErrorCode.INDEX_NOT_FOUND);
    assertThat(refusal(new Operation.DropIndex(OTHER, "none")).code())
        .isEqualTo(ErrorCode.NAMESPACE_NOT_FOUND);
    CairnException refused =
        catchThrowableOfType(CairnException.class, () -> read(reader -> reader.indexes(OTHER)));
    assertThat(refused.code()).isEqualTo(ErrorCode.NAMESPACE_NOT_FOUND);
    CairnException key =
        catchThrowableOfType(CairnException.class, () -> new FieldIndex("i", "$key", false));
    assertThat(key.code()).isEqualTo(ErrorCode.INVALID_QUERY);
    CairnException name =
        catchThrowableOfType(CairnException.class, () -> new FieldIndex(".i", "a", false));
    assertThat(name.code()).isEqualTo(ErrorCode.INVALID_INDEX);
  }

  @Test
  void anIndexFollowsEveryKindOfWrite() {
    write(put("a", "{\"n\":1}", replace("{\"t\":\"x\"}")), put("b", "{\"n\":2}"));
    index("n", "n", false);
    index("t", "$metadata.t", false);
    index("u", "$updated", false);
    assertThat(found(is("n", "gte", "1"), "[]")).containsExactly("a", "b");
    write(merge("a", "{\"n\":3}"), put("c", "{\"n\":2.0}"));
    assertThat(found(is("n", "eq", "2"), "[]")).containsExactly("b", "c");
    assertThat(found("", "[{\"field\":\"n\",\"order\":\"desc\"}]")).containsExactly("a", "b", "c");
    write(metadata("b", replace("{\"t\":\"x\"}")));
    assertThat(found(is("$metadata.t", "eq", "\"x\""), "[]")).containsExactly("a", "b");
    write(delete("a"), put(OTHER, "a", "{\"n\":3}"));
    assertThat(found(is("n", "eq", "3"), "[]")).isEmpty();
    write(put("b", "[]"));
    assertThat(found(is("n", "exists", "true"), "[{\"field\":\"n\"}]")).containsExactly("c");
    assertThat(found("", "[{\"field\":\"n\",\"order\":\"desc\"}]")).containsExactly("c", "b");
    write(clear(HOME));
    assertThat(found("", "[{\"field\":\"n\"}]")).isEmpty();
    assertThat(read(reader -> reader.indexes(HOME)).getFirst().entries()).isZero();
  }

  @Test
  void timesCanBeIndexed() {
    write(put("a", "1"));
    index("u", "$updated", false);
    now += 10_000;
    write(put("b", "1"), put("c", "1"));
    String later = "\"" + java.time.Instant.ofEpochMilli(now) + "\"";
    assertThat(found(is("$updated", "gte", later), "[]")).containsExactly("b", "c");
    assertThat(found(is("$updated", "lt", later), "[]")).containsExactly("a");
    assertThat(found(is("$created", "lt", later), "[]")).containsExactly("a");
  }

  @Test
  void aUniqueIndexRefusesASecondEntryWithTheSame() {
    index("mail", "mail", true);
    write(put("a", "{\"mail\":\"x\"}"), put("b", "{\"mail\":1}"), put("n", "{\"mail\":null}"));
    assertViolation(refusal(put("c", "{\"mail\":\"x\"}")), "mail", "a");
    assertViolation(refusal(put("c", "{\"mail\":1.0}")), "mail", "b");
    assertViolation(refusal(merge("n", "{\"mail\":\"x\"}")), "mail", "a");
    assertMissing("c");
    write(put("a", "{\"mail\":\"x\",\"more\":1}"), put("c", "{\"mail\":\"1\"}"));
    write(put("d", "{\"mail\":null}"), put("e", "{\"mail\":[]}"), put("f", "{\"mail\":[]}"));
    write(put("g", "{}"), put("h", "{}"), put(OTHER, "a", "{\"mail\":\"x\"}"));
    write(delete("a"), put("z", "{\"mail\":\"x\"}"));
    assertThat(found(is("mail", "eq", "\"x\""), "[]")).containsExactly("z");
  }

  @Test
  void aUniqueIndexTellsLongStringsApart() {
    index("mail", "mail", true);
    String end = "x".repeat(2000);
    write(put("a", "{\"mail\":\"%s1\"}".formatted(end)));
    write(put("b", "{\"mail\":\"%s2\"}".formatted(end)));
    assertViolation(refusal(put("c", "{\"mail\":\"%s2\"}".formatted(end))), "mail", "b");
    assertViolation(refusal(put("a", "{\"mail\":\"%s2\"}".formatted(end))), "mail", "b");
  }

  @Test
  void aUniqueIndexCanBeOnMetadata() {
    index("owner", "$metadata.owner", true);
    write(put("a", "1", replace("{\"owner\":true}")), put("b", "1"));
    assertViolation(refusal(metadata("b", replace("{\"owner\":true}"))), "owner", "a");
    write(metadata("b", replace("{\"owner\":false}")));
  }

  @Test
  void inABatchOnlyTheMemberIsRefused() {
    index("n", "n", true);
    UnitResult result =
        write(batch(put("a", "{\"n\":1}"), put("b", "{\"n\":1}"), put("c", "{\"n\":2}")));
    assertThat(result.results().get(1)).isInstanceOf(OperationResult.Refused.class);
    assertViolation(((OperationResult.Refused) result.results().get(1)).reason(), "n", "a");
    assertThat(keys(Units.all())).containsExactly("a", "c");
    assertThat(refusal(atomic(put("d", "{\"n\":3}"), put("e", "{\"n\":2}"))).code())
        .isEqualTo(ErrorCode.BATCH_REFUSED);
    CairnException refused =
        refusal(transaction(List.of(), put("d", "{\"n\":3}"), put("e", "{\"n\":2}")));
    assertViolation(refused, "n", "c");
    assertThat(refused.members()).containsEntry("operation", 1);
    assertThat(keys(Units.all())).containsExactly("a", "c");
    write(transaction(List.of(), delete("a"), put("b", "{\"n\":1}")));
    assertThat(found(is("n", "eq", "1"), "[]")).containsExactly("b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"1|1.0", "\"x\"|\"\\u0078\"", "true|true"})
  void aUniqueIndexOverTwinsFailsAndNamesThem(String one, String other) {
    write(put("a", "{\"n\":0}"), put("b", "{\"n\":%s}".formatted(one)), put("c", "{}"));
    write(put("d", "{\"n\":%s}".formatted(other)));
    declare("n", "n", true);
    DeclaredIndex failed = filled("n");
    assertThat(failed.state()).isEqualTo(State.FAILED);
    DeclaredIndex.Twins twins = Objects.requireNonNull(failed.twins(), "the twins");
    assertThat(List.of(twins.one().text(), twins.other().text()))
        .containsExactlyInAnyOrder("b", "d");
    write(put("e", "{\"n\":0}"), delete("d"), delete("e"));
    assertThat(declare("n", "n", true).made()).isTrue();
    assertThat(filled("n").state()).isEqualTo(State.READY);
  }

  @Test
  void aNamespaceTakesItsIndexesWithIt() {
    write(put(OTHER, "a", "{\"n\":1}"));
    write(new Operation.DeclareIndex(OTHER, new FieldIndex("n", "n", true)));
    write(new Operation.FillIndex(OTHER, "n"));
    write(deleteNamespace(OTHER, true));
    write(put(OTHER, "a", "{\"n\":1}"), put(OTHER, "b", "{\"n\":1}"));
    List<IndexInfo> none = read(reader -> reader.indexes(OTHER));
    assertThat(none).isEmpty();
    sweepAll();
    assertThat(found("", "[]")).isEmpty();
  }

  @Test
  void whatIsNotBuiltIsToldOnceTheShardIsOpened() {
    write(put("a", "{\"n\":1}"));
    declare("n", "n", true);
    write(new Operation.DeclareIndex(OTHER, new FieldIndex("n", "n", true)));
    assertThat(store.unfinishedIndexes()).isEmpty();
    restart();
    assertThat(store.unfinishedIndexes())
        .containsExactlyInAnyOrder(
            new Operation.FillIndex(HOME, "n"), new Operation.FillIndex(OTHER, "n"));
    filled("n");
    restart();
    assertThat(store.unfinishedIndexes()).containsExactly(new Operation.FillIndex(OTHER, "n"));
  }

  @Test
  void whatIsWrittenWhileAnIndexIsBuiltIsInIt() {
    for (int i = 0; i < 30; i++) {
      List<Operation> puts = new ArrayList<>();
      for (int j = 0; j < 100; j++) {
        int number = 100 * i + j;
        puts.add(put("k%04d".formatted(number), "{\"n\":%d}".formatted(number % 10)));
      }
      write(new WriteUnit.Batch(puts, true));
    }
    declare("n", "n", false);
    Random random = new Random(7);
    OperationResult.Indexed step;
    do {
      step = (OperationResult.Indexed) write(new Operation.FillIndex(HOME, "n"));
      String key = "k%04d".formatted(random.nextInt(3100));
      write(put(key, "{\"n\":10}"), delete("k%04d".formatted(random.nextInt(3000))));
    } while (step.index().state() == State.BUILDING);
    Map<String, Long> counts = new TreeMap<>();
    for (int n = 0; n <= 10; n++) {
      Filter filter = Filters.read(json(is("n", "eq", "" + n)), "");
      Filter plain = Filters.read(json("{\"not\":{\"not\":" + is("n", "eq", "" + n) + "}}"), "");
      long byIndex = read(reader -> reader.count(HOME, filter));
      assertThat(byIndex).isEqualTo(read(reader -> reader.count(HOME, plain)));
      counts.put("" + n, byIndex);
    }
    assertThat(counts.values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(read(reader -> reader.count(HOME, null)));
  }

  @Test
  void anUndoneDeclarationLeavesNothing() {
    write(put("a", "{\"n\":1}"));
    try (UnitOfWork work = store.begin()) {
      Operation declare = new Operation.DeclareIndex(HOME, new FieldIndex("n", "n", true));
      executor.apply(work, new WriteUnit.Single(declare), store.revision(), now);
    }
    assertThat(names()).isEmpty();
    write(put("b", "{\"n\":1}"));
    assertThat(found(is("n", "eq", "1"), "[]")).containsExactly("a", "b");
  }
}
