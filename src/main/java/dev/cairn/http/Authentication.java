package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.security.Access;
import dev.cairn.security.Keys;
import dev.cairn.security.Tickets;
import dev.cairn.security.Tokens;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.impl.ContextInternal;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who sent a request, by the header {@code Authorization}, a key or a token of an issuer,
 * or by a ticket where the route takes one. Event loops only, which it never blocks.
 */
@Singleton
final class Authentication {

  /** What is told who was let in nowhere: how to send a key or a token. */
  private static final String CHALLENGE = "Bearer realm=\"cairn\"";

  /** What no ticket is for. */
  private static final String NO_PATH = "";

  private final Keys keys;
  private final Tokens tokens;
  private final Tickets tickets;

  @Inject
  Authentication(Keys keys, Tokens tokens, Tickets tickets) {
    this.keys = keys;
    this.tokens = tokens;
    this.tickets = tickets;
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
   * What the sender may do, as far as that is known. A ticket is taken for a stream of events
   * alone, and used up by whatever it is sent with.
   *
   * @return null if a token must be verified first
   * @throws CairnException {@link dev.cairn.ErrorCode#UNAUTHENTICATED}
   */
  @Nullable Access known(HttpServerRequest request, Route route, RawTarget target) {
    if (target.pathEnd() < target.uri().length() && route.takesTickets()) {
      String ticket = request.getParam(Route.TICKET);
      if (ticket != null) {
        boolean stream =
            HttpMethod.GET.equals(request.method()) && ChangeQuery.wantsStream(request);
        return tickets.use(ticket, stream ? target.uri().substring(0, target.pathEnd()) : NO_PATH);
      }
    }
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
