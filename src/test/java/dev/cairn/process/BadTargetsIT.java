package dev.cairn.process;

import static dev.cairn.process.Besieged.BASE;
import static dev.cairn.process.Besieged.JSON;
import static dev.cairn.process.Besieged.NONE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Targets that name nothing, that could be read as another path, or that can't be read at all. */
class BadTargetsIT {

  @Test
  void badTargetsAreRefusedAndNothingIsLost(@TempDir Path directory) {
    try (Besieged service = new Besieged(directory.resolve("data"))) {
      for (String target : targets()) {
        service.refuses("GET", target, "", NONE);
      }
      for (String target : unreadable()) {
        for (String method : new String[] {"GET", "DELETE"}) {
          service.refuses(method, target, "", NONE);
        }
        service.refusesJson("PUT", target, "1");
        assertThat(service.raw().send("HEAD", target, "", NONE).status()).as(target).isEqualTo(400);
      }
      service.refuses("DELETE", BASE + "/entries/..", "", NONE);
      service.refuses("DELETE", BASE + "/entries/../../..", "", NONE);
      service.refusesJson("POST", BASE + "/entries/kept", "1");
      service.refuses("DELETE", BASE + "/query", "", NONE);
      service.refusesJson("PUT", BASE + "/entries/kept?ifVersion=1", "1");
      service.refuses("PUT", BASE + "/entries/kept", "text/plain", "1".getBytes(UTF_8));
      service.assertUnharmed();
    }
  }

  @Test
  void targetsThatAreNoPathsAreRefused(@TempDir Path directory) {
    try (Besieged service = new Besieged(directory.resolve("data"))) {
      String[][] requests = {
        {"GET", "*"},
        {"OPTIONS", "*"},
        {"CONNECT", "localhost:80"},
        {"CONNECT", BASE + "/entries/kept"},
        {"TRACE", BASE + "/entries/kept"},
        {"delete", BASE + "/entries/kept"},
        {"DELETE", "v1/shards/s"},
        {"DELETE", "http:/v1/shards/s"},
        {"DELETE", "ftp://localhost/v1/shards/s"},
        {"DELETE", "http://evil.example/v1/shards/s"},
        {"DELETE", "http://localhost@evil.example/v1/shards/s"},
        {"DELETE", "http://a?b/v1/shards/s"},
        {"DELETE", "http://localhost/v1/shards/s/namespaces/.."},
        {"DELETE", "http://localhost"},
        {"DELETE", "//localhost/v1/shards/s"},
        {"DELETE", "/q/openapi"},
        {"GET", "/q/nothing"},
        {"GET", "/q/swagger-ui/../../v1/shards"}
      };
      for (String[] request : requests) {
        service.refuses(request[0], request[1], "", NONE);
      }
      service.assertUnharmed();
      RawHttp.Answer absolute =
          service.raw().send("GET", "http://localhost" + BASE + "/entries/kept", JSON, NONE);
      assertThat(absolute.body()).isEqualTo("{\"n\":1}");
    }
  }

  /** Below the first filter the HTTP server would answer these by itself, without a word. */
  private static String[] unreadable() {
    return new String[] {
      BASE + "/entries/%zz",
      BASE + "/entries/%",
      BASE + "/entries/a%4",
      BASE + "/entry?key=%zz",
      BASE + "/entry?key=%",
      "http://localhost" + BASE + "/entries/%zz",
      "/%zz",
      "/q/%zz",
      "/v1/shards?%zz",
      BASE + "/entries/a\u0001b",
      BASE + "/entries/a\u0000b",
      BASE + "/entries/a\u007fb",
      BASE + "/entries/\u00c3\u00a9",
      BASE + "/entries/\u00ff",
      BASE + "/entries/a\\..\\b",
      BASE + "/entries/a#b",
      BASE + "/entries/a[1]",
      BASE + "/entries/a|b",
      BASE + "/entries/<a>",
      BASE + "/entries/a\"b",
      BASE + "/entry?key=a#b"
    };
  }

  private static String[] targets() {
    return new String[] {
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
  }
}
