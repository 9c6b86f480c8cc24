package dev.cairn.http;

import static io.restassured.RestAssured.given;

import dev.cairn.Namespace;
import dev.cairn.security.Keys;
import dev.cairn.security.Role;
import dev.cairn.security.Scope;
import dev.cairn.security.ShardPattern;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keys for tests, and requests that send them. */
final class KeyCalls {

  private static final RestAssuredConfig AS_WRITTEN =
      RestAssuredConfig.config()
          .encoderConfig(
              EncoderConfig.encoderConfig()
                  .appendDefaultContentCharsetToContentTypeIfUndefined(false));

  private KeyCalls() {}

  /** The header of a new key with one scope. */
  static String bearer(Keys keys, String shards, Role role) {
    return bearer(keys, Scope.whole(new ShardPattern(shards), role));
  }

  /** The header of a new key that may write a part of shards. */
  static String narrow(
      Keys keys, String shards, Set<String> namespaces, @Nullable String keyPrefix) {
    Set<Namespace> names =
        namespaces.stream()
            .map(Namespace::new)
            .collect(java.util.stream.Collectors.toUnmodifiableSet());
    return bearer(keys, new Scope(new ShardPattern(shards), Role.WRITE, names, keyPrefix));
  }

  private static String bearer(Keys keys, Scope scope) {
    return "Bearer " + keys.create("test", List.of(scope), 0).text();
  }

  /** The header that sends the same key as the password of {@code user}. */
  static String basic(String bearer, String user) {
    byte[] pair =
        (user + ":" + bearer.substring("Bearer ".length())).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  /** A request, as it is written. */
  static RequestSpecification as(@Nullable String authorization) {
    RequestSpecification request = given().config(AS_WRITTEN).urlEncodingEnabled(false);
    return authorization == null ? request : request.header("Authorization", authorization);
  }

  /** Sends a body of JSON, or what is none. */
  static Response send(@Nullable String authorization, String method, String path, String body) {
    return as(authorization).contentType("application/json").body(body).request(method, path);
  }
}
