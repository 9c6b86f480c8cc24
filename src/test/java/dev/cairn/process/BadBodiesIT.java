package dev.cairn.process;

import static dev.cairn.process.Besieged.BASE;
import static dev.cairn.process.Besieged.JSON;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies that are no JSON, or JSON of another form than is asked for. */
class BadBodiesIT {

  @Test
  void badBodiesAreRefusedAndNothingIsLost(@TempDir Path directory) {
    try (Besieged service = new Besieged(directory.resolve("data"))) {
      bodies(service);
      service.assertUnharmed();
    }
  }

  private static void bodies(Besieged service) {
    String put = BASE + "/entries/kept";
    String[] texts = {
      "",
      " ",
      "{",
      "{\"a\":1,}",
      "[1,]",
      "{a:1}",
      "'a'",
      "nul",
      "01",
      "1.",
      "+1",
      "NaN",
      "{} {}",
      "\"\u0001\"",
      "\"\\x\"",
      "{\"a\":1,\"a\":2}",
      "[".repeat(100_000),
      "[".repeat(513) + "]".repeat(513),
      "//c\n1"
    };
    for (String text : texts) {
      service.refusesJson("PUT", put, text);
    }
    service.refuses("PUT", put, JSON, new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, '1'});
    service.refuses("PUT", put, JSON, new byte[] {'"', (byte) 0xC0, (byte) 0x80, '"'});
    service.refuses(
        "PUT", put, JSON, "{\"a\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_16));
    service.refuses("PUT", put, "application/x-www-form-urlencoded", "a=1".getBytes(UTF_8));
    service.refuses("PUT", put, "text/plain", "1".getBytes(UTF_8));
    service.refusesJson("PUT", put, "\"" + "x".repeat(1024 * 1024) + "\"");
    service.refusesJson("PATCH", put, "{}");
    service.refuses("PATCH", put, "application/json-patch+json", "{}".getBytes(UTF_8));
    service.refuses(
        "PATCH", put, "application/json-patch+json", "[{\"op\":\"x\"}]".getBytes(UTF_8));
    service.refuses("PATCH", put, "application/merge-patch+json", "{".getBytes(UTF_8));
    envelopes(service);
    queries(service);
  }

  private static void envelopes(Besieged service) {
    String[] wrong = {
      "null", "7", "[]", "\"\"", "{}", "{\"operations\":7}", "{\"operations\":[],\"unknown\":1}"
    };
    for (String body : wrong) {
      service.refusesJson("POST", BASE + "/batch", body);
      service.refusesJson("POST", "/v1/shards/s/transactions", body);
      service.refusesJson("POST", "/v1/shards/new/transactions", body);
    }
    String[] wrongMembers = {
      "7",
      "{}",
      "{\"op\":7,\"key\":\"a\"}",
      "{\"op\":\"fly\",\"key\":\"a\"}",
      "{\"op\":\"put\",\"key\":7,\"value\":1}",
      "{\"op\":\"put\",\"key\":\"new\"}",
      "{\"op\":\"put\",\"key\":\"new\",\"value\":1,\"expires\":\"x\"}",
      "{\"op\":\"put\",\"key\":\"new\",\"value\":1,\"ifVersion\":0}",
      "{\"op\":\"put\",\"key\":\"new\",\"value\":1,\"ifAbsent\":\"yes\"}",
      "{\"op\":\"put\",\"key\":\"new\",\"value\":1,\"metadata\":[]}"
    };
    for (String member : wrongMembers) {
      String list = "\"operations\":[" + member + "]}";
      service.refusesJson("POST", BASE + "/batch", "{\"atomic\":true," + list);
      service.refusesJson("POST", "/v1/shards/s/transactions", "{" + list);
      service.refusesJson("POST", "/v1/shards/new/transactions", "{" + list);
    }
    service.refusesJson(
        "POST", "/v1/shards/s/transactions", "{\"checks\":[{\"key\":\"a\"}],\"operations\":[]}");
    service.refusesJson(
        "POST",
        "/v1/shards/s/transactions",
        "{\"checks\":[{\"key\":\"a\",\"version\":\"1\"}],\"operations\":[]}");
    service.refusesJson("PUT", "/v1/shards/new", "{\"durability\":\"most\"}");
    service.refusesJson("PUT", "/v1/shards/new", "{\"color\":\"red\"}");
    service.refusesJson("PUT", "/v1/shards/s/namespaces/new", "{\"metadata\":7}");
    service.refusesJson("DELETE", "/v1/shards/s/namespaces/default", "");
  }

  private static void queries(Besieged service) {
    String[] filters = {
      "7",
      "[]",
      "{}",
      "{\"field\":\"a\"}",
      "{\"field\":\"a\",\"operator\":\"like\",\"value\":1}",
      "{\"field\":\"a\",\"operator\":\"eq\"}",
      "{\"field\":7,\"operator\":\"eq\",\"value\":1}",
      "{\"field\":\"a[\",\"operator\":\"eq\",\"value\":1}",
      "{\"field\":\"a[-1]\",\"operator\":\"eq\",\"value\":1}",
      "{\"field\":\"$nothing\",\"operator\":\"eq\",\"value\":1}",
      "{\"field\":\"a\",\"operator\":\"eq\",\"value\":{}}",
      "{\"field\":\"a\",\"operator\":\"in\",\"value\":7}",
      "{\"field\":\"a\",\"operator\":\"exists\",\"value\":\"x\"}",
      "{\"field\":\"a\",\"operator\":\"eq\",\"value\":\"\\ud800\"}",
      "{\"and\":7}",
      "{\"and\":[7]}",
      "{\"not\":[]}",
      "{\"field\":\"a\",\"operator\":\"eq\",\"value\":1,\"more\":1}",
      "{\"not\":".repeat(400) + "{}" + "}".repeat(400),
      "{\"field\":\"a'); drop table entries; --\",\"operator\":\"eq\",\"value\":{}}"
    };
    for (String filter : filters) {
      service.refusesJson("POST", BASE + "/query", "{\"filter\":" + filter + "}");
      service.refusesJson("POST", BASE + "/count", "{\"filter\":" + filter + "}");
    }
    String[] queries = {
      "[]",
      "{\"limit\":0}",
      "{\"limit\":-1}",
      "{\"limit\":10001}",
      "{\"limit\":1e99}",
      "{\"limit\":\"5\"}",
      "{\"offset\":-1}",
      "{\"offset\":99999999999999999999}",
      "{\"offset\":1,\"cursor\":\"x\"}",
      "{\"cursor\":\"x\"}",
      "{\"cursor\":7}",
      "{\"sort\":7}",
      "{\"sort\":[{\"field\":\"a\",\"order\":\"up\"}]}",
      "{\"sort\":[{}]}",
      "{\"include\":[\"everything\"]}",
      "{\"filters\":{}}"
    };
    for (String query : queries) {
      service.refusesJson("POST", BASE + "/query", query);
    }
  }
}
