package dev.cairn.http;

import static dev.cairn.http.FreshShard.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Pages of entries, and clearing a namespace. */
@QuarkusTest
class EntryListTest {

  private final FreshShard shard = new FreshShard();

  private Response list(String query) {
    return FreshShard.get(shard.inDefault("/entries" + query));
  }

  /** Follows the links to the next page from the list that {@code query} asks for to its end. */
  private List<String> followed(String query, Runnable between) {
    List<String> keys = new ArrayList<>();
    Response page = list(query);
    while (true) {
      assertThat(page.statusCode()).as(page.asString()).isEqualTo(200);
      keys.addAll(page.jsonPath().getList("items.key"));
      String link = page.header("Link");
      String cursor = page.jsonPath().getString("nextCursor");
      assertThat(link == null).isEqualTo(cursor == null);
      if (link == null) {
        return keys;
      }
      assertThat(link).startsWith("</v1/").endsWith("cursor=" + cursor + ">; rel=\"next\"");
      between.run();
      page = FreshShard.get(link.substring(1, link.indexOf('>')));
    }
  }

  @Test
  void linksAreFollowedToTheEndAndGiveEverythingOnce() {
    List<String> keys = IntStream.range(100, 125).mapToObj(i -> "k" + i).toList();
    keys.forEach(key -> shard.put(key, "1"));
    shard.put("other", "1");

    assertThat(followed("?prefix=k&limit=10", () -> {})).isEqualTo(keys);
    assertThat(followed("?pattern=k*&limit=1&include=", () -> {})).isEqualTo(keys);
    assertThat(followed("?limit=26", () -> {})).hasSize(26);
    assertThat(followed("?prefix=k&limit=10&offset=3", () -> {})).isEqualTo(keys.subList(3, 25));
  }

  @Test
  void writesBehindACursorMoveNothingInFrontOfIt() {
    List<String> keys = IntStream.range(100, 110).mapToObj(i -> "k" + i).toList();
    keys.forEach(key -> shard.put(key, "1"));
    int[] round = {0};

    List<String> found =
        followed(
            "?limit=3",
            () -> {
              shard.put("a" + round[0]++, "1");
              FreshShard.delete(shard.inDefault("/entries/k100"));
            });

    assertThat(found).isEqualTo(keys);
  }

  @Test
  void aPageCarriesWhatIsAskedFor() {
    shard.batch(
        "{\"operations\":[{\"op\":\"put\",\"key\":\"a\",\"value\":[1.0],\"metadata\":{\"m\": 1}}]}");
    assertThat(list("").asString())
        .matches(
            "\\{\"items\":\\[\\{\"key\":\"a\",\"version\":1,\"created\":\"[^\"]+Z\","
                + "\"updated\":\"[^\"]+Z\",\"value\":\\[1.0],\"metadata\":\\{\"m\": 1}}]}");
    assertThat(list("?include=values").asString()).contains("[1.0]").doesNotContain("metadata");
    assertThat(list("?include=metadata").asString()).contains("metadata").doesNotContain("[1.0]");
    assertThat(list("?include=").jsonPath().getMap("items[0]"))
        .containsOnlyKeys("key", "version", "created", "updated");
    assertThat(list("?prefix=b").asString()).isEqualTo("{\"items\":[]}");
  }

  @Test
  void patternsAndPrefixesAreLiteralButForTheStar() {
    String[] keys = {"a%b", "a_b", "aXb", "A_b", "a*b", "a/b/c"};
    for (String key : keys) {
      shard.batch("{\"operations\":[{\"op\":\"put\",\"key\":\"" + key + "\",\"value\":1}]}");
    }
    assertThat(list("?pattern=a_b").jsonPath().getList("items.key")).containsExactly("a_b");
    assertThat(list("?pattern=a%25*").jsonPath().getList("items.key")).containsExactly("a%b");
    assertThat(list("?prefix=a*").jsonPath().getList("items.key")).containsExactly("a*b");
    assertThat(list("?pattern=*%2F*").jsonPath().getList("items.key")).containsExactly("a/b/c");
    assertThat(list("?prefix=a&pattern=*b").jsonPath().getList("items.key"))
        .containsExactly("a%b", "a*b", "aXb", "a_b");
  }

  @Test
  void aPageOfLargeEntriesEndsEarlyAndSaysSo() {
    String value = "\"" + "x".repeat(900 * 1024) + "\"";
    for (int i = 0; i < 20; i++) {
      shard.put("k%03d".formatted(i), value);
    }
    for (int i = 20; i < 130; i++) {
      shard.put("k%03d".formatted(i), "1");
    }
    Response page = list("?limit=130");
    // 18 values of 900 KiB are within 16 MiB, 19 are not.
    assertThat(page.asString().split("\"key\":", -1)).hasSize(18 + 1);
    String link = page.header("Link");
    assertThat(link).contains("limit=130");
    assertThat(FreshShard.get(link.substring(1, link.indexOf('>'))).jsonPath().getList("items"))
        .hasSize(112);
  }

  @Test
  void whatCantBeUsedIsRefused() {
    shard.put("a", "1");
    shard.put("b", "1");
    String cursor = list("?limit=1").jsonPath().getString("nextCursor");
    String[] queries = {
      "limit=0",
      "limit=10001",
      "limit=-1",
      "limit=x",
      "limit=",
      "limit=1&limit=2",
      "offset=-1",
      "offset=x",
      "include=value",
      "include=values,",
      "unknown=1",
      "offset=0&cursor=" + cursor
    };
    for (String query : queries) {
      Response answer = refused(list("?" + query), 400, "invalid-parameter");
      assertThat(answer.jsonPath().getString("errors[0].pointer"))
          .isEqualTo(query.substring(0, query.indexOf('=')));
    }
    for (String query :
        List.of("cursor=AAAA", "cursor=%00", "cursor=", "cursor", "prefix=a&cursor=" + cursor)) {
      refused(list("?" + query), 400, "invalid-cursor");
    }
    assertThat(list("?limit=5&include=&cursor=" + cursor).jsonPath().getList("items.key"))
        .containsExactly("b");
    assertThat(list("?limit=10000").statusCode()).isEqualTo(200);
  }

  @Test
  void aCursorOfAnOlderHistoryIsGone() {
    shard.put("a", "1");
    shard.put("b", "1");
    String cursor = list("?limit=1").jsonPath().getString("nextCursor");
    FreshShard.delete(shard.path(""));
    refused(list("?cursor=" + cursor), 404, "shard-not-found");
    shard.put("c", "1");
    refused(list("?cursor=" + cursor), 410, "history-changed");
  }

  @Test
  void aMissingShardOrNamespaceIsNotFoundAndNotMade() {
    refused(list(""), 404, "shard-not-found");
    shard.assertNotMade();
    shard.put("a", "1");
    refused(FreshShard.get(shard.path("/namespaces/none/entries")), 404, "namespace-not-found");
  }

  @Test
  void clearingRemovesEveryEntryInOneRevision() {
    Response missing = FreshShard.delete(shard.inDefault("/entries"));
    assertThat(missing.statusCode()).isEqualTo(204);
    shard.assertNotMade();

    shard.put("a", "1");
    shard.put("b", "1");
    Response cleared = FreshShard.delete(shard.inDefault("/entries"));
    assertThat(cleared.statusCode()).isEqualTo(204);
    assertThat(cleared.header("Cairn-Revision")).isEqualTo("3");
    assertThat(list("").asString()).isEqualTo("{\"items\":[]}");
    assertThat(FreshShard.delete(shard.inDefault("/entries")).header("Cairn-Revision"))
        .isEqualTo("3");
    assertThat(FreshShard.delete(shard.path("/namespaces/none/entries")).statusCode())
        .isEqualTo(204);
  }
}
