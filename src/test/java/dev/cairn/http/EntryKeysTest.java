package dev.cairn.http;

import static dev.cairn.http.EntryCalls.escaped;
import static dev.cairn.http.EntryCalls.get;
import static dev.cairn.http.EntryCalls.put;
import static dev.cairn.http.EntryCalls.refused;
import static dev.cairn.http.EntryCalls.request;
import static dev.cairn.http.EntryCalls.tryPut;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** Any key reaches its own entry, its own metadata, and nothing else. */
@QuarkusTest
class EntryKeysTest {

  private static final String[] ODD = {
    "/",
    "//",
    "a/",
    "/a",
    "a//b",
    ".",
    "..",
    "...",
    "../..",
    "a/../b",
    "a/./b",
    "100%",
    "%2F",
    "%252F",
    "%zz",
    ";",
    "a;x=1",
    " ",
    "a b",
    "+",
    "a+b",
    "a&key=b",
    "a=b",
    "?",
    "a?b",
    "#",
    "\u0000",
    "a\u0000b",
    "\u0001",
    "\n",
    "\u007f",
    "\u0085",
    "é",
    "e\u0301",
    "日本",
    "😀",
    "\uFFFD",
    "\\",
    "\"",
    "'",
    "<a>",
    "{key}",
    "*",
    "$key",
    "[0]",
    "entries",
    "metadata",
    "batch",
    "k".repeat(1024),
    "😀".repeat(256)
  };

  private final EntryCalls calls = new EntryCalls();

  @Test
  void oddKeysRoundTripAsParameter() {
    for (String key : ODD) {
      put(calls.byQuery(key), "\"value\"");
      put(
          calls.namespacePath() + "/metadata?key=" + escaped(key),
          "{\"length\":" + key.length() + "}");
      assertThat(get(calls.byQuery(key)).asString()).as(key).isEqualTo("\"value\"");
      assertThat(get(calls.namespacePath() + "/metadata?key=" + escaped(key)).asString())
          .as(key)
          .isEqualTo("{\"length\":" + key.length() + "}");
    }
    assertThat(count()).isEqualTo(ODD.length);
    for (String key : ODD) {
      request().delete(calls.byQuery(key)).then().statusCode(204);
      refused(get(calls.byQuery(key)), 404, "entry-not-found");
    }
    assertThat(count()).isZero();
  }

  @Test
  void oddKeysThatCanStandInAPathReachTheSameEntryThere() {
    for (String key : ODD) {
      if (!standsInPath(key)) {
        continue;
      }
      put(calls.entry(escaped(key)), "\"by path\"");
      assertThat(get(calls.byQuery(key)).asString()).as(key).isEqualTo("\"by path\"");
      put(calls.byQuery(key), "\"by parameter\"");
      assertThat(get(calls.entry(escaped(key))).asString()).as(key).isEqualTo("\"by parameter\"");
      assertThat(get(calls.metadata(escaped(key))).asString()).as(key).isEqualTo("{}");
    }
  }

  @Test
  void aSlashMayStandRawOrEscaped() {
    put(calls.entry("a/b/c"), "1");
    assertThat(get(calls.entry("a%2Fb%2fc")).asString()).isEqualTo("1");
    assertThat(get(calls.byQuery("a/b/c")).asString()).isEqualTo("1");
    assertThat(get(calls.namespacePath() + "/entry?key=a/b/c").asString()).isEqualTo("1");
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void aPlusIsASpaceInAParameterAndAPlusInAPath() {
    put(calls.entry("a+b"), "1");
    assertThat(get(calls.namespacePath() + "/entry?key=a%2Bb").asString()).isEqualTo("1");
    refused(get(calls.namespacePath() + "/entry?key=a+b"), 404, "entry-not-found");
    put(calls.namespacePath() + "/entry?key=a+b", "2");
    assertThat(get(calls.entry("a%20b")).asString()).isEqualTo("2");
  }

  @Test
  void keysThatAreNamedLikeOtherResourcesAreJustKeys() {
    for (String key :
        new String[] {"batch", "query", "count", "metadata", "entries", "a/entries/b"}) {
      put(calls.entry(key), "\"" + key + "\"");
      assertThat(get(calls.entry(key)).asString()).isEqualTo("\"" + key + "\"");
      assertThat(get(calls.metadata(key)).asString()).isEqualTo("{}");
    }
  }

  @Test
  void keysHaveOneByteToTheirLimit() {
    String most = "k".repeat(1024);
    put(calls.entry(most), "1");
    assertThat(get(calls.byQuery(most)).asString()).isEqualTo("1");
    for (String key : new String[] {most + "k", "é".repeat(513)}) {
      refused(tryPut(calls.entry(escaped(key)), "1"), 400, "invalid-key");
      refused(tryPut(calls.byQuery(key), "1"), 400, "invalid-key");
      refused(get(calls.byQuery(key)), 400, "invalid-key");
    }
    refused(get(calls.byQuery("")), 400, "invalid-key");
    refused(get(calls.namespacePath() + "/entry"), 400, "invalid-parameter");
    refused(get(calls.namespacePath() + "/entry?key=a&key=b"), 400, "invalid-parameter");
  }

  private int count() {
    return EntryCalls.send("POST", calls.namespacePath() + "/count", "application/json", "{}")
        .jsonPath()
        .getInt("count");
  }

  private static boolean standsInPath(String key) {
    for (String segment : key.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        return false;
      }
    }
    return true;
  }
}
