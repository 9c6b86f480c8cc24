package dev.cairn.query;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.CairnException;
import dev.cairn.Entry;
import dev.cairn.ErrorCode;
import dev.cairn.JsonText;
import dev.cairn.Key;
import dev.cairn.ShardId;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Pages over several shards are what one page over all their entries would be. */
class ShardPagesTest {

  private static final int DATA_SETS = 30;
  private static final int QUERIES = 8;

  /** Where an entry is, in one text. */
  private static String place(ShardId shard, Entry entry) {
    return shard.value() + "/" + entry.key().text();
  }

  /** Asks a shard. */
  private interface Asking {
    QueryPage page(List<Entry> entries, Query query) throws SQLException;
  }

  @Test
  void pagesAddUpToTheOrderOfAllOfThem() throws SQLException {
    long seed = Seeds.next();
    RandomData data = new RandomData(seed);
    Random random = new Random(seed);
    for (int i = 0; i < DATA_SETS; i++) {
      Map<ShardId, List<Entry>> shards = shards(data);
      for (int j = 0; j < QUERIES; j++) {
        String sort = data.sort();
        String filter = data.filter(2);
        compare(
            shards,
            data.upTo(3) == 0 ? Filters.read(JsonText.ofChecked(filter), "") : null,
            Sorts.read(JsonText.ofChecked(sort), ""),
            random,
            QueryEvaluator::page,
            "filter %s, sort %s, seed %d".formatted(filter, sort, seed));
      }
    }
  }

  @Test
  void sqliteTakesTheSamePositionsWithAndWithoutIndexes() throws SQLException {
    long seed = Seeds.next();
    RandomData data = new RandomData(seed);
    Random random = new Random(seed);
    try (SqliteEntries sqlite = new SqliteEntries()) {
      for (int i = 0; i < DATA_SETS / 4; i++) {
        Map<ShardId, List<Entry>> shards = shards(data);
        List<String> indexed = data.indexed();
        for (int j = 0; j < 3; j++) {
          String sort = data.sort();
          compare(
              shards,
              null,
              Sorts.read(JsonText.ofChecked(sort), ""),
              random,
              (entries, query) -> {
                sqlite.fill(entries);
                QueryPlan plan = QueryPlan.of(null, query.sort(), sqlite.index(indexed));
                return sqlite.page(query, plan.compile(query));
              },
              "sort %s, indexes %s, seed %d".formatted(sort, indexed, seed));
        }
      }
    }
  }

  private static Map<ShardId, List<Entry>> shards(RandomData data) {
    Map<ShardId, List<Entry>> shards = new TreeMap<>();
    for (int i = data.upTo(4); i >= 0; i--) {
      shards.put(new ShardId("s" + i), data.entries());
    }
    return shards;
  }

  private static void compare(
      Map<ShardId, List<Entry>> shards,
      @Nullable Filter filter,
      List<Sort> sort,
      Random random,
      Asking asking,
      String about)
      throws SQLException {
    List<String> paged = new ArrayList<>();
    ShardPosition after = null;
    do {
      int bytes = 1 + random.nextInt(random.nextBoolean() ? 300 : 20_000);
      Query query =
          new Query(
              filter, sort, 1 + random.nextInt(9), bytes, 0, null, random.nextBoolean(), true);
      ShardPages pages = new ShardPages(query, after);
      List<ShardId> order = new ArrayList<>(shards.keySet());
      Collections.shuffle(order, random);
      for (ShardId shard : order) {
        if (pages.wants(shard)) {
          pages.add(shard, asking.page(requireNonNull(shards.get(shard)), pages.of(shard)));
        }
      }
      List<ShardPages.Item> items = pages.items();
      assertThat(items.size()).as(about).isLessThanOrEqualTo(query.limit());
      for (ShardPages.Item item : items) {
        paged.add(place(item.shard(), item.entry()));
        assertThat(item.entry().value() != null).as(about).isEqualTo(query.withValue());
      }
      ShardPosition next = pages.next();
      assertThat(next == null || !items.isEmpty()).as(about).isTrue();
      after = next == null ? null : ShardPosition.ofPacked(next.packed(), sort.size());
    } while (after != null);
    assertThat(paged).as(about).isEqualTo(inOrder(shards, filter, sort));
  }

  private record Whole(ShardId shard, Entry entry) {}

  private static List<String> inOrder(
      Map<ShardId, List<Entry>> shards, @Nullable Filter filter, List<Sort> sort) {
    List<Whole> all = new ArrayList<>();
    shards.forEach(
        (shard, entries) ->
            entries.stream()
                .filter(entry -> filter == null || Evaluator.matches(filter, entry))
                .forEach(entry -> all.add(new Whole(shard, entry))));
    Comparator<Whole> bySort =
        (a, b) ->
            SortValue.compare(
                SortValue.readAll(sort, a.entry()), SortValue.readAll(sort, b.entry()), sort);
    all.sort(bySort.thenComparing(Whole::shard).thenComparing(whole -> whole.entry().key()));
    return all.stream().map(whole -> place(whole.shard(), whole.entry())).toList();
  }

  @Test
  void withoutASortLaterShardsAreNotWantedOnceThePageIsFull() {
    Query query = new Query(null, List.of(), 2, 0, null, true, true);
    ShardPages pages = new ShardPages(query, null);
    List<Entry> entries = List.of(entry("a"), entry("b"), entry("c"));
    pages.add(new ShardId("s2"), QueryEvaluator.page(entries, pages.of(new ShardId("s2"))));

    assertThat(pages.wants(new ShardId("s1"))).isTrue();
    assertThat(pages.wants(new ShardId("s3"))).isFalse();
    ShardPages following = new ShardPages(query, pages.next());
    assertThat(following.wants(new ShardId("s1"))).isFalse();
    assertThat(following.wants(new ShardId("s2"))).isTrue();
    assertThat(following.of(new ShardId("s3")).after()).isNull();
  }

  private static Entry entry(String key) {
    return new Entry(Key.of(key), 1, 1, 1, JsonText.ofChecked("{}"), null);
  }

  @Test
  void thatWhichIsNoPositionIsRefused() {
    for (String rubbish : List.of("", "\u0000", "\u0001", "\u0003abc", "\u0001.", "\u007fab")) {
      CairnException refused =
          catchThrowableOfType(
              CairnException.class,
              () -> ShardPosition.ofPacked(rubbish.getBytes(StandardCharsets.US_ASCII), 0));
      assertThat(refused.code()).as(rubbish).isEqualTo(ErrorCode.INVALID_CURSOR);
    }
  }
}
