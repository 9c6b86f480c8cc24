package dev.cairn.security;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Ticker;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tickets: each lets one request in, to one path, with the rights of the caller that had it made,
 * within a short time. For clients that can send no header, such as a browser's {@code
 * EventSource}; a key never stands in a URL. In memory only, and there as hashes. Any thread; never
 * blocks.
 */
public final class Tickets {

  /** What each begins with, so that a leaked one is known for what it is. */
  static final String PREFIX = "cairnt_";

  /** Random characters of 5 bits. */
  private static final int CHARACTERS = 32;

  private final TicketSettings settings;
  private final Clock clock;
  private final Ticker ticker;
  private final SecureRandom random;

  /** By hash, in the order of their ends. Guarded by this. */
  private final LinkedHashMap<String, Held> held = new LinkedHashMap<>();

  /** How many there are by caller. Guarded by this. */
  private final Map<String, Integer> counts = new HashMap<>();

  /** No tickets yet. */
  public Tickets(TicketSettings settings, Clock clock, Ticker ticker, SecureRandom random) {
    this.settings = settings;
    this.clock = clock;
    this.ticker = ticker;
    this.random = random;
  }

  /**
   * A ticket as its caller gets it, once.
   *
   * @param text what is sent; a secret
   * @param expires until when it is good, in milliseconds since 1970 UTC
   */
  public record Ticket(String text, long expires) {

    /** Without the text. */
    @Override
    public String toString() {
      return "Ticket[expires=" + expires + "]";
    }
  }

  /**
   * What is kept of one.
   *
   * @param end by the ticker, in nanoseconds
   */
  private record Held(Access access, String caller, String path, long end) {}

  /**
   * Makes one.
   *
   * @param path the only one that it is good for
   * @throws CairnException {@link ErrorCode#TOO_MANY_TICKETS}
   */
  public Ticket make(Access access, String path) {
    String text = PREFIX + KeyText.random(CHARACTERS, random);
    String hash = KeyText.hash(text);
    String caller = access.caller() == null ? "" : access.caller();
    synchronized (this) {
      long now = ticker.nanos();
      forgetEnded(now);
      int ofCaller = counts.getOrDefault(caller, 0);
      if (held.size() >= settings.most() || ofCaller >= settings.ofCaller()) {
        throw new CairnException(
            ErrorCode.TOO_MANY_TICKETS,
            "There are as many tickets that nobody has used as there may be.");
      }
      held.put(hash, new Held(access, caller, path, now + settings.age().toNanos()));
      counts.put(caller, ofCaller + 1);
    }
    return new Ticket(text, clock.millis() + settings.age().toMillis());
  }

  private void forgetEnded(long now) {
    Iterator<Held> eldest = held.values().iterator();
    while (eldest.hasNext()) {
      Held next = eldest.next();
      if (next.end - now > 0) {
        return;
      }
      eldest.remove();
      uncount(next.caller);
    }
  }

  private void uncount(String caller) {
    counts.computeIfPresent(caller, (_, count) -> count == 1 ? null : count - 1);
  }

  /**
   * Who had a ticket made. Whatever comes of it, it is used up.
   *
   * @param path of the request that it is sent with
   * @throws CairnException {@link ErrorCode#UNAUTHENTICATED} if there is none, if it was used, is
   *     too old, or for another path, or if its caller would not be let in any more; the answer
   *     does not tell which
   */
  public Access use(String text, String path) {
    Held ticket = take(KeyText.hash(text));
    if (ticket == null
        || ticket.end - ticker.nanos() <= 0
        || !ticket.path.equals(path)
        || !ticket.access.holdsAt(clock.millis())) {
      throw new CairnException(
          ErrorCode.UNAUTHENTICATED,
          "The ticket that was sent is none for this path, was used, or is not valid any more.");
    }
    return ticket.access;
  }

  private synchronized @Nullable Held take(String hash) {
    Held ticket = held.remove(hash);
    if (ticket != null) {
      uncount(ticket.caller);
    }
    return ticket;
  }

  /** How many are kept. */
  synchronized int size() {
    return held.size();
  }
}
