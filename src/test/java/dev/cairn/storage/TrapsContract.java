package dev.cairn.storage;

import static dev.cairn.storage.Units.all;
import static dev.cairn.storage.Units.batch;
import static dev.cairn.storage.Units.deleteNamespace;
import static dev.cairn.storage.Units.json;
import static dev.cairn.storage.Units.list;
import static dev.cairn.storage.Units.matching;
import static dev.cairn.storage.Units.metadata;
import static dev.cairn.storage.Units.put;
import static dev.cairn.storage.Units.replace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Entry;
import dev.cairn.ErrorCode;
import dev.cairn.Namespace;
import dev.cairn.query.Filters;
import dev.cairn.query.Query;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Mistakes that stores of this kind are known for, each with the test that it is not made here. */
abstract class TrapsContract extends ShardContract {

  TrapsContract(Function<Path, DriverUnderTest> start) {
    super(start);
  }

  @Test
  void nobodysReadsFallIntoSomeonesOpenTransaction() {
    write(put("a", "\"before\""));
    try (UnitOfWork work = store.begin()) {
      executor.apply(work, batch(put("a", "\"after\""), put(OTHER, "b", "1")), 1, now);

      assertThat(entry("a").value()).isEqualTo(json("\"before\""));
      assertThat(store.revision()).isEqualTo(1);
      assertThat(read(ShardReader::totals)).isEqualTo(new ShardReader.Totals(1, 1));
      work.commit(2);
    }
    expectRevision(2);

    assertThat(entry("a").value()).isEqualTo(json("\"after\""));
  }

  @Test
  void anOffsetNeedsNoSmallLimit() {
    write(batch(put("a", "1"), put("b", "1"), put("c", "1")));

    assertThat(keys(list("", 10_000, 1))).containsExactly("b", "c");
    assertThat(keys(list("", 10, Integer.MAX_VALUE))).isEmpty();
  }

  @Test
  void underscorePercentAndBracketsInPatternsAreNoWildcards() {
    write(batch(put("a_c", "1"), put("abc", "1"), put("a%c", "1"), put("a[b]c", "1")));

    assertThat(keys(matching("a_c"))).containsExactly("a_c");
    assertThat(keys(matching("a%*"))).containsExactly("a%c");
    assertThat(keys(matching("*[b]*"))).containsExactly("a[b]c");
    assertThat(keys(matching("a?c"))).isEmpty();
  }

  @Test
  void patternsAreCaseSensitive() {
    write(batch(put("abc", "1"), put("ABC", "1")));

    assertThat(keys(matching("a*"))).containsExactly("abc");
    assertThat(keys(matching("*BC"))).containsExactly("ABC");
  }

  @Test
  void limitOneMeansOneInListsQueriesAndNamespaces() {
    write(batch(put("a", "1"), put("b", "1"), put(OTHER, "c", "1")));

    assertThat(keys(list("", 1, 0))).containsExactly("a");
    assertThat(query(new Query(null, List.of(), 1, 0, null, false, false))).containsExactly("a");
    assertThat(this.<List<NamespaceInfo>>read(reader -> reader.namespaces("", null, 1))).hasSize(1);
  }

  @Test
  void aQueryHandsOutNoMoreThanItsPage() {
    for (int i = 10; i < 40; i++) {
      write(put("k" + i, "1"));
    }

    assertThat(query(new Query(null, List.of(), 3, 2, null, true, true)))
        .containsExactly("k12", "k13", "k14");
  }

  @Test
  void fieldNamesAndOperandsAreNeverReadAsSql() {
    String name = "x') or 1=1 --";
    write(batch(put("a", "{\"" + name + "\":\"' or ''='\"}"), put("b", "{}")));
    String field = "[\\\"" + name + "\\\"]";

    assertThat(found(field, "eq", "\"' or ''='\"")).containsExactly("a");
    assertThat(found(field, "eq", "\"x' or '1'='1\"")).isEmpty();
    assertThat(found("$key", "startsWith", "\"%\"")).isEmpty();
  }

  @Test
  void plainNumbersAreNotTakenForBinaryJson() {
    Operation[] puts = new Operation[1000];
    for (int i = 0; i < puts.length; i++) {
      puts[i] = put("k" + (3000 + i), Integer.toString(3000 + i));
    }
    write(batch(puts));

    for (int number : new int[] {3000, 3123, 3500, 3999}) {
      assertThat(entry("k" + number).value()).isEqualTo(json(Integer.toString(number)));
      assertThat(found("$value", "eq", Integer.toString(number))).containsExactly("k" + number);
    }
    String all = "{\"field\":\"$value\",\"operator\":\"gte\",\"value\":3000}";
    assertThat(
            this.<Long>read(reader -> reader.count(Namespace.DEFAULT, Filters.read(json(all), ""))))
        .isEqualTo(1000);
  }

  @Test
  void textIsNeverComparedWithNumbers() {
    write(batch(put("a", "{\"x\":\"zebra\"}"), put("b", "{\"x\":7}"), put("c", "{\"x\":\"7\"}")));

    assertThat(found("x", "gte", "5")).containsExactly("b");
    assertThat(found("x", "eq", "\"7\"")).containsExactly("c");
    assertThat(found("x", "gte", "\"5\"")).containsExactly("a", "c");
  }

  @Test
  void overwritingWithoutMetadataKeepsThem() {
    write(put("a", "1", replace("{\"m\":1}")));

    write(put("a", "2"));

    assertThat(entry("a").metadata()).isEqualTo(json("{\"m\":1}"));
  }

  @Test
  void deletingANamespaceOrphansNoEntries() {
    write(put(OTHER, "a", "1"));

    assertThat(refusal(deleteNamespace(OTHER, false)).code())
        .isEqualTo(ErrorCode.NAMESPACE_NOT_EMPTY);
    assertThat(find(OTHER, "a")).isNotNull().extracting(Entry::value).isEqualTo(json("1"));

    write(deleteNamespace(OTHER, true), Units.putNamespace(OTHER));
    assertThat(find(OTHER, "a")).isNull();
    assertThat(read(ShardReader::totals)).isEqualTo(new ShardReader.Totals(2, 0));
  }

  @Test
  void namespacesMadeByAFirstWriteAreListed() {
    write(put(OTHER, "a", "1"));

    assertThat(this.<List<NamespaceInfo>>read(reader -> reader.namespaces("", null, 10)))
        .extracting(NamespaceInfo::name)
        .containsExactly(Namespace.DEFAULT, OTHER);
  }

  @Test
  void metadataOfAMissingKeyAreNotFoundAndMakeNothing() {
    assertThat(refusal(metadata("a", replace("{}"))).code()).isEqualTo(ErrorCode.ENTRY_NOT_FOUND);
    assertThat(keys(all())).isEmpty();
  }

  private List<String> found(String field, String operator, String operand) {
    String filter =
        "{\"field\":\"%s\",\"operator\":\"%s\",\"value\":%s}".formatted(field, operator, operand);
    return query(new Query(Filters.read(json(filter), ""), List.of(), 100, 0, null, false, false));
  }

  private List<String> query(Query query) {
    return read(reader -> reader.query(Namespace.DEFAULT, query)).entries().stream()
        .map(entry -> entry.key().text())
        .toList();
  }
}
