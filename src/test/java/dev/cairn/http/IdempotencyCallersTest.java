package dev.cairn.http;

import static dev.cairn.http.KeyCalls.as;
import static dev.cairn.http.KeyCalls.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.security.Keys;
import dev.cairn.security.NewKey;
import dev.cairn.security.Role;
import dev.cairn.security.Scope;
import dev.cairn.security.ShardPattern;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose an idempotency key is. */
@QuarkusTest
@TestProfile(WithKeys.class)
class IdempotencyCallersTest {

  private final String path = "/v1/shards/t-" + UUID.randomUUID() + "/namespaces/default/batch";

  @Inject
  @SuppressWarnings("NullAway.Init") // Set before the test.
  Keys keys;

  private String administrator = "";

  @BeforeEach
  void makeKeys() {
    administrator = bearer(keys, "*", Role.ADMIN);
  }

  private Response send(String caller, String body) {
    return as(caller)
        .header("Idempotency-Key", "same")
        .contentType("application/json")
        .body(body)
        .post(path);
  }

  @Test
  void eachCallerHasKeysOfItsOwn() {
    String one = bearer(keys, "*", Role.WRITE);
    String other = bearer(keys, "*", Role.WRITE);
    String body = "{\"operations\":[{\"op\":\"put\",\"key\":\"a\",\"value\":1}]}";

    assertThat(send(one, body).header("Cairn-Replayed")).isNull();
    Response others = send(other, body);
    assertThat(others.header("Cairn-Replayed")).isNull();
    assertThat(others.jsonPath().getInt("revision")).isEqualTo(2);
    assertThat(send(administrator, body.replace("1", "2")).statusCode()).isEqualTo(200);

    assertThat(send(one, body).jsonPath().getInt("revision")).isEqualTo(1);
    assertThat(send(other, body).jsonPath().getInt("revision")).isEqualTo(2);
  }

  @Test
  void whoMayNotWriteAnyMoreHasNoAnswer() {
    NewKey key = keys.create("test", List.of(Scope.whole(ShardPattern.ALL, Role.WRITE)), 0);
    String writer = "Bearer " + key.text();
    String body = "{\"operations\":[{\"op\":\"put\",\"key\":\"a\",\"value\":1}]}";
    assertThat(send(writer, body).statusCode()).isEqualTo(200);

    keys.revoke(key.record().id());

    assertThat(send(writer, body).statusCode()).isEqualTo(401);
  }
}
