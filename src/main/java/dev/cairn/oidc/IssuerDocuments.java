package dev.cairn.oidc;

import dev.cairn.security.TokenKeys;
import dev.cairn.security.TokenSource;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the two documents of an issuer: the one that names its addresses (OpenID Connect Discovery,
 * section 4) and its keys (RFC 7517). Follows no redirects, reads a bounded number of bytes, and
 * takes keys only from where they are as safe on their way as the first document is.
 */
public final class IssuerDocuments implements TokenSource {

  /** Bytes of a document. */
  static final int MOST_BYTES = 256 * 1024;

  private static final String DISCOVERY = "/.well-known/openid-configuration";

  private final IssuerPlace place;

  /** Made at the first question. One thread. */
  private @Nullable HttpClient client;

  /** Asks nothing yet. */
  public IssuerDocuments(IssuerPlace place) {
    this.place = place;
  }

  @Override
  public TokenKeys keys() throws IOException {
    URI start = URI.create(withoutSlash(place.issuer().toString()) + DISCOVERY);
    JsonObject discovered = object(start, read(start, place.timeout()));
    if (!place.issuer().toString().equals(discovered.getValue("issuer"))) {
      throw new IOException(start + " is of another issuer than " + place.issuer());
    }
    URI keys = address(start, discovered.getValue("jwks_uri"));
    byte[] text = read(keys, place.timeout());
    try {
      return new IssuerKeys(place, new String(text, StandardCharsets.UTF_8));
    } catch (RuntimeException _) {
      throw new IOException(keys + " does not hold keys");
    }
  }

  private static String withoutSlash(String text) {
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  private URI address(URI start, @Nullable Object value) throws IOException {
    try {
      URI uri = new URI(value instanceof String text ? text : "");
      boolean safe = "https".equals(uri.getScheme());
      boolean asSafe = "http".equals(uri.getScheme()) && "http".equals(start.getScheme());
      if (uri.getHost() != null && (safe || asSafe)) {
        return uri;
      }
    } catch (URISyntaxException _) {
      // Told below.
    }
    throw new IOException(start + " names no jwks_uri, or one without TLS");
  }

  private static JsonObject object(URI uri, byte[] bytes) throws IOException {
    try {
      return new JsonObject(new String(bytes, StandardCharsets.UTF_8));
    } catch (DecodeException _) {
      throw new IOException(uri + " does not hold a JSON object");
    }
  }

  /** The limit holds for all of it, the last byte included. */
  private byte[] read(URI uri, Duration limit) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(uri).header("Accept", "application/json").build();
    CompletableFuture<HttpResponse<byte[]>> answer =
        client()
            .sendAsync(
                request,
                HttpResponse.BodyHandlers.limiting(
                    HttpResponse.BodyHandlers.ofByteArray(), MOST_BYTES));
    try {
      HttpResponse<byte[]> response = answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() != 200) {
        throw new IOException(uri + " answers " + response.statusCode());
      }
      return response.body();
    } catch (TimeoutException _) {
      answer.cancel(true);
      throw new IOException(uri + " did not answer within " + limit.toMillis() + " ms");
    } catch (ExecutionException e) {
      throw new IOException(uri + " can't be read: " + e.getCause(), e);
    } catch (InterruptedException _) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new IOException("The service ends");
    }
  }

  private HttpClient client() {
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(place.timeout())
              .build();
    }
    return client;
  }
}
