package dev.cairn.http;

import static dev.cairn.http.FreshShard.refused;
import static dev.cairn.http.KeyCalls.as;
import static dev.cairn.http.KeyCalls.bearer;
import static dev.cairn.http.KeyCalls.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.security.Keys;
import dev.cairn.security.Role;
import dev.cairn.security.Scope;
import dev.cairn.security.ShardPattern;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers that send a ticket in place of a key. */
@QuarkusTest
@TestProfile(WithKeys.class)
@Timeout(60)
class TicketCallersTest {

  private final FreshShard shard = new FreshShard();
  private final String path = shard.path("/changes");

  @TestHTTPResource("/")
  @SuppressWarnings("NullAway.Init") // set by the framework
  URI root;

  @Inject
  @SuppressWarnings("NullAway.Init") // set by the framework
  Keys keys;

  @SuppressWarnings("NullAway.Init") // set before each test
  private String operator;

  @BeforeEach
  void begin() {
    operator = bearer(keys, "*", Role.ADMIN);
    assertThat(send(operator, "PUT", shard.inDefault("/entries/a"), "1").statusCode())
        .isEqualTo(201);
  }

  private static Response ask(String caller, String path) {
    return send(caller, "POST", "/v1/tickets", "{\"path\":\"" + path + "\"}");
  }

  private String ticket(String caller) {
    Response answer = ask(caller, path);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.jsonPath().getString("path")).isEqualTo(path);
    return answer.jsonPath().getString("ticket");
  }

  private EventLines stream(String of, String query) throws Exception {
    return new EventLines(
        HttpRequest.newBuilder(root.resolve(of + "?" + query))
            .header("Accept", "text/event-stream")
            .build());
  }

  private void assertRefused(String of, String query) throws Exception {
    try (EventLines stream = stream(of, query)) {
      assertThat(stream.status()).isEqualTo(401);
    }
  }

  @Test
  void aTicketOpensOneStream() throws Exception {
    String ticket = ticket(bearer(keys, shard.id(), Role.READ));
    try (EventLines stream = stream(path, "since=0&ticket=" + ticket)) {
      assertThat(stream.status()).isEqualTo(200);
      assertThat(stream.next()).startsWith("id: 1 data: ");
    }
    assertRefused(path, "since=0&ticket=" + ticket);
  }

  @Test
  void itOpensNothingButItsStream() throws Exception {
    String other = new FreshShard().path("/changes");
    String first = ticket(operator);
    assertRefused(other, "ticket=" + first);
    assertRefused(path, "ticket=" + first);

    // A page is no stream, and other paths know no tickets.
    refused(as(null).get(path + "?ticket=" + ticket(operator)), 401, "unauthenticated");
    refused(as(null).get("/v1/shards?ticket=" + ticket(operator)), 401, "unauthenticated");
    refused(as("Bearer " + ticket(operator)).get(path), 401, "unauthenticated");
    String text = ticket(operator);
    String wrong = text.substring(0, text.length() - 1) + (text.endsWith("a") ? "b" : "a");
    assertRefused(path, "ticket=" + wrong);
    assertRefused(path, "ticket=");
  }

  @Test
  void itHasTheRightsOfItsCallerAndNoOthers() throws Exception {
    String narrow = KeyCalls.narrow(keys, shard.id(), Set.of("default"), null);
    try (EventLines stream = stream(path, "ticket=" + ticket(narrow))) {
      assertThat(stream.status()).isEqualTo(403);
    }
    try (EventLines stream = stream(path, "namespace=default&ticket=" + ticket(narrow))) {
      assertThat(stream.status()).isEqualTo(200);
    }
    refused(ask(bearer(keys, "other", Role.ADMIN), path), 403, "forbidden");
  }

  @Test
  void itEndsWithItsKey() throws Exception {
    var key = keys.create("k", List.of(Scope.whole(new ShardPattern(shard.id()), Role.READ)), 0);
    String ticket = ticket("Bearer " + key.text());
    keys.revoke(key.record().id());
    assertRefused(path, "ticket=" + ticket);
  }

  @Test
  void onlyForTheOnePathOfAStreamOneIsMade() {
    refused(ask(operator, "/v1/shards"), 400, "invalid-body");
    refused(ask(operator, path + "?since=1"), 400, "invalid-body");
    refused(ask(operator, path + "/"), 400, "invalid-body");
    refused(ask(operator, "http://x" + path), 400, "invalid-body");
    refused(ask(operator, "/v1/shards/.x/changes"), 400, "invalid-shard-id");
    refused(send(operator, "POST", "/v1/tickets", "{}"), 400, "invalid-body");
    refused(send(operator, "POST", "/v1/tickets", "[]"), 400, "invalid-body");
  }

  @Test
  void noLogAndNoAnswerTellsOfIt() throws Exception {
    String key = bearer(keys, shard.id(), Role.READ);
    try (LogOf audit = new LogOf(Audit.LOGGER);
        LogOf root = new LogOf("")) {
      String used = ticket(key);
      try (EventLines stream = stream(path, "ticket=" + used)) {
        assertThat(stream.next()).doesNotContain(used);
      }
      assertRefused(path, "ticket=" + used);
      Response page = as(null).get(path + "?ticket=" + used);
      refused(page, 401, "unauthenticated");
      assertThat(page.asString() + page.headers()).doesNotContain(used);
      audit.has("refusal caller=\"unknown\" method=GET path=/v1/shards/{shard}/changes");
      assertThat(audit.lines()).noneMatch(line -> line.contains(used));
      assertThat(root.lines()).noneMatch(line -> line.contains(used));
    }
  }
}
