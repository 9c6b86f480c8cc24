package dev.cairn.http;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;

/**
 * Ends answers whose connection has closed. The HTTP server does so itself, but for the answer
 * under way when half of a further request lies behind it (Vert.x 4.5.27: telling that one fails,
 * and nobody else is told any more): whoever writes it would wait for its reader for ever. Event
 * loops only.
 */
final class EndWithConnection {

  private EndWithConnection() {}

  /** Watches the connection until the request of the context has ended. */
  static void watch(RoutingContext context) {
    ChannelFuture closed =
        ((ConnectionBase) context.request().connection()).channel().closeFuture();
    // Behind the server's own handlers of the same event, which come first if all is well.
    ChannelFutureListener listener =
        done -> done.channel().eventLoop().execute(() -> end(context.response()));
    closed.addListener(listener);
    context.addEndHandler(_ -> closed.removeListener(listener));
  }

  private static void end(HttpServerResponse response) {
    if (response.ended() || response.closed()) {
      return;
    }
    try {
      var unused = response.end();
    } catch (IllegalStateException ended) {
      // Its writer was quicker.
    }
  }
}
