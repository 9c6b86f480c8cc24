package dev.cairn.http;

import static dev.cairn.http.FreshShard.delete;
import static dev.cairn.http.FreshShard.get;
import static dev.cairn.http.FreshShard.refused;
import static dev.cairn.http.FreshShard.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Full-text search over HTTP. */
@QuarkusTest
class SearchTest {

  private final FreshShard shard = new FreshShard();

  private Response declare(String body) {
    return send("POST", shard.inDefault("/indexes"), body);
  }

  private Response search(String body) {
    return send("POST", shard.inDefault("/search"), body);
  }

  private void dishes() {
    shard.put("a", "{\"title\":\"Crème brûlée\",\"tags\":[\"sweet\",\"french\"]}");
    shard.put("b", "{\"title\":\"Ice creme, creme caramel\",\"price\":4}");
    shard.put("c", "{\"title\":\"Soup\",\"tags\":[\"creme\"]}");
    assertThat(
            declare("{\"name\":\"text\",\"kind\":\"search\",\"fields\":[\"title\",\"tags\"]}")
                .statusCode())
        .isEqualTo(201);
  }

  @Test
  void textsAreIndexedSearchedShownAndForgotten() {
    dishes();
    JsonPath found = search("{\"text\":\"creme\",\"snippets\":{}}").jsonPath();
    assertThat(found.getList("items.key")).containsExactly("b", "c", "a");
    assertThat(found.getString("items[2].snippets.title")).isEqualTo("[Crème] brûlée");
    assertThat(found.getString("items[1].snippets.tags")).isEqualTo("[creme]");
    assertThat(found.getMap("items[2].value")).containsKey("title");
    assertThat(found.getDouble("items[0].score")).isGreaterThan(found.getDouble("items[2].score"));

    JsonPath index = get(shard.inDefault("/indexes/text")).jsonPath();
    assertThat(index.getString("kind")).isEqualTo("search");
    assertThat(index.getList("fields")).containsExactly("title", "tags");
    assertThat(index.getString("state")).isEqualTo("ready");
    assertThat(index.getInt("entries")).isEqualTo(3);
    assertThat(index.getMap("")).doesNotContainKeys("field", "unique");

    assertThat(delete(shard.inDefault("/indexes/text")).statusCode()).isEqualTo(204);
    refused(search("{\"text\":\"creme\"}"), 404, "index-not-found");
  }

  @Test
  void whatIsFoundIsNarrowedFilteredAndMarked() {
    dishes();
    assertThat(
            search(
                    "{\"text\":\"creme\",\"fields\":[\"title\"],\"include\":[],\"highlights\":"
                        + "{\"before\":\"<b>\",\"after\":\"</b>\"}}")
                .jsonPath()
                .getString("items[0].highlights.title"))
        .isEqualTo("Ice <b>creme</b>, <b>creme</b> caramel");
    String filtered =
        "{\"text\":\"creme\",\"filter\":{\"field\":\"price\",\"operator\":\"gt\",\"value\":3}}";
    assertThat(search(filtered).jsonPath().getList("items.key")).containsExactly("b");
    assertThat(search("{\"text\":\"creme\",\"include\":[]}").jsonPath().getMap("items[0]"))
        .doesNotContainKeys("value", "metadata", "snippets", "highlights");
  }

  @Test
  void pagesFollowEachOther() {
    dishes();
    for (int i = 0; i < 23; i++) {
      shard.put("k" + i, "{\"title\":\"creme" + " x".repeat(i % 3) + "\"}");
    }
    List<String> all = search("{\"text\":\"creme\",\"limit\":100}").jsonPath().getList("items.key");
    List<String> paged = new ArrayList<>();
    String cursor = null;
    do {
      JsonPath page =
          search(
                  "{\"text\":\"creme\",\"limit\":7"
                      + (cursor == null ? "}" : ",\"cursor\":\"" + cursor + "\"}"))
              .jsonPath();
      paged.addAll(page.getList("items.key"));
      cursor = page.getString("nextCursor");
    } while (cursor != null);
    assertThat(paged).hasSize(26).isEqualTo(all);
    assertThat(search("{\"text\":\"creme\",\"offset\":24}").jsonPath().getList("items.key"))
        .isEqualTo(all.subList(24, 26));
  }

  @Test
  void aCursorOfAnotherSearchIsRefused() {
    dishes();
    String cursor = search("{\"text\":\"creme\",\"limit\":1}").jsonPath().getString("nextCursor");
    refused(search("{\"text\":\"soup\",\"cursor\":\"" + cursor + "\"}"), 400, "invalid-cursor");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | invalid-body | /text",
        "{\"text\":7} | invalid-body | /text",
        "{\"text\":\"-a\"} | invalid-query | /text",
        "{\"text\":\"a\",\"fields\":[\"other\"]} | invalid-query | /fields/0",
        "{\"text\":\"a\",\"fields\":[7]} | invalid-body | /fields/0",
        "{\"text\":\"a\",\"limit\":0} | invalid-body | /limit",
        "{\"text\":\"a\",\"snippets\":{\"words\":65}} | invalid-body | /snippets/words",
        "{\"text\":\"a\",\"snippets\":[]} | invalid-body | /snippets",
        "{\"text\":\"a\",\"highlights\":{\"words\":3}} | invalid-body | /highlights/words",
        "{\"text\":\"a\",\"order\":1} | invalid-body | /order",
        "{\"text\":\"a\",\"filter\":{\"field\":\"x\"}} | invalid-query | /filter"
      })
  void whatCantBeAskedIsRefused(String body, String code, String pointer) {
    dishes();
    Response answer = search(body);
    refused(answer, 400, code);
    assertThat(answer.jsonPath().getString("errors[0].pointer")).startsWith(pointer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"name\":\"t\",\"kind\":\"search\"} | invalid-body | /fields",
        "{\"name\":\"t\",\"kind\":\"search\",\"fields\":[]} | invalid-index | /fields",
        "{\"name\":\"t\",\"kind\":\"search\",\"fields\":[\"$key\"]} | invalid-query | /fields/0",
        "{\"name\":\"t\",\"kind\":\"search\",\"fields\":[\"a\",\"a\"]} | invalid-index | /fields/1",
        "{\"name\":\".t\",\"kind\":\"search\",\"fields\":[\"a\"]} | invalid-index | /name",
        "{\"name\":\"t\",\"kind\":\"search\",\"fields\":[\"a\"],\"unique\":true} | invalid-body | /unique",
        "{\"name\":\"t\",\"kind\":\"field\",\"fields\":[\"a\"]} | invalid-body | /fields",
        "{\"name\":\"t\",\"kind\":\"text\",\"field\":\"a\"} | invalid-body | /kind"
      })
  void whatCantBeDeclaredIsRefused(String body, String code, String pointer) {
    Response answer = declare(body);
    refused(answer, 400, code);
    assertThat(answer.jsonPath().getString("errors[0].pointer")).isEqualTo(pointer);
  }
}
