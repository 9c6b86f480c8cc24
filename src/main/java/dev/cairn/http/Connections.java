package dev.cairn.http;

import dev.cairn.Ticker;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Stands at every port: lets so many connections in and no more, and gives each a {@link
 * ConnectionPace}. The HTTP server has no place for that, so as soon as it listens this looks for
 * the listening channels on the threads that accept connections. Any thread.
 */
@Singleton
public class Connections {

  private static final Logger LOG = Logger.getLogger(Connections.class);

  private static final String NAME = "cairn-door";

  /** When the port of the management listens too, in milliseconds after that for clients. */
  private static final long LATER = 1_000;

  /** How often it is told that there are too many connections. */
  private static final long TOLD_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Vertx vertx;
  private final ConnectionSettings settings;
  private final Ticker ticker;

  @Inject
  Connections(Vertx vertx, ConnectionSettings settings, Ticker ticker) {
    this.vertx = vertx;
    this.settings = settings;
    this.ticker = ticker;
  }

  void listening(@ObservesAsync HttpServerStart event) {
    stand();
    vertx.setTimer(LATER, _ -> stand());
  }

  void listening(@ObservesAsync HttpsServerStart event) {
    stand();
  }

  private void stand() {
    ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
    for (EventExecutor executor : context.owner().getAcceptorEventLoopGroup()) {
      if (executor instanceof SingleThreadEventLoop loop) {
        loop.execute(() -> standAt(loop.registeredChannelsIterator()));
      }
    }
  }

  private void standAt(Iterator<Channel> channels) {
    while (channels.hasNext()) {
      Channel channel = channels.next();
      if (channel instanceof ServerChannel && channel.pipeline().get(NAME) == null) {
        channel.pipeline().addFirst(NAME, new Door());
      }
    }
  }

  /** Stands at one port. On the thread that accepts its connections, but for {@link #open}. */
  @Sharable
  private final class Door extends ChannelInboundHandlerAdapter {

    private final AtomicInteger open = new AtomicInteger();
    private long told = ticker.nanos() - TOLD_NANOS;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (!(message instanceof Channel connection)) {
        context.fireChannelRead(message);
        return;
      }
      if (open.incrementAndGet() > settings.most()) {
        open.decrementAndGet();
        connection.unsafe().closeForcibly();
        tell(context);
        return;
      }
      connection.closeFuture().addListener(closed -> open.decrementAndGet());
      connection.pipeline().addFirst(new ConnectionPace(settings, ticker));
      context.fireChannelRead(connection);
    }

    private void tell(ChannelHandlerContext context) {
      long now = ticker.nanos();
      if (now - told >= TOLD_NANOS) {
        told = now;
        LOG.warnf(
            "There are %d connections to %s, the most that cairn.http.connections allows; further"
                + " ones are closed",
            settings.most(), context.channel().localAddress());
      }
    }
  }
}
