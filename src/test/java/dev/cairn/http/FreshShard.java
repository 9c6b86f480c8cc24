package dev.cairn.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** A shard that no other test knows, and the requests that are made of it. It is not made yet. */
final class FreshShard {

  private static final RestAssuredConfig AS_WRITTEN =
      RestAssuredConfig.config()
          .encoderConfig(
              EncoderConfig.encoderConfig()
                  .appendDefaultContentCharsetToContentTypeIfUndefined(false));

  private final String id = "t-" + UUID.randomUUID();

  String id() {
    return id;
  }

  /** The path of the shard, followed by {@code rest}. */
  String path(String rest) {
    return "/v1/shards/" + id + rest;
  }

  /** The path of its default namespace, followed by {@code rest}. */
  String inDefault(String rest) {
    return path("/namespaces/default" + rest);
  }

  /** Puts an entry of the default namespace. */
  void put(String key, String value) {
    int status = send("PUT", inDefault("/entries/" + key), value).statusCode();
    assertThat(status).isIn(201, 204);
  }

  /** The value of an entry of the default namespace, or the status if it can't be had. */
  String value(String key) {
    Response answer = get(inDefault("/entries/" + key));
    return answer.statusCode() == 200 ? answer.asString() : "" + answer.statusCode();
  }

  Response batch(String body) {
    return send("POST", inDefault("/batch"), body);
  }

  Response transact(String body) {
    return send("POST", path("/transactions"), body);
  }

  Response query(String body) {
    return send("POST", inDefault("/query"), body);
  }

  Response importLines(String lines, String onConflict) {
    return send(
        "POST", path("/import?onConflict=" + onConflict), lines, "application/x-ndjson", "");
  }

  static Response get(String path) {
    return given().config(AS_WRITTEN).urlEncodingEnabled(false).get(path);
  }

  static Response delete(String path) {
    return given().config(AS_WRITTEN).urlEncodingEnabled(false).delete(path);
  }

  static Response send(String method, String path, String body) {
    return send(method, path, body, "application/json", "");
  }

  /** Sends a body byte for byte, or none if it is empty, with what the header Prefer says. */
  static Response send(String method, String path, String body, String type, String prefer) {
    var request = given().config(AS_WRITTEN).urlEncodingEnabled(false);
    if (!prefer.isEmpty()) {
      request.header("Prefer", prefer);
    }
    request.contentType(type);
    if (!body.isEmpty()) {
      request.body(body.getBytes(StandardCharsets.UTF_8));
    }
    return request.request(method, path);
  }

  /** Makes sure that an answer is a problem of this code. */
  static Response refused(Response answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
    assertThat(answer.contentType()).startsWith(Problem.MEDIA_TYPE);
    assertThat(answer.jsonPath().getString("code")).as(answer.asString()).isEqualTo(code);
    assertThat(answer.jsonPath().getInt("status")).isEqualTo(status);
    assertThat(answer.jsonPath().getString("type")).isEqualTo("urn:cairn:problem:" + code);
    return answer;
  }

  /** Makes sure that there is still no such shard. */
  void assertNotMade() {
    refused(get(path("")), 404, "shard-not-found");
  }
}
