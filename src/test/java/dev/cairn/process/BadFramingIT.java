package dev.cairn.process;

import static dev.cairn.process.Besieged.BASE;
import static dev.cairn.process.Besieged.NONE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heads and bodies that contradict themselves, never end, or try to hide a second request. */
class BadFramingIT {

  private static final String PUT =
      "PUT "
          + BASE
          + "/entries/kept HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

  private static final String HIDDEN =
      "DELETE " + BASE + "/entries/kept HTTP/1.1\r\nHost: localhost\r\n\r\n";

  @Test
  void headsThatTwoServersCouldReadDifferentlyAreRefused(@TempDir Path directory) {
    try (Besieged service = new Besieged(directory.resolve("data"))) {
      for (String coding : List.of("identity", "xchunked", "chunked;q=1")) {
        assertOnlyOneRefusal(service, PUT + "Transfer-Encoding: " + coding + "\r\n\r\n" + HIDDEN);
      }
      for (String coding :
          List.of("gzip, chunked", "chunked, chunked", "chunked\r\nTransfer-Encoding: gzip")) {
        String head = PUT + "Transfer-Encoding: " + coding + "\r\n\r\n";
        assertOnlyOneRefusal(service, head + "0\r\n\r\n" + HIDDEN);
      }
      assertOnlyOneRefusal(
          service, "GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n" + HIDDEN);
      assertOnlyOneRefusal(service, "GET / HTTP/1.2\r\nHost: localhost\r\n\r\n" + HIDDEN);
      assertOnlyOneRefusal(service, "GET / HTTZ/1.1\r\nHost: localhost\r\n\r\n" + HIDDEN);
      service.assertUnharmed();
    }
  }

  @Test
  void hostsThatAreMissingOrForeignAreRefused(@TempDir Path directory) {
    try (Besieged service = new Besieged(directory.resolve("data"))) {
      for (String host :
          List.of(
              "",
              "Host:\r\n",
              "Host: evil.example\r\n",
              "Host: localhost.evil.example\r\n",
              "Host: a@localhost\r\n",
              "Host: localhost, evil.example\r\n",
              "Host: localhost:99999999999\r\n",
              "Host: local%host/..\r\n")) {
        String request =
            "DELETE " + BASE + "/entries/kept HTTP/1.1\r\nConnection: close\r\n" + host + "\r\n";
        Besieged.assertRefusal(request, service.raw().exchange(request, NONE));
      }
      String old = "DELETE " + BASE + "/entries/kept HTTP/1.0\r\n\r\n";
      Besieged.assertRefusal(old, service.raw().exchange(old, NONE));
      service.assertUnharmed();
    }
  }

  /** The decoder refuses these by itself, with an empty 400, and closes the connection. */
  @Test
  void headsThatCanNotBeReadAreRefusedAndNothingBehindThemIsRun(@TempDir Path directory) {
    try (Besieged service = new Besieged(directory.resolve("data"))) {
      for (String headers :
          List.of(
              "Content-Length: 1\r\nContent-Length: 2\r\n",
              "Content-Length: 1\r\nContent-Length: 1\r\n",
              "Content-Length: 1, 1\r\n",
              "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
              "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n",
              "Transfer-Encoding : chunked\r\n",
              "Transfer-Encoding:\u000bchunked\r\n",
              "Content-Length: -1\r\n",
              "Content-Length: +1\r\n",
              "Content-Length: 0x1\r\n",
              "Content-Length: 99999999999999999999\r\n",
              "No colon\r\n",
              "X\u0001: a\r\n",
              "X: a\u0000b\r\n")) {
        String answers = service.raw().converse(PUT + headers + "\r\n" + HIDDEN);
        assertThat(answers).as(headers).startsWith("HTTP/1.1 400");
        assertThat(answers.split("HTTP/1", -1)).as(headers + answers).hasSize(2);
      }
      for (String line : List.of("hello\r\n\r\n", "GET /\r\n\r\n", "GET / a HTTP/1.1\r\n\r\n")) {
        assertThat(service.raw().converse(line + HIDDEN)).as(line).matches("(?s)HTTP/1.. 400.*");
      }
      service.assertUnharmed();
    }
  }

  @Test
  void chunksThatCanNotBeReadEndTheConnectionAndNothingIsKept(@TempDir Path directory) {
    try (Besieged service = new Besieged(directory.resolve("data"))) {
      for (String chunks :
          List.of(
              "zz\r\n1\r\n0\r\n\r\n",
              "-1\r\n1\r\n0\r\n\r\n",
              "FFFFFFFFFF\r\n1",
              "1\r\n12\r\n0\r\n\r\n",
              "1\n1\n0\n\n",
              "1;x=\"\r\n\"\r\n1\r\n0\r\n\r\n",
              "1;" + "x".repeat(20_000) + "\r\n1\r\n0\r\n\r\n",
              "1\r\n7\r\n0\r\n" + "T: x\r\n".repeat(20_000) + "\r\n")) {
        for (String target :
            List.of(
                PUT,
                PUT.replace("PUT", "PATCH").replace("/json", "/merge-patch+json"),
                PUT.replace("PUT", "POST").replace("/entries/kept", "/batch"))) {
          String answer =
              service
                  .raw()
                  .converse(target + "Transfer-Encoding: chunked\r\n\r\n" + chunks + HIDDEN);
          assertThat(answer).as(target + chunks).matches("(?s)(HTTP/1.. 4\\d\\d.*)?");
        }
      }
      service.assertUnharmed();
    }
  }

  @Test
  void bodiesWithoutEndAreCutOff(@TempDir Path directory) {
    try (Besieged service = new Besieged(directory.resolve("data"))) {
      for (String target :
          List.of(
              PUT,
              PUT.replace("PUT", "POST").replace("/entries/kept", "/query"),
              PUT.replace("PUT", "POST").replace("/entries/kept", "/batch"))) {
        RawHttp.Answer answer =
            service.raw().endless(target + "Transfer-Encoding: chunked\r\n\r\n");
        assertThat(answer.status()).as(target + answer).isEqualTo(413);
        Besieged.assertRefusal(target, answer);
      }
      for (long length : new long[] {32L * 1024 * 1024 + 1, 1L << 30, 1L << 31, Long.MAX_VALUE}) {
        RawHttp.Answer declared =
            service.raw().exchange(PUT + "Content-Length: " + length + "\r\n\r\n", NONE);
        assertThat(declared.status()).as(declared.toString()).isEqualTo(413);
        Besieged.assertRefusal("length " + length, declared);
      }
      service.assertUnharmed();
    }
  }

  @Test
  void whatAWebPageCouldSendIsRefused(@TempDir Path directory) {
    try (Besieged service = new Besieged(directory.resolve("data"))) {
      for (String header :
          List.of(
              "Content-Encoding: gzip",
              "Origin: https://evil.example",
              "Origin: null",
              "Sec-Fetch-Site: cross-site",
              "Expect: 100-continue\r\nContent-Encoding: br")) {
        String head = PUT + header + "\r\nContent-Length: 1\r\nConnection: close\r\n\r\n";
        Besieged.assertRefusal(header, service.raw().exchange(head, "1".getBytes(UTF_8)));
      }
      service.assertUnharmed();
    }
  }

  @Test
  void refusalsDoNotDisturbTheRequestsBesideThem(@TempDir Path directory) {
    try (Besieged service = new Besieged(directory.resolve("data"))) {
      String get = "GET " + BASE + "/entries/kept HTTP/1.1\r\nHost: localhost\r\n";
      String refused = PUT.replace("kept", "%zz") + "Content-Length: 1\r\n\r\n1";
      String answers =
          service
              .raw()
              .converse(
                  get
                      + "\r\n"
                      + refused
                      + get
                      + "\r\n"
                      + refused
                      + get
                      + "Connection: close\r\n\r\n");
      assertThat(answers.split("HTTP/1.1 200 ", -1)).as(answers).hasSize(4);
      assertThat(answers.split("HTTP/1.1 400 ", -1)).as(answers).hasSize(3);
      service
          .raw()
          .whileHalfOpen(
              100,
              get,
              () ->
                  assertThat(service.client().get(BASE + "/entries/kept").statusCode())
                      .isEqualTo(200));
      assertThat(
              service
                  .raw()
                  .exchange(get + "Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n", NONE)
                  .status())
          .as("HTTP/2 would pass a proxy that filters requests")
          .isEqualTo(200);
      service.assertUnharmed();
    }
  }

  /** The connection must end after one refusal, so that what hides behind it is never run. */
  private static void assertOnlyOneRefusal(Besieged service, String requests) {
    String answers = service.raw().converse(requests);
    assertThat(answers).as(requests).matches("(?s)HTT[PZ]/1.. 400 .*");
    assertThat(answers).as(requests).containsOnlyOnce("application/problem+json");
    assertThat(answers).as(requests).doesNotContain(" 204 No Content");
  }
}
