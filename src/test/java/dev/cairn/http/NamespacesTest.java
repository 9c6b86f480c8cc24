package dev.cairn.http;

import static dev.cairn.http.FreshShard.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Namespaces of a shard. */
@QuarkusTest
class NamespacesTest {

  private static final String JSON = "application/json";

  private final FreshShard shard = new FreshShard();

  private Response put(String namespace, String body) {
    return FreshShard.send("PUT", shard.path("/namespaces/" + namespace), body);
  }

  private Response get(String namespace) {
    return FreshShard.get(shard.path("/namespaces/" + namespace));
  }

  private Response delete(String namespaceAndQuery) {
    return FreshShard.delete(shard.path("/namespaces/" + namespaceAndQuery));
  }

  @Test
  void aPutMakesItsShardAndTellsWhereItIs() {
    Response made = put("people", "{\"metadata\":{\"owner\": \"ann\"}}");
    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(made.header("Location")).isEqualTo(shard.path("/namespaces/people"));
    assertThat(made.header("Cairn-Revision")).isEqualTo("1");
    assertThat(made.header("Preference-Applied")).isNull();

    Response found = get("people");
    assertThat(made.asString()).isEqualTo(found.asString());
    assertThat(found.statusCode()).isEqualTo(200);
    assertThat(found.contentType()).startsWith(JSON);
    assertThat(found.asString())
        .matches(
            "\\{\"namespace\":\"people\",\"version\":1,\"created\":\"[^\"]+Z\","
                + "\"updated\":\"[^\"]+Z\",\"metadata\":\\{\"owner\": \"ann\"}}");
  }

  @Test
  void aPutOfOneThatExistsChangesItsMetadataOnlyIfTheyAreNamed() {
    put("people", "{\"metadata\":{\"a\":1}}");
    Response same = put("people", "");
    assertThat(same.statusCode()).isEqualTo(204);
    assertThat(same.header("Cairn-Revision")).isEqualTo("1");
    assertThat(put("people", "{}").statusCode()).isEqualTo(204);
    assertThat(get("people").jsonPath().getInt("metadata.a")).isEqualTo(1);

    assertThat(put("people", "{\"metadata\":{\"b\":2}}").header("Cairn-Revision")).isEqualTo("2");
    assertThat(get("people").jsonPath().getMap("metadata")).containsOnlyKeys("b");
    assertThat(get("people").jsonPath().getInt("version")).isEqualTo(2);
    put("people", "{\"metadata\":null}");
    assertThat(get("people").jsonPath().getMap(""))
        .containsOnlyKeys("namespace", "version", "created", "updated");
  }

  @Test
  void preferAsksForTheNamespaceInTheAnswer() {
    String path = shard.path("/namespaces/people");
    Response made = FreshShard.send("PUT", path, "{}", JSON, "return=representation");
    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(made.header("Preference-Applied")).isEqualTo("return=representation");
    assertThat(made.jsonPath().getString("namespace")).isEqualTo("people");
    Response changed =
        FreshShard.send("PUT", path, "{\"metadata\":{\"a\":1}}", JSON, "return=representation");
    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(changed.contentType()).startsWith(JSON);
    assertThat(changed.asString()).isEqualTo(get("people").asString());
    assertThat(changed.header("Cairn-Revision")).isEqualTo("2");
    Response minimal = FreshShard.send("PUT", path, "{}", JSON, "return=minimal");
    assertThat(minimal.statusCode()).isEqualTo(204);
  }

  @Test
  void theDefaultOneIsThereAsSoonAsItsShardIs() {
    refused(get("default"), 404, "shard-not-found");
    FreshShard.send("PUT", shard.path(""), "");
    assertThat(get("default").jsonPath().getString("namespace")).isEqualTo("default");
    assertThat(put("default", "{\"metadata\":{\"a\":1}}").statusCode()).isEqualTo(204);
    assertThat(get("default").jsonPath().getInt("metadata.a")).isEqualTo(1);
  }

  @Test
  void theDefaultOneCantBeDeleted() {
    shard.put("a", "1");
    refused(delete("default"), 409, "namespace-protected");
    refused(delete("default?recursive=true"), 409, "namespace-protected");
    assertThat(shard.value("a")).isEqualTo("1");
  }

  @Test
  void oneWithEntriesIsDeletedOnlyWithThem() {
    FreshShard.send("PUT", shard.path("/namespaces/n/entries/a"), "1");
    refused(delete("n"), 409, "namespace-not-empty");
    refused(delete("n?recursive=false"), 409, "namespace-not-empty");
    refused(delete("n?recursive=1"), 400, "invalid-parameter");
    refused(delete("n?recursive"), 400, "invalid-parameter");
    Response deleted = delete("n?recursive=true");
    assertThat(deleted.statusCode()).isEqualTo(204);
    assertThat(deleted.header("Cairn-Revision")).isEqualTo("2");
    refused(get("n"), 404, "namespace-not-found");
    refused(FreshShard.get(shard.path("/namespaces/n/entries/a")), 404, "namespace-not-found");
  }

  @Test
  void deletingWhatIsNotThereIsASuccess() {
    assertThat(delete("n").statusCode()).isEqualTo(204);
    shard.assertNotMade();
    put("empty", "");
    assertThat(delete("empty").statusCode()).isEqualTo(204);
    Response again = delete("empty");
    assertThat(again.statusCode()).isEqualTo(204);
    assertThat(again.header("Cairn-Revision")).isEqualTo("2");
  }

  @Test
  void thoseMadeByAFirstWriteAreListedTooAndLinksLeadToTheEnd() {
    for (String name : List.of("b", "a", "c~", "c.", "d")) {
      FreshShard.send("PUT", shard.path("/namespaces/" + name + "/entries/k"), "1");
    }
    List<String> names = new ArrayList<>();
    Response page = FreshShard.get(shard.path("/namespaces?limit=2"));
    while (page.header("Link") != null) {
      names.addAll(page.jsonPath().getList("items.namespace"));
      String link = page.header("Link");
      assertThat(link).contains("limit=2", page.jsonPath().getString("nextCursor"), "rel=\"next\"");
      page = FreshShard.get(link.substring(1, link.indexOf('>')));
    }
    names.addAll(page.jsonPath().getList("items.namespace"));
    assertThat(page.jsonPath().getString("nextCursor")).isNull();
    assertThat(names).containsExactly("a", "b", "c.", "c~", "d", "default");
    assertThat(
            FreshShard.get(shard.path("/namespaces?prefix=c"))
                .jsonPath()
                .getList("items.namespace"))
        .containsExactly("c.", "c~");
  }

  @Test
  void aCursorOfAnotherListOrHistoryIsRefused() {
    put("a", "");
    String cursor =
        FreshShard.get(shard.path("/namespaces?limit=1")).jsonPath().getString("nextCursor");
    String path = shard.path("/namespaces?cursor=" + cursor);
    refused(FreshShard.get(path + "&prefix=a"), 400, "invalid-cursor");
    refused(FreshShard.get("/v1/shards?cursor=" + cursor), 400, "invalid-cursor");
    refused(FreshShard.get(shard.path("/namespaces?limit=0")), 400, "invalid-parameter");
    refused(FreshShard.get(shard.path("/namespaces?offset=0")), 400, "invalid-parameter");
    FreshShard.delete(shard.path(""));
    put("a", "");
    refused(FreshShard.get(path), 410, "history-changed");
  }

  @Test
  void whatCantBeUsedIsRefusedAndMakesNothing() {
    Response unknown = refused(put("n", "{\"color\":1}"), 400, "invalid-body");
    assertThat(unknown.jsonPath().getList("errors.pointer")).containsExactly("/color");
    refused(put("n", "{\"metadata\":[]}"), 400, "invalid-body");
    refused(put("n", "{"), 400, "invalid-json");
    refused(put("a%20b", "{}"), 400, "invalid-namespace");
    refused(put("n".repeat(101), "{}"), 400, "invalid-namespace");
    refused(
        FreshShard.send("PUT", shard.path("/namespaces/n"), "a=1", "text/plain", ""),
        415,
        "unsupported-media-type");
    refused(FreshShard.send("PATCH", shard.path("/namespaces/n"), "{}"), 405, "method-not-allowed");
    shard.assertNotMade();
  }
}
