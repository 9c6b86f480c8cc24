package dev.cairn.storage;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Which calls of a {@link FaultyDriver}, or of a catalogue, fail or are held up. Any thread; rules
 * may be added while calls are under way, and nothing is held while one is.
 */
public final class FaultPlan {

  /** The calls that can be made to fail. */
  public enum Call {
    CREATE,
    OPEN,
    /** An open that checks every page; comes after {@link #OPEN}. */
    OPEN_THOROUGHLY,
    DELETE,
    FOR_EACH_SHARD,
    BEGIN,
    /** A step of a unit of work that reads. */
    LOOK,
    /** A step of a unit of work that changes something, or undoes it. */
    CHANGE,
    /** A commit; when it fails nothing has been committed. */
    COMMIT,
    /** The return of a commit; when it fails everything has been committed. */
    COMMITTED,
    /** The close of a unit of work; it is closed all the same. */
    CLOSE_UNIT,
    SET_DURABILITY,
    SET_QUOTAS,
    TRY_READER,
    READER,
    /** A read. */
    READ,
    MAINTAIN,
    SIZES,
    /** The close of a store; it is closed all the same. */
    CLOSE_STORE,
    CATALOGUE_FIND,
    CATALOGUE_PUT,
    CATALOGUE_PUT_ALL,
    CATALOGUE_ENTER_HISTORY,
    CATALOGUE_REMOVE
  }

  /** What happens at a call: throws, or waits, or nothing. */
  @FunctionalInterface
  public interface Event {
    void happen();
  }

  private record Rule(int first, int last, Event event) {}

  private final Map<Call, AtomicInteger> counts = new EnumMap<>(Call.class);
  private final Map<Call, List<Rule>> rules = new EnumMap<>(Call.class);

  /** A plan by which nothing fails. */
  public FaultPlan() {
    for (Call call : Call.values()) {
      counts.put(call, new AtomicInteger());
      rules.put(call, new ArrayList<>());
    }
  }

  /** The {@code nth} call from now on, from 1, fails. */
  public void failNth(Call call, int nth, Throwable fault) {
    atNth(call, nth, () -> sneak(fault));
  }

  /** The next call fails. */
  public void failNext(Call call, Throwable fault) {
    failNth(call, 1, fault);
  }

  /** Every call from now on fails, until {@link #calm}. */
  public void failAll(Call call, Throwable fault) {
    atEach(call, () -> sneak(fault));
  }

  /** Something happens at the {@code nth} call from now on, from 1. */
  public void atNth(Call call, int nth, Event event) {
    int at = calls(call) + nth;
    add(call, new Rule(at, at, event));
  }

  /** Something happens at every call from now on, until {@link #calm}. */
  public void atEach(Call call, Event event) {
    add(call, new Rule(calls(call) + 1, Integer.MAX_VALUE, event));
  }

  /** The {@code nth} call from now on, from 1, waits until the pause is ended. */
  public Pause pauseNth(Call call, int nth) {
    Pause pause = new Pause();
    atNth(call, nth, pause::here);
    return pause;
  }

  /** Whether anything may happen at a call. */
  public synchronized boolean foresees(Call call) {
    return !rules.getOrDefault(call, List.of()).isEmpty();
  }

  /** Nothing more is to happen. */
  public synchronized void calm() {
    rules.values().forEach(List::clear);
  }

  /** How often the call was made. */
  public int calls(Call call) {
    return count(call).get();
  }

  /** Called by the faulty ones at each call. */
  public void at(Call call) {
    int number = count(call).incrementAndGet();
    Event event = eventAt(call, number);
    if (event != null) {
      event.happen();
    }
  }

  private synchronized @Nullable Event eventAt(Call call, int number) {
    return rules.getOrDefault(call, List.of()).stream()
        .filter(rule -> rule.first() <= number && number <= rule.last())
        .map(Rule::event)
        .findFirst()
        .orElse(null);
  }

  private synchronized void add(Call call, Rule rule) {
    rules.computeIfAbsent(call, _ -> new ArrayList<>()).add(rule);
  }

  private AtomicInteger count(Call call) {
    AtomicInteger count = counts.get(call);
    if (count == null) {
      throw new IllegalArgumentException(call.name());
    }
    return count;
  }

  private static void sneak(Throwable fault) {
    switch (fault) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalArgumentException("Drivers throw nothing checked", fault);
    }
  }
}
