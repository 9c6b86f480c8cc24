package dev.cairn.http;

import static dev.cairn.http.FreshShard.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Shards and the node that has them. */
@QuarkusTest
class ShardsTest {

  private static final String JSON = "application/json";

  private final FreshShard shard = new FreshShard();

  private Response put(String body) {
    return FreshShard.send("PUT", shard.path(""), body);
  }

  @Test
  void aPutMakesAnEmptyShardAndTellsWhereItIs() {
    Response made = put("");
    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(made.header("Location")).isEqualTo(shard.path(""));
    assertThat(made.header("Cairn-Revision")).isEqualTo("0");
    assertThat(made.asString()).isEqualTo(FreshShard.get(shard.path("")).asString());
    assertThat(made.header("Preference-Applied")).isNull();
    assertThat(put("{}").statusCode()).isEqualTo(204);
    assertThat(put("").header("Cairn-Revision")).isEqualTo("0");

    JsonPath status = FreshShard.get(shard.path("")).jsonPath();
    assertThat(status.getMap(""))
        .containsOnlyKeys(
            "shard",
            "driver",
            "state",
            "durability",
            "revision",
            "namespaces",
            "entries",
            "bytes",
            "walBytes",
            "created",
            "quotas",
            "backup");
    assertThat(status.getString("shard")).isEqualTo(shard.id());
    assertThat(status.getString("driver")).isEqualTo("sqlite");
    assertThat(status.getString("state")).isEqualTo("serving");
    assertThat(status.getString("durability")).isEqualTo("normal");
    assertThat(status.getInt("namespaces")).isEqualTo(1);
    assertThat(status.getInt("entries")).isZero();
    assertThat(status.getLong("bytes")).isPositive();
  }

  @Test
  void theStatusCountsWhatIsThere() {
    shard.put("a", "1");
    shard.put("b", "1");
    FreshShard.send("PUT", shard.path("/namespaces/n/entries/c"), "1");
    JsonPath status = FreshShard.get(shard.path("")).jsonPath();
    assertThat(status.getInt("revision")).isEqualTo(3);
    assertThat(status.getInt("namespaces")).isEqualTo(2);
    assertThat(status.getInt("entries")).isEqualTo(3);
  }

  @Test
  void durabilityIsKeptUntilItIsChanged() {
    assertThat(put("{\"durability\":\"full\"}").statusCode()).isEqualTo(201);
    assertThat(durability()).isEqualTo("full");
    put("{}");
    shard.put("a", "1");
    assertThat(durability()).isEqualTo("full");
    Response changed =
        FreshShard.send(
            "PUT", shard.path(""), "{\"durability\":\"normal\"}", JSON, "return=representation");
    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(changed.header("Preference-Applied")).isEqualTo("return=representation");
    assertThat(changed.header("Cairn-Revision")).isEqualTo("1");
    assertThat(changed.jsonPath().getString("durability")).isEqualTo("normal");
    assertThat(durability()).isEqualTo("normal");
    assertThat(shard.value("a")).isEqualTo("1");
  }

  private String durability() {
    return FreshShard.get(shard.path("")).jsonPath().getString("durability");
  }

  @Test
  void aShardMadeAgainBeginsANewHistory() {
    shard.put("a", "1");
    assertThat(FreshShard.delete(shard.path("")).statusCode()).isEqualTo(204);
    refused(FreshShard.get(shard.path("")), 404, "shard-not-found");
    assertThat(FreshShard.delete(shard.path("")).statusCode()).isEqualTo(204);

    shard.put("b", "1");
    assertThat(shard.value("a")).isEqualTo("404");
    long revision = FreshShard.get(shard.path("")).jsonPath().getLong("revision");
    assertThat(revision).isEqualTo(1_000_000_001);
  }

  @Test
  void linksOfTheListLeadToItsEnd() {
    List<String> wanted = new ArrayList<>();
    for (String rest : List.of("", ":b", "-a", "~", ".x")) {
      FreshShard.send("PUT", "/v1/shards/" + shard.id() + rest, "");
      wanted.add(shard.id() + rest);
    }
    wanted.sort(null);
    List<String> found = new ArrayList<>();
    Response page = FreshShard.get("/v1/shards?limit=2&prefix=" + shard.id());
    while (page.header("Link") != null) {
      found.addAll(page.jsonPath().getList("items.shard"));
      String link = page.header("Link");
      page = FreshShard.get(link.substring(1, link.indexOf('>')));
    }
    found.addAll(page.jsonPath().getList("items.shard"));
    assertThat(found).isEqualTo(wanted);
    assertThat(page.jsonPath().getMap("items[0]"))
        .containsOnlyKeys("shard", "driver", "state", "durability", "created");
  }

  @Test
  void whatCantBeUsedIsRefusedAndMakesNothing() {
    Response word = refused(put("{\"durability\":\"most\"}"), 400, "invalid-body");
    assertThat(word.jsonPath().getList("errors.pointer")).containsExactly("/durability");
    Response kind = refused(put("{\"kind\":\"docs\"}"), 400, "invalid-body");
    assertThat(kind.jsonPath().getList("errors.pointer")).containsExactly("/kind");
    refused(put("[]"), 400, "invalid-body");
    refused(put("{} {}"), 400, "invalid-json");
    refused(
        FreshShard.send("PUT", shard.path(""), "{}", "text/plain", ""),
        415,
        "unsupported-media-type");
    shard.assertNotMade();
    for (String id : List.of(".a", "a%20b", "a@b", "s".repeat(201))) {
      refused(FreshShard.send("PUT", "/v1/shards/" + id, ""), 400, "invalid-shard-id");
      refused(FreshShard.get("/v1/shards/" + id), 400, "invalid-shard-id");
      refused(FreshShard.delete("/v1/shards/" + id), 400, "invalid-shard-id");
    }
    refused(FreshShard.get("/v1/shards?limit=0"), 400, "invalid-parameter");
    refused(FreshShard.get("/v1/shards?cursor=x"), 400, "invalid-cursor");
    refused(FreshShard.send("POST", shard.path(""), "{}"), 405, "method-not-allowed");
  }

  @Test
  void theNodeTellsHowItFares() {
    shard.put("a", "1");
    Response answer = FreshShard.get("/v1/status");
    assertThat(answer.statusCode()).isEqualTo(200);
    JsonPath status = answer.jsonPath();
    assertThat(status.getMap(""))
        .containsOnlyKeys(
            "version",
            "driver",
            "uptimeSeconds",
            "shards",
            "open",
            "openCap",
            "queuedWrites",
            "walBytes",
            "quarantinedShards",
            "quarantined",
            "backup");
    assertThat(status.getString("driver")).isEqualTo("sqlite");
    assertThat(status.getInt("shards")).isPositive();
    assertThat(status.getInt("open")).isBetween(1, status.getInt("openCap"));
    assertThat(status.getInt("quarantinedShards")).isZero();
    refused(FreshShard.get("/v1/status?verbose=1"), 400, "invalid-parameter");
  }
}
