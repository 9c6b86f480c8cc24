package dev.cairn.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a client sends, it gets an answer that helps, and nothing that was stored is harmed. */
class BadInputIT {

  private static final String BASE = "/v1/shards/s/namespaces/default";
  private static final String JSON = "application/json";
  private static final byte[] NONE = new byte[0];

  private record Bad(String method, String target, String contentType, byte[] body) {
    static Bad json(String method, String target, String body) {
      return new Bad(method, target, JSON, body.getBytes(UTF_8));
    }

    static Bad target(String target) {
      return new Bad("GET", target, "", NONE);
    }
  }

  @Test
  void badInputIsRefusedAndNothingIsLost(@TempDir Path directory) {
    try (CairnProcess cairn = CairnProcess.serve(directory.resolve("data"));
        Client client = new Client(cairn.awaitUrl())) {
      RawHttp raw = new RawHttp(cairn.awaitUrl());
      client.send("PUT", BASE + "/entries/kept", "{\"n\":1}");
      client.send("PUT", BASE + "/entries/array", "[1,2]");
      String before = client.get("/v1/shards/s/export").body().lines().skip(1).toList().toString();
      for (Bad bad : bodies()) {
        assertRefused(raw, bad);
      }
      for (Bad bad : targets()) {
        assertRefused(raw, bad);
      }
      assertRefusedLengths(raw);
      assertUnreadableTargets(raw);
      assertThat(client.get("/v1/shards/s/export").body().lines().skip(1).toList().toString())
          .isEqualTo(before);
      assertThat(client.get("/v1/shards").body())
          .contains("\"shard\":\"s\"")
          .doesNotContain("\"new");
      assertThat(cairn.output()).doesNotContain("\tat ", "ERROR");
    }
  }

  private static void assertRefused(RawHttp raw, Bad bad) {
    RawHttp.Answer answer = raw.send(bad.method(), bad.target(), bad.contentType(), bad.body());
    String body = new String(bad.body(), UTF_8);
    String what =
        bad.method()
            + " "
            + bad.target()
            + " "
            + bad.contentType()
            + " "
            + body.substring(0, Math.min(200, body.length()))
            + " -> "
            + answer;
    assertThat(answer.status()).as(what).isBetween(400, 499);
    assertThat(answer.head()).as(what).contains("application/problem+json");
    assertThat(answer.body())
        .as(what)
        .contains("\"code\":\"", "\"status\":" + answer.status())
        .doesNotContain("\\tat ", "Exception", "dev.cairn", "SELECT", "sqlite");
  }

  private static List<Bad> bodies() {
    List<Bad> bad = new ArrayList<>();
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
      bad.add(Bad.json("PUT", put, text));
    }
    bad.add(new Bad("PUT", put, JSON, new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, '1'}));
    bad.add(new Bad("PUT", put, JSON, new byte[] {'"', (byte) 0xC0, (byte) 0x80, '"'}));
    bad.add(
        new Bad("PUT", put, JSON, "{\"a\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_16)));
    bad.add(new Bad("PUT", put, "application/x-www-form-urlencoded", "a=1".getBytes(UTF_8)));
    bad.add(new Bad("PUT", put, "text/plain", "1".getBytes(UTF_8)));
    bad.add(Bad.json("PUT", put, "\"" + "x".repeat(1024 * 1024) + "\""));
    bad.add(Bad.json("PATCH", put, "{}"));
    bad.add(new Bad("PATCH", put, "application/json-patch+json", "{}".getBytes(UTF_8)));
    bad.add(
        new Bad("PATCH", put, "application/json-patch+json", "[{\"op\":\"x\"}]".getBytes(UTF_8)));
    bad.add(new Bad("PATCH", put, "application/merge-patch+json", "{".getBytes(UTF_8)));
    envelopes(bad);
    queries(bad);
    return bad;
  }

  private static void envelopes(List<Bad> bad) {
    String[] wrong = {
      "null", "7", "[]", "\"\"", "{}", "{\"operations\":7}", "{\"operations\":[],\"unknown\":1}"
    };
    for (String body : wrong) {
      bad.add(Bad.json("POST", BASE + "/batch", body));
      bad.add(Bad.json("POST", "/v1/shards/s/transactions", body));
      bad.add(Bad.json("POST", "/v1/shards/new/transactions", body));
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
      bad.add(Bad.json("POST", BASE + "/batch", "{\"atomic\":true," + list));
      bad.add(Bad.json("POST", "/v1/shards/s/transactions", "{" + list));
      bad.add(Bad.json("POST", "/v1/shards/new/transactions", "{" + list));
    }
    bad.add(
        Bad.json(
            "POST",
            "/v1/shards/s/transactions",
            "{\"checks\":[{\"key\":\"a\"}],\"operations\":[]}"));
    bad.add(
        Bad.json(
            "POST",
            "/v1/shards/s/transactions",
            "{\"checks\":[{\"key\":\"a\",\"version\":\"1\"}],\"operations\":[]}"));
    bad.add(Bad.json("PUT", "/v1/shards/new", "{\"durability\":\"most\"}"));
    bad.add(Bad.json("PUT", "/v1/shards/new", "{\"color\":\"red\"}"));
    bad.add(Bad.json("PUT", "/v1/shards/s/namespaces/new", "{\"metadata\":7}"));
    bad.add(Bad.json("DELETE", "/v1/shards/s/namespaces/default", ""));
  }

  private static void queries(List<Bad> bad) {
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
      bad.add(Bad.json("POST", BASE + "/query", "{\"filter\":" + filter + "}"));
      bad.add(Bad.json("POST", BASE + "/count", "{\"filter\":" + filter + "}"));
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
      bad.add(Bad.json("POST", BASE + "/query", query));
    }
  }

  private static List<Bad> targets() {
    List<Bad> bad = new ArrayList<>();
    String[] targets = {
      BASE + "/entries/..",
      BASE + "/entries/.",
      BASE + "/entries/%2e%2E",
      BASE + "/entries/a/../b",
      BASE + "/entries/a//b",
      BASE + "/entries/a%2F..%2Fb",
      BASE + "/entries/a;x=1",
      BASE + "/entries/%ff",
      BASE + "/entries/%C0%80",
      BASE + "/entries/" + "k".repeat(1025),
      BASE + "/entry?key=" + "k".repeat(1025),
      BASE + "/entry",
      BASE + "/entry?key=",
      BASE + "/entry?key=%ED%A0%80",
      BASE + "/entries/missing",
      BASE + "/entries?limit=0",
      BASE + "/entries?limit=10001",
      BASE + "/entries?limit=99999999999999999999",
      BASE + "/entries?limit=x",
      BASE + "/entries?limit=1&limit=2",
      BASE + "/entries?offset=-1",
      BASE + "/entries?cursor=AAAA",
      BASE + "/entries?cursor=%00",
      BASE + "/entries?unknown=1",
      BASE + "/entries?include=everything",
      BASE + "/entries/kept?ttl=PT1H",
      "/v1/shards/.hidden",
      "/v1/shards/" + "s".repeat(201),
      "/v1/shards/a%20b",
      "/v1/shards/missing",
      "/v1/shards/s/namespaces/missing",
      "/v1/shards/s/namespaces/missing/entries",
      "/v1/shards/s/namespaces/" + "n".repeat(101) + "/entries",
      "/v1/nothing",
      "/v1",
      "/v2/shards"
    };
    for (String target : targets) {
      bad.add(Bad.target(target));
    }
    bad.add(new Bad("DELETE", BASE + "/entries/..", "", NONE));
    bad.add(new Bad("DELETE", BASE + "/entries/../../..", "", NONE));
    bad.add(new Bad("POST", BASE + "/entries/kept", JSON, "1".getBytes(UTF_8)));
    bad.add(new Bad("DELETE", BASE + "/query", "", NONE));
    bad.add(new Bad("PUT", BASE + "/entries/kept?ifVersion=1", JSON, "1".getBytes(UTF_8)));
    return bad;
  }

  /** An escape that can't be decoded is refused below everything of ours, without a body. */
  private static void assertUnreadableTargets(RawHttp raw) {
    for (String target : List.of(BASE + "/entries/%zz", BASE + "/entries/%")) {
      assertThat(raw.send("GET", target, "", NONE).status()).as(target).isEqualTo(400);
    }
  }

  private static void assertRefusedLengths(RawHttp raw) {
    String head =
        "PUT "
            + BASE
            + "/entries/kept HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    RawHttp.Answer declared = raw.exchange(head + "Content-Length: 1073741824\r\n\r\n", NONE);
    assertThat(declared.status()).as(declared.toString()).isEqualTo(413);
    RawHttp.Answer encoded =
        raw.exchange(
            head + "Content-Encoding: gzip\r\nContent-Length: 1\r\nConnection: close\r\n\r\n",
            new byte[] {'1'});
    assertThat(encoded.status()).as(encoded.toString()).isEqualTo(415);
    RawHttp.Answer foreign =
        raw.exchange(
            "GET /v1/shards HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", NONE);
    assertThat(foreign.status()).as(foreign.toString()).isEqualTo(403);
    RawHttp.Answer crossSite =
        raw.exchange(
            "POST /v1/shards/s/transactions HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\nContent-Length: 2\r\nConnection: close\r\n\r\n",
            "{}".getBytes(UTF_8));
    assertThat(crossSite.status()).as(crossSite.toString()).isEqualTo(403);
  }

  @Test
  void everyLegalKeyRoundTrips(@TempDir Path directory) {
    String[] keys = {
      "a/b",
      "/a",
      "a/",
      "a//b",
      ".",
      "..",
      "../..",
      "a/../b",
      "100%",
      "%2F",
      "%252F",
      "a;b",
      "a;x=1",
      "a b",
      "a+b",
      "a&b=c",
      "a?b",
      "a#b",
      "\u0000",
      "a\u0000b",
      "\u0001",
      "\u007f",
      "é",
      "日本",
      "😀",
      "a\\b",
      "\"",
      "'",
      "<script>",
      "a\nb",
      "{key}",
      "*",
      "k".repeat(1024)
    };
    try (CairnProcess cairn = CairnProcess.serve(directory.resolve("data"));
        Client client = new Client(cairn.awaitUrl())) {
      RawHttp raw = new RawHttp(cairn.awaitUrl());
      for (String key : keys) {
        String value = "{\"length\":" + key.length() + ",\"hash\":" + key.hashCode() + "}";
        String escaped = URLEncoder.encode(key, UTF_8).replace("+", "%20");
        String byQuery = BASE + "/entry?key=" + escaped;
        assertThat(raw.send("PUT", byQuery, JSON, value.getBytes(UTF_8)).status())
            .as(key)
            .isEqualTo(201);
        assertThat(raw.send("GET", byQuery, "", NONE).body()).as(key).isEqualTo(value);
        if (canStandInPath(key)) {
          String byPath = BASE + "/entries/" + escaped.replace(".", "%2E");
          assertThat(raw.send("GET", byPath, "", NONE).body()).as(key).isEqualTo(value);
          assertThat(raw.send("PUT", byPath, JSON, value.getBytes(UTF_8)).status())
              .as(key)
              .isEqualTo(204);
        }
      }
      assertThat(client.send("POST", BASE + "/count", "{}").body())
          .isEqualTo("{\"count\":" + keys.length + "}");
      for (String key : keys) {
        String byQuery = BASE + "/entry?key=" + URLEncoder.encode(key, UTF_8).replace("+", "%20");
        assertThat(raw.send("DELETE", byQuery, "", NONE).status()).as(key).isEqualTo(204);
        assertThat(raw.send("GET", byQuery, "", NONE).status()).as(key).isEqualTo(404);
      }
    }
  }

  private static boolean canStandInPath(String key) {
    for (String segment : key.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        return false;
      }
    }
    return true;
  }
}
