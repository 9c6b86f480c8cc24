package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.security.Access;
import dev.cairn.security.Keys;
import dev.cairn.security.Tokens;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.impl.ContextInternal;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who sent a request, by the header {@code Authorization}: a key, or a token of an
 * issuer. Event loops only, which it never blocks.
 */
@Singleton
final class Authentication {

  /** What is told who was let in nowhere: how to send a key or a token. */
  private static final String CHALLENGE = "Bearer realm=\"cairn\"";

  private final Keys keys;
  private final Tokens tokens;

  @Inject
  Authentication(Keys keys, Tokens tokens) {
    this.keys = keys;
    this.tokens = tokens;
  }

  /** Whether nobody is asked who they are now. */
  boolean isOpen() {
    return keys.isOpen();
  }

  /** Whether nobody is asked, and others than this machine may call. */
  boolean isOpenToOthers() {
    return keys.isOpenToOthers();
  }

  /**
   * What the sender may do, as far as that is known.
   *
   * @return null if a token must be verified first
   * @throws CairnException {@link dev.cairn.ErrorCode#UNAUTHENTICATED}
   */
  @Nullable Access known(HttpServerRequest request) {
    String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
    return tokens.takes(authorization)
        ? tokens.seen(authorization)
        : keys.authenticate(authorization);
  }

  /**
   * Verifies the token of a request for which {@link #known} is null. Nothing of its body is read
   * meanwhile: the server holds it back until somebody asks for it.
   *
   * @param found told what the sender may do, on the request's event loop
   * @param refused told why not, in place of it
   */
  void verify(RoutingContext context, Consumer<Access> found, Consumer<CairnException> refused) {
    ContextInternal loop = (ContextInternal) context.vertx().getOrCreateContext();
    tokens
        .verify(context.request().getHeader(HttpHeaders.AUTHORIZATION))
        .whenComplete(
            (access, failure) ->
                loop.emit(
                    back -> {
                      if (access != null) {
                        found.accept(access);
                      } else {
                        refused.accept(Problems.reasonFor(Problems.cause(failure)));
                      }
                    }));
  }

  /** The header {@code WWW-Authenticate} of a refusal. */
  static String challenge(HttpServerRequest request) {
    return request.getHeader(HttpHeaders.AUTHORIZATION) == null
        ? CHALLENGE
        : CHALLENGE + ", error=\"invalid_token\"";
  }
}
