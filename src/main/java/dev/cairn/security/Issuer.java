package dev.cairn.security;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the tokens of one issuer, on a thread of its own that is there only while there are
 * some: one after the other, so that a burst after a change of keys asks for them once, and
 * forgeries cost one thread at most. Keys are asked for at the first token, once they are old, and
 * when a token names one that is not known; never more often than the settings say.
 *
 * <p>{@link #verify} is for any thread, and never blocks.
 */
public final class Issuer implements AutoCloseable {

  /** Tokens that wait; one more is refused for now. */
  static final int MOST_WAITING = 256;

  /** For how long keys are taken while the issuer can't be asked. */
  static final Duration MOST_AGE = Duration.ofDays(1);

  private static final long THREAD_SECONDS = 30;

  private static final Logger LOG = Logger.getLogger(Issuer.class);

  private final IssuerSettings settings;
  private final TokenSource source;
  private final Ticker ticker;
  private final ThreadPoolExecutor lane;

  // What follows is of the lane's thread.

  /** Null until they could be had. */
  private @Nullable TokenKeys keys;

  private long keysAt;
  private boolean asked;
  private long askedAt;
  private boolean unreachable;

  /** One that was not asked yet. */
  public Issuer(IssuerSettings settings, TokenSource source, Ticker ticker) {
    this.settings = settings;
    this.source = source;
    this.ticker = ticker;
    this.lane =
        new ThreadPoolExecutor(
            1,
            1,
            THREAD_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().daemon().name("cairn-issuer-" + settings.name()).factory());
    this.lane.allowCoreThreadTimeOut(true);
  }

  IssuerSettings settings() {
    return settings;
  }

  /**
   * Verifies a token.
   *
   * @return its claims; or fails with a {@link CairnException}: {@link ErrorCode#UNAUTHENTICATED},
   *     or {@link ErrorCode#ISSUER_UNAVAILABLE} if that can't be found out now
   */
  CompletableFuture<Map<String, Object>> verify(String token) {
    try {
      return CompletableFuture.supplyAsync(() -> verified(token), lane);
    } catch (RejectedExecutionException _) {
      return CompletableFuture.failedFuture(
          unavailable("More tokens wait to be verified than may."));
    }
  }

  private Map<String, Object> verified(String token) {
    if (keys == null || isOver(keysAt, settings.age())) {
      ask();
    }
    try {
      return usable().verify(token);
    } catch (TokenRefused refusal) {
      if (!refusal.isSignedByUnknown()) {
        throw refused(refusal);
      }
    }
    ask();
    if (unreachable) {
      throw unavailable(unreachableNow());
    }
    try {
      return usable().verify(token);
    } catch (TokenRefused refusal) {
      throw refused(refusal);
    }
  }

  private TokenKeys usable() {
    if (keys == null || isOver(keysAt, MOST_AGE)) {
      throw unavailable(unreachableNow());
    }
    return keys;
  }

  /** Asks for the keys, unless that was done just now. */
  private void ask() {
    if (asked && !isOver(askedAt, settings.again())) {
      return;
    }
    asked = true;
    try {
      keys = source.keys();
      unreachable = false;
      keysAt = ticker.nanos();
    } catch (IOException e) {
      unreachable = true;
      LOG.warnf(
          "The issuer %s could not be asked for its keys: %s", settings.name(), e.getMessage());
    } finally {
      askedAt = ticker.nanos();
    }
  }

  private boolean isOver(long since, Duration time) {
    return ticker.nanos() - since >= time.toNanos();
  }

  private String unreachableNow() {
    return "Tokens can't be verified now, since their issuer can't be asked for its keys.";
  }

  private CairnException refused(TokenRefused refusal) {
    LOG.debugf("A token of the issuer %s was refused: %s", settings.name(), refusal.getMessage());
    return Tokens.refused();
  }

  private static CairnException unavailable(String detail) {
    return new CairnException(ErrorCode.ISSUER_UNAVAILABLE, detail);
  }

  /** Verifies no more tokens. */
  @Override
  public void close() {
    lane.shutdownNow();
  }
}
