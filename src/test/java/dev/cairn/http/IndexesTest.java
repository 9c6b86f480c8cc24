package dev.cairn.http;

import static dev.cairn.http.FreshShard.delete;
import static dev.cairn.http.FreshShard.get;
import static dev.cairn.http.FreshShard.refused;
import static dev.cairn.http.FreshShard.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Eventually;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Declared indexes over HTTP. */
@QuarkusTest
class IndexesTest {

  private final FreshShard shard = new FreshShard();

  private Response declare(String body) {
    return send("POST", shard.inDefault("/indexes"), body);
  }

  private static String definition(String name, String field, boolean unique) {
    return "{\"name\":\"%s\",\"field\":\"%s\",\"unique\":%s}".formatted(name, field, unique);
  }

  private Response query(String body) {
    return shard.query(body);
  }

  private Response explain(String body) {
    return send("POST", shard.inDefault("/query?explain=true"), body);
  }

  @Test
  void anIndexIsDeclaredShownUsedAndDeleted() {
    shard.put("a", "{\"addr\":{\"city\":\"Ulm\"}}");
    shard.put("b", "{\"addr\":{\"city\":\"Bonn\"}}");
    Response made = declare("{\"name\":\"by-city\",\"field\":\"addr.city\"}");
    assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
    String path = shard.inDefault("/indexes/by-city");
    assertThat(made.header("Location")).isEqualTo(path);
    assertThat(made.header("Cairn-Revision")).isNotNull();
    assertThat(made.jsonPath().getMap(""))
        .containsEntry("name", "by-city")
        .containsEntry("field", "addr.city")
        .containsEntry("unique", false)
        .containsEntry("state", "ready");
    assertThat(declare("{\"name\":\"by-city\",\"field\":\"addr.city\"}").statusCode())
        .isEqualTo(200);
    refused(declare(definition("by-city", "addr", false)), 409, "index-exists");

    Response one = get(path);
    assertThat(one.jsonPath().getInt("entries")).isEqualTo(2);
    assertThat(one.jsonPath().getInt("bytes")).isPositive();
    assertThat(get(shard.inDefault("/indexes")).jsonPath().getList("items.name"))
        .containsExactly("by-city");

    String ulm = "{\"filter\":{\"field\":\"addr.city\",\"operator\":\"eq\",\"value\":\"Ulm\"}}";
    assertThat(query(ulm).jsonPath().getList("items.key")).containsExactly("a");
    assertThat(explain(ulm).asString())
        .isEqualTo("{\"plan\":{\"access\":\"range\",\"index\":\"by-city\",\"sorts\":false}}");
    assertThat(explain("{\"sort\":[{\"field\":\"addr.city\"}]}").asString())
        .isEqualTo("{\"plan\":{\"access\":\"order\",\"index\":\"by-city\",\"sorts\":false}}");

    assertThat(delete(path).statusCode()).isEqualTo(204);
    assertThat(delete(path).statusCode()).isEqualTo(204);
    refused(get(path), 404, "index-not-found");
    assertThat(explain(ulm).asString())
        .isEqualTo("{\"plan\":{\"access\":\"scan\",\"sorts\":false}}");
    assertThat(query(ulm).jsonPath().getList("items.key")).containsExactly("a");
  }

  @Test
  void aUniqueIndexRefusesWhatItCantTakeIn() {
    shard.put("a", "{\"mail\":\"x\"}");
    assertThat(declare(definition("mail", "mail", true)).statusCode()).isEqualTo(201);
    Response single = send("PUT", shard.inDefault("/entries/b"), "{\"mail\":\"x\"}");
    refused(single, 409, "unique-violation");
    assertThat(single.jsonPath().getString("index")).isEqualTo("mail");
    assertThat(single.jsonPath().getString("key")).isEqualTo("a");

    Response batch =
        shard.batch(
            "{\"operations\":[{\"op\":\"put\",\"key\":\"b\",\"value\":{\"mail\":\"x\"}},"
                + "{\"op\":\"put\",\"key\":\"c\",\"value\":{\"mail\":\"y\"}}]}");
    assertThat(batch.statusCode()).isEqualTo(200);
    assertThat(batch.jsonPath().getList("results.status")).containsExactly(409, 201);
    assertThat(batch.jsonPath().getString("results[0].code")).isEqualTo("unique-violation");

    Response transaction =
        shard.transact(
            "{\"operations\":[{\"op\":\"put\",\"key\":\"d\",\"value\":1},"
                + "{\"op\":\"put\",\"key\":\"e\",\"value\":{\"mail\":\"y\"}}]}");
    refused(transaction, 409, "unique-violation");
    assertThat(transaction.jsonPath().getInt("operation")).isEqualTo(1);
    assertThat(shard.value("d")).isEqualTo("404");

    Response imported =
        shard.importLines(
            "{\"key\":\"f\",\"value\":{\"mail\":\"x\"}}\n{\"key\":\"g\",\"value\":1}\n", "fail");
    assertThat(imported.statusCode()).isEqualTo(200);
    assertThat(imported.jsonPath().getInt("created")).isEqualTo(1);
    assertThat(imported.jsonPath().getString("errors[0].code")).isEqualTo("unique-violation");
  }

  @Test
  void aUniqueIndexOverTwinsIsRefusedAndNamesThem() {
    shard.put("a", "{\"n\":1}");
    shard.put("b", "{\"n\":1.0}");
    Response answer = refused(declare(definition("n", "n", true)), 409, "unique-violation");
    assertThat(answer.jsonPath().getList("keys")).containsExactlyInAnyOrder("a", "b");
    Eventually.holds(
        "it is gone", () -> get(shard.inDefault("/indexes")).jsonPath().getList("items").isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"field\":\"a\"}                             | invalid-body  | /name",
        "{\"name\":\"i\"}                              | invalid-body  | /field",
        "{\"name\":\"i\",\"field\":\"a\",\"x\":1}      | invalid-body  | /x",
        "{\"name\":\"i\",\"field\":\"a\",\"unique\":1} | invalid-body  | /unique",
        "{\"name\":\".i\",\"field\":\"a\"}             | invalid-index | /name",
        "{\"name\":\"i\",\"field\":\"$key\"}           | invalid-query | /field",
        "{\"name\":\"i\",\"field\":\"a[\"}             | invalid-query | /field"
      })
  void aBodyThatIsNoDefinitionIsRefused(String body, String code, String pointer) {
    Response answer = refused(declare(body), 400, code);
    assertThat(answer.jsonPath().getString("errors[0].pointer")).isEqualTo(pointer);
    shard.assertNotMade();
  }

  @Test
  void whatIsMissingIsTold() {
    refused(get(shard.inDefault("/indexes")), 404, "shard-not-found");
    shard.put("a", "1");
    refused(get(shard.path("/namespaces/none/indexes")), 404, "namespace-not-found");
    refused(get(shard.inDefault("/indexes/none")), 404, "index-not-found");
    refused(send("POST", shard.inDefault("/query?explain=maybe"), ""), 400, "invalid-parameter");
  }

  @Test
  void anIndexOverManyEntriesIsBuiltWhileOthersWrite() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 5000; i++) {
      lines.append("{\"key\":\"k%05d\",\"value\":{\"n\":%d}}\n".formatted(i, i % 100));
    }
    assertThat(shard.importLines(lines.toString(), "fail").statusCode()).isEqualTo(200);
    Response made = declare(definition("n", "n", false));
    assertThat(made.statusCode()).isEqualTo(201);
    shard.put("more", "{\"n\":7}");
    Eventually.holds(
        "the index is ready",
        () -> get(shard.inDefault("/indexes/n")).jsonPath().getString("state").equals("ready"));
    Response count =
        send(
            "POST",
            shard.inDefault("/count"),
            "{\"filter\":{\"field\":\"n\",\"operator\":\"eq\",\"value\":7}}");
    assertThat(count.jsonPath().getInt("count")).isEqualTo(51);
  }

  @Test
  void arraysAreAskedForAnyAndAllOfAList() {
    shard.put("a", "{\"tags\":[\"x\",\"y\"]}");
    shard.put("b", "{\"tags\":[\"y\",1]}");
    shard.put("c", "{\"tags\":\"x\"}");
    assertThat(tagged("containsAny", "[\"x\",1.0]")).containsExactly("a", "b");
    assertThat(tagged("containsAll", "[\"x\",\"y\"]")).containsExactly("a");
    assertThat(tagged("containsAll", "[]")).containsExactly("a", "b");
    assertThat(tagged("containsAny", "[]")).isEmpty();
    refused(query(filter("containsAny", "\"x\"")), 400, "invalid-query");
  }

  private static String filter(String operator, String value) {
    return "{\"filter\":{\"field\":\"tags\",\"operator\":\"%s\",\"value\":%s}}"
        .formatted(operator, value);
  }

  private java.util.List<String> tagged(String operator, String value) {
    return query(filter(operator, value)).jsonPath().getList("items.key");
  }
}
