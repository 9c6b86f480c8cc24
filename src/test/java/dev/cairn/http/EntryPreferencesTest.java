package dev.cairn.http;

import static dev.cairn.http.EntryCalls.MERGE;
import static dev.cairn.http.EntryCalls.put;
import static dev.cairn.http.EntryCalls.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

/** How much a write answers with. */
@QuarkusTest
class EntryPreferencesTest {

  private final EntryCalls calls = new EntryCalls();

  @Test
  void aRepresentationIsWhatIsStoredNow() {
    Response made = prefer("return=representation", "PUT", calls.entry("k"), "{\"a\": 1.10}");
    assertThat(made.statusCode()).isEqualTo(201);
    assertRepresentation(made, "{\"a\": 1.10}");
    Response changed = prefer("return=representation", "PUT", calls.entry("k"), "{\"a\": 1.20}");
    assertThat(changed.statusCode()).isEqualTo(200);
    assertRepresentation(changed, "{\"a\": 1.20}");
    Response patched = prefer("return=representation", "PATCH", calls.byQuery("k"), "{\"b\":2}");
    assertThat(patched.statusCode()).isEqualTo(200);
    assertRepresentation(patched, "{\"a\":1.20,\"b\":2}");
    Response metadata = prefer("return=representation", "PUT", calls.metadata("k"), "{\"m\":1}");
    assertThat(metadata.statusCode()).isEqualTo(200);
    assertRepresentation(metadata, "{\"m\":1}");
    Response cleared = prefer("return=representation", "PUT", calls.metadata("k"), "null");
    assertThat(cleared.statusCode()).isEqualTo(200);
    assertRepresentation(cleared, "{}");
  }

  @Test
  void otherPreferencesLeaveTheAnswerMinimal() {
    put(calls.entry("k"), "1");
    for (String preference :
        new String[] {
          "return=minimal",
          "respond-async",
          "return=minimal, return=representation",
          "",
          "nonsense;;"
        }) {
      Response answer = prefer(preference, "PUT", calls.entry("k"), "2");
      assertThat(answer.statusCode()).as(preference).isEqualTo(204);
      assertThat(answer.asByteArray()).isEmpty();
      assertThat(answer.header("Preference-Applied")).isNull();
      assertThat(answer.header("Cairn-Revision")).isNotNull();
    }
    for (String preference :
        new String[] {"wait=5, return=representation", "RETURN=\"representation\"; x=1"}) {
      assertThat(prefer(preference, "PUT", calls.entry("k"), "2").statusCode())
          .as(preference)
          .isEqualTo(200);
    }
  }

  private static void assertRepresentation(Response answer, String text) {
    assertThat(answer.asString()).isEqualTo(text);
    assertThat(answer.contentType()).isEqualTo("application/json");
    assertThat(answer.header("Preference-Applied")).isEqualTo("return=representation");
    assertThat(answer.header("ETag")).isEqualTo("\"" + answer.header("Cairn-Revision") + "\"");
  }

  private static Response prefer(String preference, String method, String path, String body) {
    return request()
        .header("Prefer", preference)
        .contentType(method.equals("PATCH") ? MERGE : "application/json")
        .body(body.getBytes(UTF_8))
        .request(method, path);
  }
}
