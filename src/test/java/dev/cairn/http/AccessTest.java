package dev.cairn.http;

import static dev.cairn.http.FreshShard.refused;
import static dev.cairn.http.KeyCalls.as;
import static dev.cairn.http.KeyCalls.bearer;
import static dev.cairn.http.KeyCalls.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Eventually;
import dev.cairn.security.Keys;
import dev.cairn.security.Role;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What callers with keys are let do, what others are told, and what the log is told of both. */
@QuarkusTest
@TestProfile(WithKeys.class)
class AccessTest {

  private static final String ENTRY = "/namespaces/default/entries/k";

  @Inject
  @SuppressWarnings("NullAway.Init") // Set before the test.
  Keys keys;

  @SuppressWarnings("NullAway.Init") // Set before the test.
  private String operator;

  private final FreshShard shard = new FreshShard();

  @BeforeEach
  void makeTheService() {
    operator = bearer(keys, "*", Role.ADMIN);
  }

  @Test
  void nothingOfARefusedRequestIsCarriedOut() {
    String reader = bearer(keys, shard.id(), Role.READ);
    refused(send(reader, "PUT", shard.path(ENTRY), "1"), 403, "forbidden");
    refused(send("Bearer x", "PUT", shard.path(ENTRY), "1"), 401, "unauthenticated");
    refused(as(null).get(shard.path(ENTRY)), 401, "unauthenticated");
    refused(as(operator).get(shard.path("")), 404, "shard-not-found");
  }

  @Test
  void aFirstWriteMakesAShardThatTheKeyMayWrite() {
    String writer = bearer(keys, shard.id(), Role.WRITE);
    assertThat(send(writer, "PUT", shard.path(ENTRY), "1").statusCode()).isEqualTo(201);
    assertThat(as(writer).get(shard.path(ENTRY)).asString()).isEqualTo("1");
    assertThat(as(writer).delete(shard.path(ENTRY)).statusCode()).isEqualTo(204);
  }

  @Test
  void whetherAShardExistsIsNotToldToWhoMayNotReadIt() {
    send(operator, "PUT", shard.path(ENTRY), "1");
    String other = bearer(keys, "other", Role.ADMIN);
    String id = "the-same";
    String there = as(other).header("X-Request-Id", id).get(shard.path(ENTRY)).asString();
    String missing =
        as(other).header("X-Request-Id", id).get(shard.path("-none" + ENTRY)).asString();
    assertThat(missing.replace(shard.id() + "-none", shard.id())).isEqualTo(there);
  }

  @Test
  void keysInTheTargetAreNotTaken() {
    String text = operator.substring("Bearer ".length());
    for (String name : List.of("key", "access_token", "authorization", "api_key")) {
      refused(as(null).get("/v1/shards?" + name + "=" + text), 401, "unauthenticated");
    }
  }

  @Test
  void theNamesOfAPathAreJudgedAsTheyAreDecoded() {
    String writer = KeyCalls.narrow(keys, shard.id(), Set.of("people"), "p/");
    String escaped = "/v1/shards/%74" + shard.id().substring(1) + "/namespaces/peopl%65";
    for (String key : List.of("p/x", "p%2Fx", "%70/x", "p/")) {
      boolean stands = !key.endsWith("/");
      String path = stands ? "/entries/" + key : "/entries/" + key + "y";
      assertThat(send(writer, "PUT", escaped + path, "1").statusCode()).as(key).isIn(201, 204);
    }
    for (String path :
        List.of("/entries/p", "/entries/px", "/entries/q/p/", "/metadata/px", "/entries/%70x")) {
      String whole = escaped + (path.endsWith("/") ? path + "x" : path);
      refused(as(writer).get(whole), 403, "forbidden");
    }
    refused(as(writer).get(shard.path("/namespaces/peopl/entries/p/x")), 403, "forbidden");
    refused(as(writer).get("/v1/shards/a%2Fb"), 400, "invalid-shard-id");
    refused(as(writer).get("/v1/shards/" + shard.id() + "%2Fbackup"), 400, "invalid-shard-id");
  }

  @Test
  void aForkNeedsTheAdministrationOfBothShards() {
    send(operator, "PUT", shard.path(ENTRY), "1");
    String admin = bearer(keys, shard.id(), Role.ADMIN);
    String other = new FreshShard().id();
    refused(
        send(admin, "POST", shard.path("/fork"), "{\"to\":\"" + other + "\"}"), 403, "forbidden");
    refused(
        send(admin, "POST", "/v1/shards/" + other + "/fork", "{\"to\":\"" + shard.id() + "\"}"),
        403,
        "forbidden");
    refused(as(operator).get("/v1/shards/" + other), 404, "shard-not-found");
  }

  @Test
  void pagesOfOtherSitesMayNameThemselvesWhereKeysAreAskedFor() {
    Response answer =
        as(operator).header("Origin", "https://example.com").get("/v1/shards?limit=1");
    assertThat(answer.statusCode()).isEqualTo(200);
    refused(
        as(null).header("Origin", "https://example.com").get("/v1/shards"), 401, "unauthenticated");
  }

  @Test
  void documentsAndOptionsAskForNoKey() {
    assertThat(as(null).get("/q/openapi").statusCode()).isEqualTo(200);
    assertThat(as(null).options("/v1/keys").statusCode()).isEqualTo(204);
    refused(as(null).get("/v1/nothing"), 404, "route-not-found");
  }

  @Test
  void aKeyIsToldOnceListedAndRevoked() {
    String body =
        """
        {"name":"bot","scopes":[{"shards":"%s*","role":"write","namespaces":["people"],\
        "keyPrefix":"p/"},{"shards":"x","role":"read"}],"expires":"2999-01-02T03:04:05Z"}"""
            .formatted(shard.id());
    Response made = send(operator, "POST", "/v1/keys", body);
    assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
    assertThat(made.header("Cache-Control")).isEqualTo("no-store");
    String id = made.jsonPath().getString("id");
    String text = made.jsonPath().getString("key");
    assertThat(made.header("Location")).isEqualTo("/v1/keys/" + id);
    assertThat(text).startsWith("cairn_" + id + "_");
    String path = shard.path("/namespaces/people/entries/p/x");
    assertThat(send("Bearer " + text, "PUT", path, "1").statusCode()).isEqualTo(201);

    Response read = as(operator).get("/v1/keys/" + id);
    assertThat(read.asString()).doesNotContain(text).doesNotContain("hash");
    assertThat(read.jsonPath().getString("name")).isEqualTo("bot");
    assertThat(read.jsonPath().getString("scopes[0].shards")).isEqualTo(shard.id() + "*");
    assertThat(read.jsonPath().getString("scopes[0].role")).isEqualTo("write");
    assertThat(read.jsonPath().getList("scopes[0].namespaces")).isEqualTo(List.of("people"));
    assertThat(read.jsonPath().getString("scopes[0].keyPrefix")).isEqualTo("p/");
    assertThat(read.jsonPath().getMap("scopes[1]")).containsOnlyKeys("shards", "role");
    assertThat(read.jsonPath().getString("expires")).isEqualTo("2999-01-02T03:04:05.000Z");
    assertThat(read.jsonPath().getString("lastUsed")).endsWith(":00:00.000Z");

    assertThat(as(operator).delete("/v1/keys/" + id).statusCode()).isEqualTo(204);
    assertThat(as(operator).delete("/v1/keys/" + id).statusCode()).isEqualTo(204);
    refused(send("Bearer " + text, "PUT", path, "2"), 401, "unauthenticated");
    assertThat(as(operator).get("/v1/keys/" + id).jsonPath().getString("revoked")).isNotNull();
    refused(as(operator).delete("/v1/keys/none"), 404, "api-key-not-found");
    refused(as(operator).get("/v1/keys/none"), 404, "api-key-not-found");
  }

  @Test
  void allKeysAreListedPageByPage() {
    bearer(keys, "x", Role.READ);
    bearer(keys, "x", Role.READ);
    List<String> ids = new ArrayList<>();
    String cursor = null;
    do {
      Response page =
          as(operator).get("/v1/keys?limit=2" + (cursor == null ? "" : "&cursor=" + cursor));
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.asString()).doesNotContain("cairn_");
      ids.addAll(page.jsonPath().getList("items.id"));
      cursor = page.jsonPath().getString("nextCursor");
    } while (cursor != null);
    assertThat(ids)
        .isEqualTo(keys.list(null, Integer.MAX_VALUE).stream().map(key -> key.id()).toList())
        .hasSizeGreaterThan(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | /name",
        "{'name':' ','scopes':[{'shards':'*','role':'read'}]} | /name",
        "{'name':'a'} | /scopes",
        "{'name':'a','scopes':[]} | /scopes",
        "{'name':'a','scopes':[7]} | /scopes/0",
        "{'name':'a','scopes':[{'role':'read'}]} | /scopes/0/shards",
        "{'name':'a','scopes':[{'shards':'a*b','role':'read'}]} | /scopes/0/shards",
        "{'name':'a','scopes':[{'shards':'','role':'read'}]} | /scopes/0/shards",
        "{'name':'a','scopes':[{'shards':'*','role':'root'}]} | /scopes/0/role",
        "{'name':'a','scopes':[{'shards':'*','role':'admin','keyPrefix':'a'}]} | /scopes/0/role",
        "{'name':'a','scopes':[{'shards':'*','role':'sql','namespaces':['a']}]} | /scopes/0/role",
        "{'name':'a','scopes':[{'shards':'*','role':'read','namespaces':[]}]} | /scopes/0/names",
        "{'name':'a','scopes':[{'shards':'*','role':'read','namespaces':['/']}]} | /namespaces/0",
        "{'name':'a','scopes':[{'shards':'*','role':'read','keyPrefix':''}]} | /scopes/0/keyPrefix",
        "{'name':'a','scopes':[{'shards':'*','role':'read','key':'a'}]} | /scopes/0/key",
        "{'name':'a','scopes':[{'shards':'*','role':'read'}],'expires':'soon'} | /expires",
        "{'name':'a','scopes':[{'shards':'*','role':'read'}],'expires':'2020-01-01T00:00:00Z'} |"
            + " /expires",
      })
  void aKeyThatCannotBeIsRefusedWithTheReason(String body, String pointer) {
    int before = keys.list(null, Integer.MAX_VALUE).size();
    Response answer = send(operator, "POST", "/v1/keys", body.replace('\'', '"'));
    refused(answer, 400, "invalid-body");
    assertThat(answer.jsonPath().getList("errors.pointer").toString()).contains(pointer);
    assertThat(keys.list(null, Integer.MAX_VALUE)).hasSize(before);
  }

  @Test
  void theLogIsToldOfActsAndRefusalsAndOfNoSecret() {
    try (LogOf log = new LogOf(Audit.LOGGER)) {
      String other = bearer(keys, "other", Role.ADMIN);
      String text = other.substring("Bearer ".length());
      Eventually.holds(
          "refusals are told again, should another test have had many",
          () -> {
            int before = log.lines().size();
            as(null).get("/v1/shards");
            return log.lines().size() > before;
          });
      log.lines().clear();
      as(operator).put(shard.path(""));
      as(other).get(shard.path(ENTRY + "?include=value"));
      as(operator).delete("/v1/keys/" + text);
      send(operator, "POST", "/v1/keys", "{}");
      as(operator).get(shard.path(ENTRY));
      String caller = "caller=\"key " + id(operator) + "\"";
      log.has("act " + caller + " method=PUT path=/v1/shards/{shard} of=" + shard.id());
      log.has(
          "refusal caller=\"key "
              + id(other)
              + "\" method=GET path=/v1/shards/{shard}/namespaces/{namespace}/entries/{key} of="
              + shard.id()
              + " status=403");
      log.has("act " + caller + " method=DELETE path=/v1/keys/{id} of=- status=404");
      log.has("act " + caller + " method=POST path=/v1/keys of=- status=400");
      assertThat(log.lines()).hasSize(4);
      assertThat(log.lines().toString()).doesNotContain(text, "cairn_", "include");
    }
  }

  @Test
  void aFloodOfRefusalsIsCountedAndNotTold() {
    try (LogOf log = new LogOf(Audit.LOGGER)) {
      for (int i = 0; i < 500; i++) {
        as(null).get("/v1/shards");
      }
      Eventually.holds(
          "a line tells how many were left out",
          () -> log.lines().stream().anyMatch(line -> line.matches("refusals left out: [0-9]+")));
      assertThat(log.lines()).hasSizeLessThan(400);
      log.has("refusal caller=\"unknown\" method=GET path=/v1/shards of=- status=401");
    }
  }

  private static String id(String bearer) {
    return bearer.split("_", -1)[1];
  }
}
