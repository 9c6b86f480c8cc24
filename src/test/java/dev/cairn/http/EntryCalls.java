package dev.cairn.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Requests about single entries of a shard that no other test knows, sent as they are written. */
final class EntryCalls {

  static final String JSON = "application/json";
  static final String MERGE = "application/merge-patch+json";
  static final String JSON_PATCH = "application/json-patch+json";

  private static final String FORM = "application/x-www-form-urlencoded";

  private static final RestAssuredConfig AS_WRITTEN =
      RestAssuredConfig.config()
          .encoderConfig(
              EncoderConfig.encoderConfig()
                  .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                  .encodeContentTypeAs(FORM, ContentType.TEXT)
                  .encodeContentTypeAs(MERGE, ContentType.TEXT)
                  .encodeContentTypeAs(JSON_PATCH, ContentType.TEXT));

  private final String shard = "e-" + UUID.randomUUID();

  String shardPath() {
    return "/v1/shards/" + shard;
  }

  String namespacePath() {
    return shardPath() + "/namespaces/default";
  }

  /** The path of an entry whose key can stand in one as it is. */
  String entry(String key) {
    return namespacePath() + "/entries/" + key;
  }

  /** The path of any entry, its key as the query parameter. */
  String byQuery(String key) {
    return namespacePath() + "/entry?key=" + escaped(key);
  }

  String metadata(String key) {
    return namespacePath() + "/metadata/" + key;
  }

  static String escaped(String key) {
    return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
  }

  static RequestSpecification request() {
    return given().config(AS_WRITTEN).urlEncodingEnabled(false);
  }

  static Response get(String path) {
    return request().get(path);
  }

  /** Puts JSON text and makes sure that it was taken. */
  static Response put(String path, String json) {
    Response answer = tryPut(path, json);
    assertThat(answer.statusCode()).as(answer.asString()).isIn(200, 201, 204);
    return answer;
  }

  static Response tryPut(String path, String json) {
    return send("PUT", path, JSON, json);
  }

  static Response patch(String path, String type, String patch) {
    return send("PATCH", path, type, patch);
  }

  static Response send(String method, String path, String type, String body) {
    return request()
        .contentType(type)
        .body(body.getBytes(StandardCharsets.UTF_8))
        .request(method, path);
  }

  /** Makes sure that an answer is a problem of this status and code, in the published form. */
  static Response refused(Response answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
    assertThat(answer.contentType()).startsWith(Problem.MEDIA_TYPE);
    assertThat(answer.jsonPath().getString("code")).as(answer.asString()).isEqualTo(code);
    return answer;
  }

  /** Makes sure that nothing has made the shard. */
  void assertNoShard() {
    refused(get(shardPath()), 404, "shard-not-found");
  }
}
