package dev.cairn.http;

import static dev.cairn.http.KeyCalls.as;
import static dev.cairn.http.KeyCalls.bearer;
import static dev.cairn.http.KeyCalls.narrow;
import static dev.cairn.http.KeyCalls.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.security.Keys;
import dev.cairn.security.Role;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose an interactive transaction is, and what of it a key allows. */
@QuarkusTest
@TestProfile(WithKeys.class)
class InteractiveCallersTest {

  private final String shard = "t-" + UUID.randomUUID();
  private final String path = "/v1/shards/" + shard + "/transactions/";

  @Inject
  @SuppressWarnings("NullAway.Init") // Set before the test.
  Keys keys;

  private String administrator = "";

  @BeforeEach
  void fill() {
    administrator = bearer(keys, "*", Role.ADMIN);
    for (String key : List.of("u1", "v1")) {
      String entry = "/v1/shards/" + shard + "/namespaces/people/entries/" + key;
      assertThat(send(administrator, "PUT", entry, "1").statusCode()).isEqualTo(201);
    }
  }

  private Response begin(String key, boolean readOnly) {
    return send(key, "POST", path + "interactive", "{\"readOnly\":" + readOnly + "}");
  }

  private static int operate(String key, String transaction, String op, String rest) {
    String body =
        "{\"operations\":[{\"op\":\"" + op + "\",\"namespace\":\"people\"," + rest + "}]}";
    return send(key, "POST", transaction + "/operations", body).statusCode();
  }

  @Test
  void itIsOfTheKeyThatBeganItAlone() {
    String owner = bearer(keys, shard, Role.WRITE);
    String other = bearer(keys, shard, Role.WRITE);
    String transaction = begin(owner, false).header("Location");

    for (String stranger : List.of(other, administrator)) {
      assertThat(as(stranger).get(transaction).statusCode()).isEqualTo(404);
      assertThat(operate(stranger, transaction, "get", "\"key\":\"u1\"")).isEqualTo(404);
      for (String act : List.of("/commit", "/rollback")) {
        Response answer = send(stranger, "POST", transaction + act, "");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.jsonPath().getString("code")).isEqualTo("transaction-not-found");
      }
    }
    assertThat(operate(owner, transaction, "put", "\"key\":\"u1\",\"value\":2")).isEqualTo(200);
    assertThat(send(owner, "POST", transaction + "/commit", "").statusCode()).isEqualTo(200);
    assertThat(as(other).get(transaction).statusCode()).as("afterwards too").isEqualTo(404);
  }

  @Test
  void whoMayReadBeginsOnesThatRead() {
    String reader = bearer(keys, shard, Role.READ);
    assertThat(begin(reader, false).statusCode()).isEqualTo(403);
    String transaction = begin(reader, true).header("Location");

    assertThat(operate(reader, transaction, "get", "\"key\":\"u1\"")).isEqualTo(200);
    assertThat(operate(reader, transaction, "put", "\"key\":\"u1\",\"value\":2")).isEqualTo(403);
    assertThat(send(reader, "POST", transaction + "/commit", "").statusCode()).isEqualTo(200);
  }

  @Test
  void everyOperationIsJudgedForWhoMayDoLess() {
    String owner = narrow(keys, shard, Set.of("people"), "u");
    String transaction = begin(owner, false).header("Location");

    assertThat(operate(owner, transaction, "put", "\"key\":\"u2\",\"value\":2")).isEqualTo(200);
    assertThat(operate(owner, transaction, "get", "\"key\":\"v1\"")).isEqualTo(403);
    assertThat(operate(owner, transaction, "put", "\"key\":\"v1\",\"value\":2")).isEqualTo(403);
    Response elsewhere =
        send(
            owner,
            "POST",
            transaction + "/operations",
            "{\"operations\":[{\"op\":\"get\",\"key\":\"u1\"}]}");
    assertThat(elsewhere.statusCode()).as("in default").isEqualTo(403);
    assertThat(send(owner, "POST", transaction + "/commit", "").statusCode()).isEqualTo(200);
    String entry = "/v1/shards/" + shard + "/namespaces/people/entries/";
    assertThat(as(administrator).get(entry + "u2").asString()).isEqualTo("2");
    assertThat(as(administrator).get(entry + "v1").asString()).isEqualTo("1");
  }
}
