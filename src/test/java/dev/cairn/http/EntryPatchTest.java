package dev.cairn.http;

import static dev.cairn.http.EntryCalls.JSON_PATCH;
import static dev.cairn.http.EntryCalls.MERGE;
import static dev.cairn.http.EntryCalls.get;
import static dev.cairn.http.EntryCalls.patch;
import static dev.cairn.http.EntryCalls.put;
import static dev.cairn.http.EntryCalls.refused;
import static dev.cairn.http.EntryCalls.request;
import static dev.cairn.http.EntryCalls.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

/** Both forms of patches over HTTP. */
@QuarkusTest
class EntryPatchTest {

  private final EntryCalls calls = new EntryCalls();

  @Test
  void mergePatchesDoWhatTheStandardsTableSays() {
    String[][] rows = {
      {"{\"a\":\"b\"}", "{\"a\":\"c\"}", "{\"a\":\"c\"}"},
      {"{\"a\":\"b\"}", "{\"b\":\"c\"}", "{\"a\":\"b\",\"b\":\"c\"}"},
      {"{\"a\":\"b\"}", "{\"a\":null}", "{}"},
      {"{\"a\":\"b\",\"b\":\"c\"}", "{\"a\":null}", "{\"b\":\"c\"}"},
      {"{\"a\":[\"b\"]}", "{\"a\":\"c\"}", "{\"a\":\"c\"}"},
      {"{\"a\":\"c\"}", "{\"a\":[\"b\"]}", "{\"a\":[\"b\"]}"},
      {"{\"a\":{\"b\":\"c\"}}", "{\"a\":{\"b\":\"d\",\"c\":null}}", "{\"a\":{\"b\":\"d\"}}"},
      {"{\"a\":[{\"b\":\"c\"}]}", "{\"a\":[1]}", "{\"a\":[1]}"},
      {"[\"a\",\"b\"]", "[\"c\",\"d\"]", "[\"c\",\"d\"]"},
      {"{\"a\":\"b\"}", "[\"c\"]", "[\"c\"]"},
      {"{\"a\":\"foo\"}", "null", "null"},
      {"{\"a\":\"foo\"}", "\"bar\"", "\"bar\""},
      {"{\"e\":null}", "{\"a\":1}", "{\"e\":null,\"a\":1}"},
      {"[1,2]", "{\"a\":\"b\",\"c\":null}", "{\"a\":\"b\"}"},
      {"{}", "{\"a\":{\"bb\":{\"ccc\":null}}}", "{\"a\":{\"bb\":{}}}"}
    };
    for (String[] row : rows) {
      put(calls.entry("k"), row[0]);
      assertThat(patch(calls.entry("k"), MERGE, row[1]).statusCode()).isEqualTo(204);
      assertThat(get(calls.entry("k")).asString()).as(row[0] + row[1]).isEqualTo(row[2]);
    }
  }

  @Test
  void jsonPatchesDoWhatTheStandardsExamplesSay() {
    String[][] rows = {
      {
        "{\"foo\":\"bar\"}",
        "{'op':'add','path':'/baz','value':'qux'}",
        "{\"foo\":\"bar\",\"baz\":\"qux\"}"
      },
      {
        "{\"foo\":[\"bar\",\"baz\"]}",
        "{'op':'add','path':'/foo/1','value':'qux'}",
        "{\"foo\":[\"bar\",\"qux\",\"baz\"]}"
      },
      {"{\"baz\":\"qux\",\"foo\":\"bar\"}", "{'op':'remove','path':'/baz'}", "{\"foo\":\"bar\"}"},
      {
        "{\"foo\":[\"bar\",\"qux\",\"baz\"]}",
        "{'op':'remove','path':'/foo/1'}",
        "{\"foo\":[\"bar\",\"baz\"]}"
      },
      {
        "{\"baz\":\"qux\",\"foo\":\"bar\"}",
        "{'op':'replace','path':'/baz','value':'boo'}",
        "{\"baz\":\"boo\",\"foo\":\"bar\"}"
      },
      {
        "{\"foo\":{\"bar\":\"baz\",\"waldo\":\"fred\"},\"qux\":{\"corge\":\"grault\"}}",
        "{'op':'move','from':'/foo/waldo','path':'/qux/thud'}",
        "{\"foo\":{\"bar\":\"baz\"},\"qux\":{\"corge\":\"grault\",\"thud\":\"fred\"}}"
      },
      {
        "{\"foo\":[\"all\",\"grass\",\"cows\",\"eat\"]}",
        "{'op':'move','from':'/foo/1','path':'/foo/3'}",
        "{\"foo\":[\"all\",\"cows\",\"eat\",\"grass\"]}"
      },
      {"{\"baz\":\"qux\"}", "{'op':'test','path':'/baz','value':'qux'}", "{\"baz\":\"qux\"}"},
      {
        "{\"foo\":[\"bar\"]}",
        "{'op':'add','path':'/foo/-','value':['abc','def']}",
        "{\"foo\":[\"bar\",[\"abc\",\"def\"]]}"
      },
      {"{\"/\":9,\"~1\":10}", "{'op':'test','path':'/~01','value':10}", "{\"/\":9,\"~1\":10}"},
      {"{\"a\":1}", "{'op':'copy','from':'/a','path':'/b'}", "{\"a\":1,\"b\":1}"},
      {"7", "{'op':'replace','path':'','value':{}}", "{}"}
    };
    for (String[] row : rows) {
      put(calls.entry("k"), row[0]);
      Response answer = patch(calls.entry("k"), JSON_PATCH, "[" + row[1].replace('\'', '"') + "]");
      assertThat(answer.statusCode()).as(row[1] + answer.asString()).isEqualTo(204);
      assertThat(get(calls.entry("k")).asString()).as(row[0] + row[1]).isEqualTo(row[2]);
    }
  }

  @Test
  void untouchedNumbersStayAsTheyWereWritten() {
    put(calls.entry("k"), "{\"a\":1.10,\"b\":1e400,\"c\":[-0,0.50],\"d\":12345678901234567890123}");
    patch(calls.entry("k"), MERGE, "{\"x\":2.0}").then().statusCode(204);
    patch(calls.entry("k"), JSON_PATCH, "[{\"op\":\"add\",\"path\":\"/c/-\",\"value\":3.30}]")
        .then()
        .statusCode(204);
    assertThat(get(calls.entry("k")).asString())
        .isEqualTo(
            "{\"a\":1.10,\"b\":1e400,\"c\":[-0,0.50,3.30],\"d\":12345678901234567890123,\"x\":2.0}");
  }

  @Test
  void aFailedTestChangesNothing() {
    put(calls.entry("k"), "{\"a\":1}");
    refused(
        patch(
            calls.entry("k"),
            JSON_PATCH,
            "[{\"op\":\"replace\",\"path\":\"/a\",\"value\":2},{\"op\":\"test\",\"path\":\"/a\",\"value\":3}]"),
        409,
        "patch-test-failed");
    refused(
        patch(calls.entry("k"), JSON_PATCH, "[{\"op\":\"remove\",\"path\":\"/none\"}]"),
        409,
        "patch-conflict");
    assertThat(get(calls.entry("k")).asString()).isEqualTo("{\"a\":1}");
    assertThat(get(calls.entry("k")).header("ETag")).isEqualTo("\"1\"");
  }

  @Test
  void malformedPatchesAreRefused() {
    put(calls.entry("k"), "{\"a\":1}");
    for (String bad :
        new String[] {
          "{}",
          "[{}]",
          "[{\"op\":\"fly\",\"path\":\"\"}]",
          "[{\"op\":\"add\",\"path\":\"a\",\"value\":1}]",
          "[{\"op\":\"add\",\"path\":\"/a~2\",\"value\":1}]",
          "[{\"op\":\"add\",\"path\":\"/a\"}]",
          "[{\"op\":\"move\",\"path\":\"/a\"}]"
        }) {
      refused(patch(calls.entry("k"), JSON_PATCH, bad), 400, "invalid-patch");
    }
    refused(patch(calls.entry("k"), MERGE, "{"), 400, "invalid-json");
  }

  @Test
  void otherMediaTypesAreRefusedWithThoseThatAreTaken() {
    put(calls.entry("k"), "{\"a\":1}");
    for (String path : new String[] {calls.entry("k"), calls.byQuery("k"), calls.metadata("k")}) {
      for (String type : new String[] {"application/json", "text/plain", "application/xml"}) {
        Response answer = refused(send("PATCH", path, type, "{}"), 415, "unsupported-media-type");
        assertThat(answer.header("Accept-Patch").split(", ", -1))
            .containsExactlyInAnyOrder(MERGE, JSON_PATCH);
      }
    }
  }

  @Test
  void aPatchNeedsAnEntryAndObeysConditions() {
    refused(patch(calls.entry("k"), MERGE, "{}"), 404, "entry-not-found");
    calls.assertNoShard();
    put(calls.entry("k"), "{\"a\":1}");
    refused(patch(calls.entry("none"), MERGE, "{}"), 404, "entry-not-found");
    refused(
        request()
            .header("If-Match", "\"2\"")
            .contentType(MERGE)
            .body("{\"a\":2}".getBytes(java.nio.charset.StandardCharsets.UTF_8))
            .patch(calls.entry("k")),
        412,
        "precondition-failed");
    assertThat(patch(calls.byQuery("k"), MERGE, "{\"a\":2}").header("ETag")).isEqualTo("\"2\"");
  }
}
