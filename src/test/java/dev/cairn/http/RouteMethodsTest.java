package dev.cairn.http;

import static dev.cairn.http.EntryCalls.refused;
import static dev.cairn.http.EntryCalls.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every path there is, with every method that it does not know. */
@QuarkusTest
class RouteMethodsTest {

  private static final List<String> METHODS =
      List.of("GET", "HEAD", "PUT", "POST", "PATCH", "DELETE", "TRACE", "BREW");

  @Inject Gate gate;

  @Test
  void aMethodThatAPathDoesNotKnowIsRefusedWithThoseItKnows() {
    List<String> paths = new ArrayList<>();
    gate.routes()
        .forEach(
            (template, methods) -> {
              String path = template.replace("{*}", "k/l").replace("{}", "default");
              paths.add(path);
              Set<String> known = new TreeSet<>(methods.keySet());
              if (known.contains("GET")) {
                known.add("HEAD");
              }
              known.add("OPTIONS");
              for (String method : METHODS) {
                if (!known.contains(method)) {
                  assertNotAllowed(request().request(method, path), method + " " + path, known);
                }
              }
              Response options = request().options(path);
              assertThat(options.statusCode()).as(path).isEqualTo(204);
              assertThat(allowed(options)).as(path).isEqualTo(known);
            });
    assertThat(paths)
        .contains(
            "/v1/shards/default/namespaces/default/entries/k/l",
            "/v1/shards/default/namespaces/default/entry",
            "/v1/shards/default/namespaces/default/metadata",
            "/v1/shards/default/namespaces/default/batch")
        .hasSizeGreaterThan(15);
  }

  @Test
  void whatIsAtNoPathIsNotFound() {
    for (String path :
        new String[] {
          "/", "/v1", "/v2/shards", "/v1/nothing", "/V1/shards", "/v1/shards/a/b", "/q/nothing"
        }) {
      refused(request().get(path), 404, "route-not-found");
    }
  }

  @Test
  void answersThatAreNotAcceptedAreRefused() {
    EntryCalls calls = new EntryCalls();
    EntryCalls.put(calls.entry("k"), "1");
    for (String accept : new String[] {"application/xml", "text/plain", "image/*"}) {
      refused(request().header("Accept", accept).get(calls.entry("k")), 406, "not-acceptable");
    }
    for (String accept :
        new String[] {"*/*", "application/*", "text/html, application/json;q=0.1"}) {
      assertThat(request().header("Accept", accept).get(calls.entry("k")).statusCode())
          .as(accept)
          .isEqualTo(200);
    }
  }

  private static void assertNotAllowed(Response answer, String what, Set<String> known) {
    assertThat(answer.statusCode()).as(what).isEqualTo(405);
    assertThat(answer.contentType()).as(what).startsWith(Problem.MEDIA_TYPE);
    assertThat(allowed(answer)).as(what).isEqualTo(known);
  }

  private static Set<String> allowed(Response answer) {
    return new TreeSet<>(List.of(answer.header("Allow").split(", ", -1)));
  }
}
