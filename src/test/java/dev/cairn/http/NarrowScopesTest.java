package dev.cairn.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Namespace;
import dev.cairn.security.Keys;
import dev.cairn.security.Role;
import dev.cairn.security.Scope;
import dev.cairn.security.ShardPattern;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What callers may do that may do less than all of a shard. */
@QuarkusTest
@TestProfile(NarrowScopesTest.WithKeys.class)
class NarrowScopesTest {

  /** A service of its own, since its keys close it. */
  public static final class WithKeys implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("cairn.driver", "memory");
    }
  }

  private static final String JSON = "application/json";

  private final String shard = "t-" + UUID.randomUUID();

  @Inject
  @SuppressWarnings("NullAway.Init") // Set before the test.
  Keys keys;

  private String administrator = "";

  @BeforeEach
  void fill() {
    administrator =
        keys.create("test", List.of(Scope.whole(ShardPattern.ALL, Role.ADMIN)), 0).text();
    for (String entry : List.of("people/u1", "people/u2", "people/v1", "secret/u1")) {
      String path = at(entry.replace("/", "/entries/"));
      assertThat(as(administrator).body("{\"own\":true}").put(path).statusCode()).isEqualTo(201);
    }
  }

  /** Whether a request with the scope namespace people, or people with keys from u on, passes. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET    | people/entries/u1              |                                | 200 | 200
          GET    | people/entries/v1              |                                | 200 | 403
          GET    | secret/entries/u1              |                                | 403 | 403
          GET    | secret/entries/none            |                                | 403 | 403
          GET    | none/entries/u1                |                                | 403 | 403
          GET    | people/entries/none            |                                | 404 | 403
          GET    | people/entries/%761            |                                | 200 | 403
          GET    | people/entry?key=u1            |                                | 200 | 200
          GET    | people/entry?key=v1            |                                | 200 | 403
          GET    | people/entry?key=%761          |                                | 200 | 403
          GET    | secret/entry?key=u1            |                                | 403 | 403
          HEAD   | people/entry?key=v1            |                                | 200 | 403
          PUT    | people/entries/u3              | 1                              | 201 | 201
          PUT    | people/entries/v3              | 1                              | 201 | 403
          PUT    | secret/entries/u3              | 1                              | 403 | 403
          PUT    | people/entry?key=v3            | 1                              | 201 | 403
          DELETE | people/entries/u1              |                                | 204 | 204
          DELETE | people/entry?key=v1            |                                | 204 | 403
          GET    | people/metadata/u1             |                                | 200 | 200
          GET    | people/metadata/v1             |                                | 200 | 403
          GET    | people/metadata?key=v1         |                                | 200 | 403
          PUT    | people/metadata/v1             | {}                             | 204 | 403
          PUT    | people/metadata?key=v1         | {}                             | 204 | 403
          GET    | people/entries                 |                                | 200 | 403
          GET    | people/entries?prefix=         |                                | 200 | 403
          GET    | people/entries?prefix=u        |                                | 200 | 200
          GET    | people/entries?prefix=u1       |                                | 200 | 200
          GET    | people/entries?prefix=v        |                                | 200 | 403
          GET    | people/entries?pattern=u*      |                                | 200 | 403
          GET    | secret/entries?prefix=u        |                                | 403 | 403
          DELETE | people/entries                 |                                | 204 | 403
          DELETE | secret/entries                 |                                | 403 | 403
          POST   | people/query                   | {}                             | 200 | 403
          POST   | secret/query                   | {}                             | 403 | 403
          POST   | people/count                   | {}                             | 200 | 403
          GET    | people                         |                                | 200 | 200
          GET    | secret                         |                                | 403 | 403
          PUT    | people                         | {}                             | 204 | 403
          PUT    | other                          | {}                             | 403 | 403
          DELETE | people?recursive=true          |                                | 204 | 403
          DELETE | secret?recursive=true          |                                | 403 | 403
          """)
  void requestsWithinANamespace(
      String method, String path, @Nullable String body, int inNamespace, int withPrefix) {
    String before = contents();

    Response narrowest = send(as(key("people", "u", Role.WRITE)), method, at(path), body);

    assertThat(narrowest.statusCode()).as(narrowest.asString()).isEqualTo(withPrefix);
    if (withPrefix == 403) {
      assertForbidden(method, narrowest);
      assertThat(contents()).isEqualTo(before);
    }
    if (inNamespace == 403 || withPrefix == 403) {
      Response wider = send(as(key("people", null, Role.WRITE)), method, at(path), body);
      assertThat(wider.statusCode()).as(wider.asString()).isEqualTo(inNamespace);
      if (inNamespace == 403) {
        assertForbidden(method, wider);
        assertThat(contents()).isEqualTo(before);
      }
    }
  }

  /** Whatever is of all of the shard, or more. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET    |                      |
          PUT    |                      | {}
          DELETE |                      |
          GET    | /export              |
          GET    | /changes             |
          GET    | /changes?namespace=secret |
          POST   | /import              | {"key":"a","value":1}
          GET    | /backup              |
          GET    | /backup/points       |
          POST   | /backup/sync         |
          POST   | /restore             | {"revision":1}
          POST   | /fork                | {"to":"another"}
          """)
  void requestsOverTheShardAreRefused(String method, @Nullable String path, @Nullable String body) {
    String type = "/import".equals(path) ? "application/x-ndjson" : JSON;
    RequestSpecification request =
        as(key("people", null, Role.ADMIN)).contentType(type).urlEncodingEnabled(false);
    if (body != null) {
      request.body(body.getBytes(StandardCharsets.UTF_8));
    }

    Response answer = request.request(method, "/v1/shards/" + shard + (path == null ? "" : path));

    assertForbidden(method, answer);
  }

  @Test
  void everyOperationOfABatchIsJudged() {
    String own = "{\"op\":\"put\",\"key\":\"u9\",\"value\":1}";
    for (String foreign :
        List.of(
            "{\"op\":\"put\",\"key\":\"v9\",\"value\":1}",
            "{\"op\":\"get\",\"key\":\"v1\"}",
            "{\"op\":\"delete\",\"key\":\"v1\"}",
            "{\"op\":\"get\",\"namespace\":\"secret\",\"key\":\"u1\"}",
            "{\"op\":\"put\",\"namespace\":\"secret\",\"key\":\"u9\",\"value\":1}",
            "{\"op\":\"patch\",\"key\":\"v1\",\"mergePatch\":{\"a\":1}}")) {
      String before = contents();

      Response answer = batch(key("people", "u", Role.WRITE), own + "," + foreign);

      assertForbidden("POST", answer);
      assertThat(contents()).as(foreign).isEqualTo(before);
    }
    assertThat(batch(key("people", "u", Role.WRITE), own).statusCode()).isEqualTo(200);
  }

  @Test
  void whoMayReadMaySendBatchesOfGetsAndNoOthers() {
    String reader = key("people", "u", Role.READ);

    assertThat(batch(reader, "{\"op\":\"get\",\"key\":\"u1\"}").statusCode()).isEqualTo(200);
    assertForbidden("POST", batch(reader, "{\"op\":\"delete\",\"key\":\"u1\"}"));
    assertForbidden("POST", batch(reader, "{\"op\":\"get\",\"key\":\"v1\"}"));
  }

  @Test
  void everyPartOfATransactionIsJudged() {
    String own = "{\"op\":\"put\",\"namespace\":\"people\",\"key\":\"u9\",\"value\":1}";
    String foreign = "{\"op\":\"put\",\"namespace\":\"people\",\"key\":\"v9\",\"value\":1}";
    String check = "{\"namespace\":\"people\",\"key\":\"v1\",\"absent\":true}";
    String elsewhere = "{\"op\":\"put\",\"key\":\"u9\",\"value\":1}"; // In the namespace default.
    for (String body :
        List.of(
            "{\"operations\":[" + own + "," + foreign + "]}",
            "{\"operations\":[" + own + "],\"else\":[" + foreign + "]}",
            "{\"checks\":[" + check + "],\"operations\":[" + own + "],\"else\":[" + own + "]}",
            "{\"operations\":[" + elsewhere + "]}")) {
      String before = contents();

      assertForbidden("POST", transact(key("people", "u", Role.WRITE), body));

      assertThat(contents()).as(body).isEqualTo(before);
    }
    String allowed = "{\"operations\":[" + own + "]}";
    assertThat(transact(key("people", "u", Role.WRITE), allowed).statusCode()).isEqualTo(200);
  }

  @Test
  void theListOfNamespacesShowsTheirs() {
    for (int i = 0; i < 5; i++) {
      as(administrator).body("{}").put(at("n" + i));
    }

    assertThat(namespaces(key("people", null, Role.READ), 1)).containsExactly("people");
    assertThat(namespaces(administrator, 100)).contains("people", "secret", "n4");
  }

  @Test
  void theListOfShardsShowsTheirs() {
    String reader = key("people", "u", Role.READ);

    assertThat(as(reader).get("/v1/shards?limit=1").jsonPath().getList("items.shard"))
        .containsExactly(shard);
    assertThat(as(administrator).get("/v1/shards?prefix=" + shard).statusCode()).isEqualTo(200);
  }

  @Test
  void aScopeOfAnotherRoleDoesNotWidenThisOne() {
    Scope all = Scope.whole(new ShardPattern(shard), Role.READ);
    Scope some = new Scope(all.shards(), Role.WRITE, Set.of(new Namespace("people")), "u");
    String key = keys.create("both", List.of(all, some), 0).text();

    assertThat(as(key).get(at("secret/entries/u1")).statusCode()).isEqualTo(200);
    assertThat(as(key).body("1").put(at("people/entries/u1")).statusCode()).isEqualTo(204);
    assertForbidden("PUT", as(key).body("1").put(at("people/entries/v1")));
    assertForbidden("PUT", as(key).body("1").put(at("secret/entries/u1")));
    assertForbidden("POST", batch(key, "{\"op\":\"put\",\"key\":\"v1\",\"value\":2}"));
    assertThat(batch(key, "{\"op\":\"get\",\"key\":\"v1\"}").statusCode()).isEqualTo(200);
  }

  private String key(String namespace, @Nullable String prefix, Role role) {
    Scope scope =
        new Scope(new ShardPattern(shard), role, Set.of(new Namespace(namespace)), prefix);
    return keys.create("narrow", List.of(scope), 0).text();
  }

  private static RequestSpecification as(String key) {
    return given()
        .header("Authorization", "Bearer " + key)
        .contentType(JSON)
        .urlEncodingEnabled(false);
  }

  private static Response send(
      RequestSpecification request, String method, String path, @Nullable String body) {
    return (body == null ? request : request.body(body)).request(method, path);
  }

  private Response batch(String key, String operations) {
    return as(key).body("{\"operations\":[" + operations + "]}").post(at("people/batch"));
  }

  private Response transact(String key, String body) {
    return as(key).body(body).post("/v1/shards/" + shard + "/transactions");
  }

  private List<String> namespaces(String key, int limit) {
    return as(key)
        .get("/v1/shards/" + shard + "/namespaces?limit=" + limit)
        .jsonPath()
        .getList("items.namespace");
  }

  private String at(String rest) {
    return "/v1/shards/" + shard + "/namespaces/" + rest;
  }

  /** All that is in the shard, without the line that tells when it was written. */
  private String contents() {
    String export = as(administrator).get("/v1/shards/" + shard + "/export").asString();
    return export.substring(export.indexOf('\n'));
  }

  private static void assertForbidden(String method, Response answer) {
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(403);
    if (!method.equals("HEAD")) {
      assertThat(answer.jsonPath().getString("code")).isEqualTo("forbidden");
      assertThat(answer.asString()).doesNotContain("own", "true");
    }
  }
}
