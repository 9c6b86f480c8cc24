package dev.cairn.http;

import dev.cairn.Ticker;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Cuts a connection whose client keeps it waiting: between requests, in a head, in a body that is
 * wanted, or by not taking an answer. While the service itself works on a request, or does not read
 * on, no time passes. First of its pipeline, it sees bytes; {@link Messages} beside the last tells
 * it where requests and answers begin and end. On the connection's event loop.
 */
final class ConnectionPace extends ChannelDuplexHandler {

  private static final Logger LOG = Logger.getLogger(ConnectionPace.class);

  /** What the HTTP server calls its own handler, which is the last. */
  private static final String SERVER = "handler";

  private final ConnectionSettings settings;
  private final Ticker ticker;
  private boolean follows;

  /** Requests that have not been answered to their end. */
  private int unanswered;

  private long waitingSince;
  private boolean inHead;
  private long headSince;
  private boolean inBody;
  private long bodySince;
  private long pausedSince;
  private boolean paused;
  private long readSince;
  private long read;
  private long written;
  private boolean writing;
  private long writeSince;
  private long flushedThen;

  ConnectionPace(ConnectionSettings settings, Ticker ticker) {
    this.settings = settings;
    this.ticker = ticker;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    waitingSince = ticker.nanos();
    lookLater(context);
    context.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    read += size(message);
    if (!follows) {
      follow(context);
    }
    if (unanswered == 0 && !inBody && !inHead) {
      inHead = true;
      headSince = ticker.nanos();
    }
    context.fireChannelRead(message);
  }

  /** With TLS the server's own handlers come after the handshake. */
  private void follow(ChannelHandlerContext context) {
    if (context.pipeline().get(SERVER) != null) {
      context.pipeline().addBefore(SERVER, null, new Messages());
      follows = true;
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    written += size(message);
    var unused = context.write(message, promise);
  }

  private static long size(Object message) {
    return switch (message) {
      case ByteBuf bytes -> bytes.readableBytes();
      case ByteBufHolder holder -> holder.content().readableBytes();
      case FileRegion region -> region.count();
      default -> 0;
    };
  }

  private void lookLater(ChannelHandlerContext context) {
    var unused =
        context
            .executor()
            .schedule(() -> look(context), settings.lookMillis(), TimeUnit.MILLISECONDS);
  }

  private void look(ChannelHandlerContext context) {
    if (!context.channel().isActive()) {
      return;
    }
    long now = ticker.nanos();
    if (isWaitedLong(now)) {
      cut(context, inHead ? "in a head" : "between requests");
    } else if (inBody && isBodySlow(context, now)) {
      cut(context, "in a body");
    } else if (isAnswerStuck(context, now)) {
      cut(context, "in taking an answer");
    } else {
      lookLater(context);
    }
  }

  private static void cut(ChannelHandlerContext context, String where) {
    LOG.debugf("%s was too slow %s and is cut off", context.channel().remoteAddress(), where);
    var unused = context.close();
  }

  private boolean isWaitedLong(long now) {
    if (unanswered > 0 || inBody) {
      return false;
    }
    return inHead
        ? now - headSince > settings.head().toNanos()
        : now - waitingSince > settings.idle().toNanos();
  }

  private boolean isBodySlow(ChannelHandlerContext context, long now) {
    if (!context.channel().config().isAutoRead()) {
      // The service does not read on: that is none of the client's time.
      if (!paused) {
        paused = true;
        pausedSince = now;
      }
      return false;
    }
    if (paused) {
      paused = false;
      bodySince += now - pausedSince;
      beginReading(now);
    }
    if (now - bodySince > settings.body().toNanos()) {
      return true;
    }
    if (now - readSince < settings.stall().toNanos()) {
      return false;
    }
    boolean slow = read < settings.stallBytes();
    beginReading(now);
    return slow;
  }

  private void beginReading(long now) {
    readSince = now;
    read = 0;
  }

  private boolean isAnswerStuck(ChannelHandlerContext context, long now) {
    ChannelOutboundBuffer buffer = context.channel().unsafe().outboundBuffer();
    long pending = buffer == null ? 0 : buffer.totalPendingWriteBytes();
    if (buffer == null || pending == 0) {
      writing = false;
      return false;
    }
    long flushed = written - pending + buffer.currentProgress();
    if (!writing) {
      writing = true;
      writeSince = now;
      flushedThen = flushed;
      return false;
    }
    if (now - writeSince < settings.stall().toNanos()) {
      return false;
    }
    boolean stuck = flushed - flushedThen < settings.stallBytes();
    writeSince = now;
    flushedThen = flushed;
    return stuck;
  }

  /** Sees requests and answers. On the connection's event loop. */
  private final class Messages extends ChannelDuplexHandler {

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpRequest) {
        unanswered++;
        inHead = false;
        inBody = true;
        paused = false;
        bodySince = ticker.nanos();
        beginReading(bodySince);
      }
      if (message instanceof LastHttpContent) {
        inBody = false;
        await();
      }
      context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      if (message instanceof LastHttpContent && !isInterim(message)) {
        unanswered = Math.max(0, unanswered - 1);
        await();
      }
      var unused = context.write(message, promise);
    }

    private void await() {
      if (unanswered == 0 && !inBody) {
        waitingSince = ticker.nanos();
      }
    }

    private static boolean isInterim(Object message) {
      return message instanceof HttpResponse response
          && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }
  }
}
