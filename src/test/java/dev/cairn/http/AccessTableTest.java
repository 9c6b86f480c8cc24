package dev.cairn.http;

import static dev.cairn.http.KeyCalls.as;
import static dev.cairn.http.KeyCalls.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Eventually;
import dev.cairn.oidc.TestIssuer;
import dev.cairn.oidc.TestIssuer.SigningKey;
import dev.cairn.security.Keys;
import dev.cairn.security.Role;
import dev.cairn.security.Scope;
import dev.cairn.security.ShardPattern;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every route there is, called by everybody there could be. */
@QuarkusTest
@TestProfile(WithIssuer.class)
class AccessTableTest {

  /**
   * What each route asks of its callers; {@code narrow} where those with a part of the shard may
   * call it. Written once more by hand, so that neither a new route nor a slip goes unseen.
   */
  private static final String ROUTES =
      """
      any          GET    /v1/shards
      admin        PUT    /v1/shards/{}
      read         GET    /v1/shards/{}
      admin        DELETE /v1/shards/{}
      read         GET    /v1/shards/{}/export
      read narrow  GET    /v1/shards/{}/changes
      write        POST   /v1/shards/{}/import
      write narrow POST   /v1/shards/{}/transactions
      read narrow  POST   /v1/shards/{}/transactions/interactive
      read narrow  GET    /v1/shards/{}/transactions/{}
      read narrow  POST   /v1/shards/{}/transactions/{}/operations
      read narrow  POST   /v1/shards/{}/transactions/{}/commit
      read narrow  POST   /v1/shards/{}/transactions/{}/rollback
      admin        POST   /v1/shards/{}/fork
      admin        POST   /v1/shards/{}/restore
      read         GET    /v1/shards/{}/file
      admin        PUT    /v1/shards/{}/file
      read         GET    /v1/shards/{}/snapshots
      admin        POST   /v1/shards/{}/snapshots
      read         GET    /v1/shards/{}/snapshots/{}
      admin        DELETE /v1/shards/{}/snapshots/{}
      admin        POST   /v1/shards/{}/snapshots/{}/restore
      read         GET    /v1/shards/{}/backup
      admin        POST   /v1/shards/{}/backup/sync
      admin        POST   /v1/shards/{}/backup/verify
      read         GET    /v1/shards/{}/backup/points
      read narrow  GET    /v1/shards/{}/namespaces
      write narrow PUT    /v1/shards/{}/namespaces/{}
      read narrow  GET    /v1/shards/{}/namespaces/{}
      write narrow DELETE /v1/shards/{}/namespaces/{}
      read narrow  POST   /v1/shards/{}/namespaces/{}/batch
      read narrow  POST   /v1/shards/{}/namespaces/{}/query
      read narrow  POST   /v1/shards/{}/namespaces/{}/count
      read narrow  POST   /v1/shards/{}/namespaces/{}/search
      read narrow  POST   /v1/shards/{}/namespaces/{}/aggregate
      read narrow  GET    /v1/shards/{}/namespaces/{}/indexes
      write narrow POST   /v1/shards/{}/namespaces/{}/indexes
      read narrow  GET    /v1/shards/{}/namespaces/{}/indexes/{}
      write narrow DELETE /v1/shards/{}/namespaces/{}/indexes/{}
      read narrow  GET    /v1/shards/{}/namespaces/{}/entries
      write narrow DELETE /v1/shards/{}/namespaces/{}/entries
      read narrow  GET    /v1/shards/{}/namespaces/{}/entries/{*}
      read narrow  HEAD   /v1/shards/{}/namespaces/{}/entries/{*}
      write narrow PUT    /v1/shards/{}/namespaces/{}/entries/{*}
      write narrow PATCH  /v1/shards/{}/namespaces/{}/entries/{*}
      write narrow DELETE /v1/shards/{}/namespaces/{}/entries/{*}
      read narrow  GET    /v1/shards/{}/namespaces/{}/metadata/{*}
      write narrow PUT    /v1/shards/{}/namespaces/{}/metadata/{*}
      write narrow PATCH  /v1/shards/{}/namespaces/{}/metadata/{*}
      read narrow  GET    /v1/shards/{}/namespaces/{}/entry
      read narrow  HEAD   /v1/shards/{}/namespaces/{}/entry
      write narrow PUT    /v1/shards/{}/namespaces/{}/entry
      write narrow PATCH  /v1/shards/{}/namespaces/{}/entry
      write narrow DELETE /v1/shards/{}/namespaces/{}/entry
      read narrow  GET    /v1/shards/{}/namespaces/{}/metadata
      write narrow PUT    /v1/shards/{}/namespaces/{}/metadata
      write narrow PATCH  /v1/shards/{}/namespaces/{}/metadata
      any          POST   /v1/changes
      any          POST   /v1/tickets
      any          POST   /v1/query
      any          POST   /v1/count
      any          POST   /v1/aggregate
      any          GET    /v1/operations
      any          GET    /v1/operations/{}
      any          DELETE /v1/operations/{}
      node-read    GET    /v1/status
      node-admin   POST   /v1/keys
      node-admin   GET    /v1/keys
      node-admin   GET    /v1/keys/{}
      node-admin   DELETE /v1/keys/{}
      """;

  /** What those without a valid key may do. */
  private static final String NOTHING = "";

  @Inject
  @SuppressWarnings("NullAway.Init") // Set before the test.
  Gate gate;

  @Inject
  @SuppressWarnings("NullAway.Init") // Set before the test.
  Keys keys;

  @Inject
  @SuppressWarnings("NullAway.Init") // Set before the test.
  Clock clock;

  @SuppressWarnings("NullAway.Init") // Set before the test.
  private String operator;

  private final SigningKey signing = TestIssuer.rsa("table-" + System.nanoTime());

  @SuppressWarnings("NullAway.Init") // Set before the test.
  private TestIssuer issuer;

  @BeforeEach
  void makeTheService() {
    operator = bearer(keys, "*", Role.ADMIN);
    issuer = WithIssuer.start();
    issuer.publish(signing);
    String token = token("*:read");
    Eventually.holds(
        "the key of the issuer is known", () -> as(token).get("/v1/status").statusCode() == 200);
  }

  @AfterEach
  void stopTheIssuer() {
    issuer.close();
  }

  private String token(Object scopes) {
    return issuer.bearer(signing, issuer.claims(scopes));
  }

  /** A caller: the header, and the needs of routes of shard guild-7 that it meets. */
  private record Somebody(@Nullable String authorization, Set<String> meets) {
    static Somebody of(@Nullable String authorization, String meets) {
      return new Somebody(authorization, Set.of(meets.split(" ")));
    }
  }

  private Map<String, Somebody> everybody() {
    Map<String, Somebody> all = new LinkedHashMap<>();
    all.put("no key", Somebody.of(null, NOTHING));
    all.put("no scheme", Somebody.of(operator.substring(7), NOTHING));
    all.put("wrong key", Somebody.of(operator.substring(0, operator.length() - 1) + "0", NOTHING));
    all.put("wrong password", Somebody.of("Basic YTpi", NOTHING));
    all.put("expired", Somebody.of(expired(), NOTHING));
    all.put("revoked", Somebody.of(revoked(), NOTHING));
    all.put("reader", Somebody.of(bearer(keys, "guild-*", Role.READ), "any read"));
    all.put("writer", Somebody.of(bearer(keys, "guild-*", Role.WRITE), "any read write"));
    all.put("admin", Somebody.of(bearer(keys, "guild-7", Role.ADMIN), "any read write admin"));
    all.put("sender of SQL", Somebody.of(bearer(keys, "*", Role.SQL), "any"));
    for (String other : List.of("other", "guild-", "guild-70", "guild-70*")) {
      all.put("admin of " + other, Somebody.of(bearer(keys, other, Role.ADMIN), "any"));
    }
    all.put("node reader", Somebody.of(bearer(keys, "*", Role.READ), "any read node-read"));
    String everything = "any read write admin node-read node-admin";
    all.put("operator", Somebody.of(operator, everything));
    all.put("operator by password", Somebody.of(KeyCalls.basic(operator, "bob"), everything));
    all.put("OIDC user without scopes", Somebody.of(token(List.of()), "any"));
    all.put("OIDC reader", Somebody.of(token("guild-*:read"), "any read"));
    all.put("OIDC writer", Somebody.of(token(List.of("guild-7:write")), "any read write"));
    all.put("OIDC look-alike", Somebody.of(token("guild-70*:admin guild-:admin"), "any"));
    all.put(
        "OIDC admin",
        Somebody.of(
            token(List.of(Map.of("shards", "guild-7", "role", "admin"))), "any read write admin"));
    all.put("OIDC operator", Somebody.of(token("*:admin"), everything));
    Map<String, Object> late = issuer.claims("*:admin");
    late.put("exp", clock.millis() / 1000 - 60);
    all.put("OIDC expired", Somebody.of(issuer.bearer(signing, late), NOTHING));
    String forged = issuer.bearer(TestIssuer.rsa(signing.id()), issuer.claims("*:admin"));
    all.put("OIDC forged", Somebody.of(forged, NOTHING));
    return all;
  }

  private String expired() {
    Scope scope = Scope.whole(ShardPattern.ALL, Role.ADMIN);
    long soon = clock.millis() + 1;
    String text = keys.create("expired", List.of(scope), soon).text();
    Eventually.holds("the key has expired", () -> clock.millis() >= soon);
    return "Bearer " + text;
  }

  private String revoked() {
    var made = keys.create("revoked", List.of(Scope.whole(ShardPattern.ALL, Role.ADMIN)), 0);
    String header = "Bearer " + made.text();
    assertThat(as(header).get("/v1/status").statusCode()).isEqualTo(200);
    keys.revoke(made.record().id());
    return header;
  }

  private static Map<String, String> written() {
    Map<String, String> routes = new TreeMap<>();
    ROUTES
        .lines()
        .forEach(
            line -> routes.put(line.substring(13).replaceAll(" +", " "), line.substring(0, 13)));
    return routes;
  }

  @Test
  void theTableNamesEveryRouteAsItsMethodDoes() {
    Map<String, String> found = new TreeMap<>();
    gate.routes()
        .forEach(
            (template, methods) ->
                methods.forEach(
                    (method, route) -> found.put(method + " " + template, needs(route))));
    Map<String, String> expected = new TreeMap<>();
    written().forEach((route, needs) -> expected.put(route, needs.strip()));
    assertThat(found).isEqualTo(expected);
  }

  private static String needs(Route route) {
    String role = route.role().word() + (route.narrow() ? " narrow" : "");
    return switch (route.over()) {
      case SHARD -> role;
      case NODE -> "node-" + role;
      case ANY -> "any";
    };
  }

  @Test
  void everybodyIsLetInWhereTheyMayBeAndNowhereElse() {
    everybody()
        .forEach(
            (name, somebody) ->
                written()
                    .forEach(
                        (route, needs) -> {
                          String need = needs.split(" ", -1)[0];
                          String method = route.substring(0, route.indexOf(' '));
                          judge(name, somebody, method, path(route), need);
                          if (method.equals("GET")) {
                            judge(name, somebody, "HEAD", path(route), need);
                          }
                        }));
  }

  private static String path(String route) {
    return route
        .substring(route.indexOf(' ') + 1)
        .replaceFirst("shards/[{][}]", "shards/guild-7")
        .replace("{*}", "k/l")
        .replace("{}", "default");
  }

  private static void judge(
      String name, Somebody somebody, String method, String path, String need) {
    String what = name + " " + method + " " + path;
    Response answer = call(somebody.authorization(), method, path);
    int status = answer.statusCode();
    if (somebody.meets().contains(NOTHING)) {
      assertThat(status).as(what).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate"))
          .as(what)
          .isEqualTo(
              "Bearer realm=\"cairn\""
                  + (somebody.authorization() == null ? "" : ", error=\"invalid_token\""));
    } else if (!somebody.meets().contains(need)) {
      assertThat(status).as(what).isEqualTo(403);
    } else {
      assertThat(status).as(what).isNotIn(401, 403, 405).isLessThan(500);
    }
    if (status == 401 || status == 403) {
      assertRefusal(answer, method, status, what);
    }
  }

  private static void assertRefusal(Response answer, String method, int status, String what) {
    assertThat(answer.contentType()).as(what).isEqualTo(Problem.MEDIA_TYPE);
    String body = answer.asString();
    if (method.equals("HEAD")) {
      assertThat(body).as(what).isEmpty();
      return;
    }
    assertThat(body)
        .as(what)
        .contains("\"code\":\"" + (status == 401 ? "unauthenticated" : "forbidden") + "\"")
        .doesNotContain("cairn_", "not-found", "exist");
  }

  /** A request whose body is nothing that could be carried out. */
  private static Response call(@Nullable String authorization, String method, String path) {
    return Set.of("PUT", "POST", "PATCH").contains(method)
        ? as(authorization)
            .contentType(type(method, path))
            .body(new byte[] {'!'})
            .request(method, path)
        : as(authorization).request(method, path);
  }

  private static String type(String method, String path) {
    return path.endsWith("/import")
        ? "application/x-ndjson"
        : method.equals("PATCH") ? "application/merge-patch+json" : "application/json";
  }

  @Test
  void whoHasAPartOfAShardIsLetInOnlyWhereAPartCanBeTold() {
    String inDefault = KeyCalls.narrow(keys, "guild-*", Set.of("default"), null);
    String elsewhere = KeyCalls.narrow(keys, "guild-*", Set.of("people"), null);
    String prefix = KeyCalls.narrow(keys, "guild-*", Set.of(), "k/l");
    String otherPrefix = KeyCalls.narrow(keys, "guild-*", Set.of(), "k/m");
    written()
        .forEach(
            (route, needs) -> {
              String method = route.substring(0, route.indexOf(' '));
              boolean everyone = needs.startsWith("any");
              boolean narrow = needs.contains("narrow");
              boolean ofKey = route.endsWith("{*}");
              // Who may read a part of it must say which.
              String path =
                  path(route) + (narrow && route.endsWith("/changes") ? "?namespace=default" : "");
              if (!narrow && !everyone) {
                for (String caller : List.of(inDefault, elsewhere, prefix, otherPrefix)) {
                  assertThat(call(caller, method, path).statusCode()).as(route).isEqualTo(403);
                }
              } else if (!path.endsWith("/import")) {
                assertThat(call(inDefault, method, path).statusCode()).as(route).isNotIn(401, 403);
              }
              if (narrow && path.contains("/namespaces/")) {
                assertThat(call(elsewhere, method, path).statusCode()).as(route).isEqualTo(403);
              }
              if (ofKey) {
                assertThat(call(prefix, method, path).statusCode()).as(route).isNotIn(401, 403);
                assertThat(call(otherPrefix, method, path).statusCode()).as(route).isEqualTo(403);
              }
            });
  }
}
