package dev.cairn.process;

import static dev.cairn.process.Besieged.BASE;
import static dev.cairn.process.Besieged.JSON;
import static dev.cairn.process.Besieged.NONE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every legal key, as a client sends it, over a real connection. */
class OddKeysIT {

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
