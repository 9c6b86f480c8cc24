package dev.cairn.http;

import static dev.cairn.http.FreshShard.refused;
import static dev.cairn.http.KeyCalls.as;
import static dev.cairn.http.KeyCalls.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A service without keys is open, and its first key closes it. */
@QuarkusTest
@TestProfile(FirstKeyTest.WithoutKeys.class)
class FirstKeyTest {

  /** A service of its own, in which no other test has made a key. */
  public static final class WithoutKeys implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("cairn.driver", "memory");
    }
  }

  @Test
  void theFirstKeyClosesAnOpenServiceAndTheLastOneOfAnAdministratorStays() {
    assertThat(as(null).get("/v1/shards").statusCode()).isEqualTo(200);
    assertThat(as("Bearer nothing").get("/v1/shards").statusCode()).isEqualTo(200);
    refused(
        as(null).header("Origin", "https://example.com").get("/v1/shards"), 403, "foreign-origin");
    refused(make(null, "read", ""), 409, "admin-key-needed");
    refused(make(null, "admin", ",\"expires\":\"2999-01-01T00:00:00Z\""), 409, "admin-key-needed");
    assertThat(as(null).get("/v1/keys").jsonPath().getList("items")).isEmpty();

    Response first = make(null, "admin", "");
    assertThat(first.statusCode()).as(first.asString()).isEqualTo(201);
    String operator = "Bearer " + first.jsonPath().getString("key");
    String path = first.header("Location");

    refused(as(null).get("/v1/shards"), 401, "unauthenticated");
    refused(as(null).delete(path), 401, "unauthenticated");
    refused(make(null, "admin", ""), 401, "unauthenticated");
    refused(as(operator).delete(path), 409, "admin-key-needed");
    assertThat(make(operator, "admin", "").statusCode()).isEqualTo(201);
    assertThat(as(operator).delete(path).statusCode()).isEqualTo(204);
    refused(as(operator).get("/v1/shards"), 401, "unauthenticated");
  }

  private static Response make(
      @org.jspecify.annotations.Nullable String caller, String role, String more) {
    String body =
        """
        {"name":"a","scopes":[{"shards":"*","role":"%s"}]%s}"""
            .formatted(role, more);
    return send(caller, "POST", "/v1/keys", body);
  }
}
