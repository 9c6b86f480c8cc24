package dev.cairn.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

/**
 * A service with some content, to which bad requests are sent: each must be refused with a problem
 * that helps, and none may harm what is stored. One test thread.
 */
final class Besieged implements AutoCloseable {

  /** The path of the namespace that holds the content. */
  static final String BASE = "/v1/shards/s/namespaces/default";

  static final String JSON = "application/json";
  static final byte[] NONE = new byte[0];

  private final CairnProcess cairn;
  private final Client client;
  private final RawHttp raw;
  private final String before;

  Besieged(Path data) {
    cairn = CairnProcess.serve(data);
    client = new Client(cairn.awaitUrl());
    raw = new RawHttp(cairn.awaitUrl());
    client.send("PUT", BASE + "/entries/kept", "{\"n\":1}");
    client.send("PUT", BASE + "/entries/array", "[1,2]");
    before = content();
  }

  RawHttp raw() {
    return raw;
  }

  Client client() {
    return client;
  }

  void refuses(String method, String target, String contentType, byte[] body) {
    RawHttp.Answer answer = raw.send(method, target, contentType, body);
    String text = new String(body, UTF_8);
    assertRefusal(
        method
            + " "
            + target
            + " "
            + contentType
            + " "
            + text.substring(0, Math.min(200, text.length())),
        answer);
  }

  void refusesJson(String method, String target, String body) {
    refuses(method, target, JSON, body.getBytes(UTF_8));
  }

  /** Makes sure that an answer is a problem that tells nothing of the inside. */
  static void assertRefusal(String request, RawHttp.Answer answer) {
    String what = request + " -> " + answer;
    assertThat(answer.status()).as(what).isBetween(400, 499);
    assertThat(answer.head()).as(what).contains("application/problem+json");
    assertThat(answer.body())
        .as(what)
        .contains("\"code\":\"", "\"status\":" + answer.status())
        .doesNotContain("\\tat ", "Exception", "dev.cairn", "SELECT", "sqlite");
  }

  /** Makes sure that everything is as it was, and that nobody has to look into the log. */
  void assertUnharmed() {
    assertThat(content()).isEqualTo(before);
    assertThat(client.get("/v1/shards").body()).contains("\"shard\":\"s\"").doesNotContain("\"new");
    assertThat(cairn.output()).doesNotContain("\tat ", "ERROR");
  }

  /** Every entry, without the line that says when it was exported. */
  private String content() {
    return client.get("/v1/shards/s/export").body().lines().skip(1).toList().toString();
  }

  @Override
  public void close() {
    client.close();
    cairn.close();
  }
}
