package dev.cairn.storage;

import static dev.cairn.storage.Units.batch;
import static dev.cairn.storage.Units.delete;
import static dev.cairn.storage.Units.json;
import static dev.cairn.storage.Units.put;
import static dev.cairn.storage.Units.replace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.CairnException;
import dev.cairn.Entry;
import dev.cairn.ErrorCode;
import dev.cairn.Namespace;
import dev.cairn.query.Filters;
import dev.cairn.query.Position;
import dev.cairn.query.Query;
import dev.cairn.query.QueryPage;
import dev.cairn.query.Sort;
import dev.cairn.query.Sorts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Queries and filtered counts. The query room proves its two back ends equal; here stands that each
 * driver gives them its entries, all of them and no others.
 */
abstract class QueriesContract extends ShardContract {

  QueriesContract(Function<Path, DriverUnderTest> start) {
    super(start);
  }

  @BeforeEach
  void putPeople() {
    write(
        batch(
            put("ann", "{\"age\":30,\"city\":\"Bonn\",\"tags\":[\"x\",\"y\"]}"),
            put("bob", "{\"age\":\"30\",\"city\":\"bonn\",\"tags\":[]}"),
            put("cid", "{\"age\":41.5,\"city\":\"Ulm\",\"left\":null}"),
            put("dee", "[1,2]", replace("{\"owner\":\"me\"}")),
            put("eve", "{\"age\":7,\"city\":\"Ulm\",\"tags\":[\"y\"]}")));
    write(put(OTHER, "fay", "{\"age\":30}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "eq         | 30         | age             | ann",
        "eq         | \"30\"     | age             | bob",
        "ne         | 30         | age             | bob cid eve",
        "gt         | 7          | age             | ann cid",
        "gte        | 7          | age             | ann cid eve",
        "lt         | 41.5       | age             | ann eve",
        "lte        | 41.5       | age             | ann cid eve",
        "contains   | \"on\"     | city            | ann bob",
        "contains   | \"y\"      | tags            | ann eve",
        "startsWith | \"B\"      | city            | ann",
        "endsWith   | \"lm\"     | city            | cid eve",
        "in         | [7,\"30\"] | age             | bob eve",
        "nin        | [7,\"30\"] | age             | ann cid",
        "exists     | true       | left            | cid",
        "exists     | false      | age             | dee",
        "eq         | null       | left            | cid",
        "eq         | 2          | [1]             | dee",
        "eq         | \"x\"      | tags[0]         | ann",
        "gt         | \"cid\"    | $key            | dee eve",
        "eq         | \"me\"     | $metadata.owner | dee",
        "eq         | 1          | $version        | ann bob cid dee eve"
      })
  void everyOperatorFindsWhatTheContractSays(
      String operator, String operand, String field, String expected) {
    String filter =
        "{\"field\":\"%s\",\"operator\":\"%s\",\"value\":%s}".formatted(field, operator, operand);

    assertThat(found(filter)).containsExactly(expected.split(" "));
    assertThat(count(filter)).isEqualTo(expected.split(" ").length);
  }

  @Test
  void groupsCombine() {
    String ulm = "{\"field\":\"city\",\"operator\":\"eq\",\"value\":\"Ulm\"}";
    String young = "{\"field\":\"age\",\"operator\":\"lt\",\"value\":20}";

    assertThat(found("{\"and\":[" + ulm + "," + young + "]}")).containsExactly("eve");
    assertThat(found("{\"or\":[" + ulm + "," + young + "]}")).containsExactly("cid", "eve");
    assertThat(found("{\"not\":" + ulm + "}")).containsExactly("ann", "bob", "dee");
  }

  @Test
  void missingSortFieldsComeLastInBothDirections() {
    assertThat(sorted("[{\"field\":\"age\"}]")).containsExactly("eve", "ann", "cid", "bob", "dee");
    assertThat(sorted("[{\"field\":\"age\",\"order\":\"desc\"}]"))
        .containsExactly("bob", "cid", "ann", "eve", "dee");
  }

  @Test
  void tiesAreBrokenByKey() {
    assertThat(sorted("[{\"field\":\"city\",\"order\":\"desc\"}]"))
        .containsExactly("bob", "cid", "eve", "ann", "dee");
  }

  @Test
  void theOrderOfWorkIsFilterSortOffsetLimit() {
    Query query =
        new Query(
            Filters.read(json("{\"field\":\"age\",\"operator\":\"exists\",\"value\":true}"), ""),
            Sorts.read(json("[{\"field\":\"$key\",\"order\":\"desc\"}]"), ""),
            2,
            1,
            null,
            false,
            false);

    assertThat(names(page(query))).containsExactly("cid", "bob");
  }

  @Test
  void pagesOfASortedQueryAreStableUnderWrites() {
    String sort = "[{\"field\":\"age\"}]";
    QueryPage first = page(query(null, sort, 2, null));
    assertThat(names(first)).containsExactly("eve", "ann");

    write(batch(put("aaa", "{\"age\":1}"), delete("ann"), put("zoe", "{\"age\":35}")));

    assertThat(names(page(query(null, sort, 10, first.next()))))
        .containsExactly("zoe", "cid", "bob", "dee");
  }

  @Test
  void pagesWalkThroughEverythingOnce() {
    String sort = "[{\"field\":\"city\"}]";
    QueryPage page = page(query(null, sort, 1, null));
    List<String> walked = new ArrayList<>(names(page));
    while (page.next() != null) {
      page = page(query(null, sort, 1, page.next()));
      walked.addAll(names(page));
    }

    assertThat(walked).isEqualTo(sorted(sort)).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "[{\"field\":\"city\",\"order\":\"desc\"}]"})
  void aPageEndsBeforeTheEntryThatWouldPassItsBytes(String sort) {
    List<String> whole = sorted(sort);
    for (int bytes : new int[] {1, 50, 70, 100, 150, 1000}) {
      List<String> walked = new ArrayList<>();
      Position after = null;
      do {
        QueryPage page =
            page(new Query(null, Sorts.read(json(sort), ""), 100, bytes, 0, after, true, true));
        assertThat(page.entries()).as("%s bytes", bytes).isNotEmpty();
        long size = page.entries().stream().mapToLong(QueriesContract::size).sum();
        assertThat(size <= bytes || page.entries().size() == 1).as("%s bytes", bytes).isTrue();
        walked.addAll(names(page));
        after = page.next();
      } while (after != null);

      assertThat(walked).as("%s bytes", bytes).isEqualTo(whole);
    }
  }

  @Test
  void whatAnOffsetPassesOverTakesNoBytes() {
    write(put("aaa", "\"" + "x".repeat(1000) + "\""));

    QueryPage page = page(new Query(null, List.of(), 100, 70, 1, null, true, true));

    assertThat(names(page)).containsExactly("ann");
    assertThat(page.next()).isNotNull();
  }

  @Test
  void aSortedQueryBringsThePartsThatWereAskedFor() {
    List<Sort> backwards = Sorts.read(json("[{\"field\":\"$key\",\"order\":\"desc\"}]"), "");

    Entry whole = page(new Query(null, backwards, 2, 0, null, true, true)).entries().get(1);
    Entry value = page(new Query(null, backwards, 2, 0, null, true, false)).entries().get(1);
    Entry metadata = page(new Query(null, backwards, 2, 0, null, false, true)).entries().get(1);

    assertThat(whole).isEqualTo(entry("dee"));
    assertThat(value.value()).isEqualTo(json("[1,2]"));
    assertThat(value.metadata()).isNull();
    assertThat(metadata.value()).isNull();
    assertThat(metadata.metadata()).isEqualTo(json("{\"owner\":\"me\"}"));
  }

  private static long size(Entry entry) {
    long key = entry.key().utf8().length;
    long value = entry.value() == null ? 0 : entry.value().size();
    long metadata = entry.metadata() == null ? 0 : entry.metadata().size();
    return key + value + metadata;
  }

  @Test
  void aPositionOfAnotherSortIsRefused() {
    Position foreign = Position.ofPacked("rubbish".getBytes(StandardCharsets.UTF_8));

    CairnException refused =
        catchThrowableOfType(
            CairnException.class, () -> page(query(null, "[{\"field\":\"age\"}]", 10, foreign)));

    assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_CURSOR);
  }

  @Test
  void aQueryBringsThePartsThatWereAskedFor() {
    Entry bare = page(everything()).entries().get(3);
    Entry whole = page(new Query(null, List.of(), 100, 0, null, true, true)).entries().get(3);

    assertThat(bare.value()).isNull();
    assertThat(bare.metadata()).isNull();
    assertThat(whole.value()).isEqualTo(json("[1,2]"));
    assertThat(whole.metadata()).isEqualTo(json("{\"owner\":\"me\"}"));
  }

  /** Every entry, by key, without its parts. */
  static Query everything() {
    return new Query(null, List.of(), 10_000, 0, null, false, false);
  }

  private static Query query(
      @Nullable String filter, String sort, int limit, @Nullable Position after) {
    return new Query(
        filter == null ? null : Filters.read(json(filter), ""),
        Sorts.read(json(sort), ""),
        limit,
        0,
        after,
        false,
        false);
  }

  private List<String> found(String filter) {
    return names(page(query(filter, "[]", 100, null)));
  }

  private List<String> sorted(String sort) {
    return names(page(query(null, sort, 100, null)));
  }

  private long count(String filter) {
    return this.<Long>read(
        reader -> reader.count(Namespace.DEFAULT, Filters.read(json(filter), "")));
  }

  private QueryPage page(Query query) {
    return read(reader -> reader.query(Namespace.DEFAULT, query));
  }

  private static List<String> names(QueryPage page) {
    return page.entries().stream().map(entry -> entry.key().text()).toList();
  }
}
