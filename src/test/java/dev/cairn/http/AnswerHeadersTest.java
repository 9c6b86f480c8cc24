package dev.cairn.http;

import static dev.cairn.http.KeyCalls.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.security.Keys;
import dev.cairn.security.Role;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers that every answer has, that pages have, and that none has. */
@QuarkusTest
@TestProfile(WithKeys.class)
class AnswerHeadersTest {

  private static final String ID = "X-Request-Id";

  private final FreshShard shard = new FreshShard();

  @Inject
  @SuppressWarnings("NullAway.Init") // Set before the test.
  Keys keys;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private String admin;

  @BeforeEach
  void makeKey() {
    admin = KeyCalls.bearer(keys, "*", Role.ADMIN);
  }

  /** Answers of every kind: by the gate, by the short way, by a resource, by the framework. */
  private List<Response> answers() {
    List<Response> answers = new ArrayList<>();
    String entry = shard.inDefault("/entries/a");
    answers.add(as(admin).contentType("application/json").body("1").put(entry));
    answers.add(as(admin).get(entry));
    answers.add(as(admin).head(entry));
    answers.add(as(admin).get(shard.inDefault("/entries/missing")));
    answers.add(as(admin).get(shard.path("")));
    answers.add(as(admin).get(shard.path("/export")));
    answers.add(as(admin).get("/v1/keys"));
    answers.add(as(null).get(shard.path("")));
    answers.add(as("Bearer no").delete(shard.path("")));
    answers.add(as(admin).get("/nowhere"));
    answers.add(as(admin).get("/v1/shards/a//b"));
    answers.add(as(admin).options(shard.path("")));
    answers.add(as(null).get("/q/openapi"));
    answers.add(as(null).get("/q/swagger-ui/"));
    answers.add(as(null).get("/q/nothing"));
    return answers;
  }

  @Test
  void everyAnswerHasAnIdOfItsOwnAndAProblemSaysItToo() {
    Set<String> ids = new HashSet<>();
    for (Response answer : answers()) {
      String id = answer.header(ID);
      assertThat(id).as("%s", answer.headers()).matches("[0-9a-f]{16}");
      assertThat(ids.add(id)).isTrue();
      assertThat(answer.headers().getList(ID)).hasSize(1);
      if (String.valueOf(answer.contentType()).startsWith("application/problem+json")) {
        assertThat(answer.jsonPath().getString("requestId")).isEqualTo(id);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "0af7651916cd43dd8448eb211c80319c", "Root=1-67891233:a/b.c~d+e@f"})
  void anIdThatWasSentIsKept(String id) {
    assertThat(as(admin).header(ID, id).get("/v1/shards").header(ID)).isEqualTo(id);
    assertThat(as(null).header(ID, id).get("/v1/shards").jsonPath().getString("requestId"))
        .isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "<script>",
        "a\"b",
        "a\tb",
        "\u00e4",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void anIdThatIsNotFitForALogIsReplaced(String id) {
    assertThat(as(admin).header(ID, id).get("/v1/shards").header(ID)).matches("[0-9a-f]{16}");
  }

  @Test
  void pagesAreKeptToThemselves() {
    for (String path : List.of("/q/swagger-ui/", "/q/openapi", "/q/nothing")) {
      Response page = as(null).get(path);
      assertThat(page.header("Content-Security-Policy"))
          .contains("default-src 'none'", "connect-src 'self'", "frame-ancestors 'none'");
      assertThat(page.header("X-Frame-Options")).isEqualTo("DENY");
      assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
      assertThat(page.header("Permissions-Policy")).contains("camera=()");
      assertThat(page.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
      assertThat(page.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
    }
  }

  /** All that the page of Swagger UI loads must be let in by its policy. */
  @Test
  void thePageOfSwaggerUiLoadsNothingFromElsewhere() {
    String page = as(null).get("/q/swagger-ui/").asString();
    assertThat(page).contains("<script", "stylesheet");
    assertThat(page).doesNotContainPattern("(src|href)=[\"']?(https?:)?//");
  }

  @Test
  void anAnswerThatShowsAKeyIsKeptNowhere() {
    Response made =
        as(admin)
            .contentType("application/json")
            .body("{\"name\":\"a\",\"scopes\":[{\"shards\":\"a\",\"role\":\"read\"}]}")
            .post("/v1/keys");
    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(made.header("Cache-Control")).isEqualTo("no-store");
    assertThat(made.header("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void noOtherOriginIsEverLetIn() {
    for (String path : List.of("/v1/shards", "/v1/keys", "/q/openapi", "/q/swagger-ui/", "/no")) {
      for (String method : List.of("GET", "OPTIONS", "POST")) {
        Response answer =
            as(admin)
                .header("Origin", "https://example.com")
                .header("Access-Control-Request-Method", "PUT")
                .header("Access-Control-Request-Headers", "authorization")
                .request(method, path);
        assertThat(answer.headers().asList())
            .noneMatch(
                header -> header.getName().toLowerCase(Locale.ROOT).startsWith("access-control-"));
      }
    }
  }
}
