package dev.cairn.oidc;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An OpenID Connect issuer, as far as whoever verifies its tokens sees one. Any thread. */
public final class TestIssuer implements AutoCloseable {

  private final HttpServer server;

  /** How often keys were asked for. */
  public final AtomicInteger asked = new AtomicInteger();

  private volatile List<SigningKey> published = List.of();
  private volatile Duration delay = Duration.ZERO;
  private volatile int status = 200;
  private volatile JsonObject discovery;

  /** A key that signs tokens. */
  public record SigningKey(String id, String algorithm, KeyPair pair) {

    /** As the issuer publishes it. */
    JsonObject published() {
      JsonObject key = new JsonObject().put("kid", id).put("use", "sig").put("alg", algorithm);
      if (pair.getPublic() instanceof RSAPublicKey rsa) {
        return key.put("kty", "RSA")
            .put("n", base64(unsigned(rsa.getModulus(), 0)))
            .put("e", base64(unsigned(rsa.getPublicExponent(), 0)));
      }
      ECPublicKey ec = (ECPublicKey) pair.getPublic();
      return key.put("kty", "EC")
          .put("crv", "P-256")
          .put("x", base64(unsigned(ec.getW().getAffineX(), 32)))
          .put("y", base64(unsigned(ec.getW().getAffineY(), 32)));
    }
  }

  /** One that listens. */
  public TestIssuer(int port) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    discovery = new JsonObject().put("issuer", url().toString()).put("jwks_uri", url() + "/keys");
    server.createContext(
        "/.well-known/openid-configuration", exchange -> answer(exchange, discovery.encode()));
    server.createContext(
        "/keys",
        exchange -> {
          asked.incrementAndGet();
          JsonArray keys = new JsonArray();
          published.forEach(key -> keys.add(key.published()));
          answer(exchange, new JsonObject().put("keys", keys).encode());
        });
    server.start();
  }

  private void answer(HttpExchange exchange, String text) throws IOException {
    try (exchange) {
      Thread.sleep(delay);
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      if (status == 302) {
        exchange.getResponseHeaders().add("Location", url() + "/keys");
      }
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** From now on it has these keys and no others. */
  public void publish(SigningKey... keys) {
    published = List.of(keys);
  }

  /** From now on it answers after so long. */
  public void answerAfter(Duration wait) {
    delay = wait;
  }

  /** From now on it answers so. */
  public void answerWith(int code) {
    status = code;
  }

  /** From now on its first document has that member. */
  public void discover(String name, Object value) {
    discovery = discovery.copy().put(name, value);
  }

  public static SigningKey rsa(String id) {
    return key(id, "RS256", "RSA");
  }

  public static SigningKey ec(String id) {
    return key(id, "ES256", "EC");
  }

  private static SigningKey key(String id, String algorithm, String type) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
      if (type.equals("EC")) {
        generator.initialize(new ECGenParameterSpec("secp256r1"));
      } else {
        generator.initialize(2048);
      }
      return new SigningKey(id, algorithm, generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The claims of a good token for the service {@code cairn}; to be changed. */
  public Map<String, Object> claims(Object scopes) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", url().toString());
    claims.put("aud", "cairn");
    claims.put("sub", "alice");
    claims.put("exp", Instant.now().getEpochSecond() + 600);
    claims.put("cairn", scopes);
    return claims;
  }

  /** The header of a token that is signed as it should be. */
  public String bearer(SigningKey key, Map<String, Object> claims) {
    return "Bearer " + token(key, claims);
  }

  /** A token that is signed as it should be. */
  public static String token(SigningKey key, Map<String, Object> claims) {
    String signed =
        part(Map.of("alg", key.algorithm(), "kid", key.id(), "typ", "at+jwt")) + '.' + part(claims);
    try {
      Signature signature =
          Signature.getInstance(
              key.algorithm().equals("ES256") ? "SHA256withECDSAinP1363Format" : "SHA256withRSA");
      signature.initSign(key.pair().getPrivate());
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + '.' + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A part of a token. */
  public static String part(Map<String, Object> members) {
    return base64(new JsonObject(members).encode().getBytes(StandardCharsets.UTF_8));
  }

  public static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Big-endian, without a sign, filled up to so many bytes. */
  private static byte[] unsigned(BigInteger number, int least) {
    byte[] bytes = number.toByteArray();
    int skip = bytes[0] == 0 && bytes.length > 1 ? 1 : 0;
    int length = Math.max(bytes.length - skip, least);
    byte[] result = new byte[length];
    System.arraycopy(bytes, skip, result, length - (bytes.length - skip), bytes.length - skip);
    return result;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
