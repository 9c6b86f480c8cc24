package dev.cairn.storage;

import org.jspecify.annotations.Nullable;

/**
 * The answers of a shard in memory, as far as they are kept. Immutable: adding makes another one.
 * Any thread.
 */
public final class AnswerLog {

  private final AnswerSettings settings;

  /** By their numbers, in the order in which they were given. */
  private final SortedTree<Long, Given> given;

  /** The number of the newest under each name. */
  private final SortedTree<String, Long> numbers;

  private final long first;
  private final long next;
  private final long bytes;

  private AnswerLog(
      AnswerSettings settings,
      SortedTree<Long, Given> given,
      SortedTree<String, Long> numbers,
      long first,
      long next,
      long bytes) {
    this.settings = settings;
    this.given = given;
    this.numbers = numbers;
    this.first = first;
    this.next = next;
    this.bytes = bytes;
  }

  private record Given(String name, long at, KeptAnswer answer) {}

  /** No answers yet. */
  public static AnswerLog empty(AnswerSettings settings) {
    return new AnswerLog(settings, SortedTree.empty(), SortedTree.empty(), 0, 0, 0);
  }

  /** None, of the same settings. */
  public AnswerLog none() {
    return empty(settings);
  }

  /** See {@link AnswerWork#answerBytes}. */
  int answerBytes() {
    return settings.answerBytes();
  }

  /** How many there are, those that are too old counted. */
  public int size() {
    return given.size();
  }

  /** See {@link AnswerWork#find}. */
  @Nullable KeptAnswer find(String name, long now) {
    Long number = numbers.get(name);
    Given found = number == null ? null : given.get(number);
    return found == null || isOld(found, now) ? null : found.answer();
  }

  /** These and one more, without what need not be kept then. */
  AnswerLog with(String name, KeptAnswer answer, long now) {
    return new AnswerLog(
            settings,
            given.with(next, new Given(name, now, answer)),
            numbers.with(name, next),
            first,
            next + 1,
            bytes + answer.size())
        .pruned(now);
  }

  /** Whether the oldest need not be kept at {@code now}, in milliseconds since 1970 UTC. */
  public boolean isDue(long now) {
    Given oldest = given.get(first);
    return oldest != null && goes(oldest, given.size(), bytes, now);
  }

  /** These without what need not be kept at {@code now}, in milliseconds since 1970 UTC. */
  public AnswerLog pruned(long now) {
    SortedTree<Long, Given> left = given;
    SortedTree<String, Long> names = numbers;
    long oldest = first;
    long size = bytes;
    while (oldest < next) {
      Given answer = left.get(oldest);
      if (answer == null || !goes(answer, left.size(), size, now)) {
        break;
      }
      Long newest = names.get(answer.name());
      if (newest != null && newest == oldest) {
        names = names.without(answer.name());
      }
      left = left.without(oldest);
      size -= answer.answer().size();
      oldest++;
    }
    return oldest == first ? this : new AnswerLog(settings, left, names, oldest, next, size);
  }

  private boolean goes(Given oldest, int count, long size, long now) {
    return count > settings.most() || size > settings.mostBytes() || isOld(oldest, now);
  }

  private boolean isOld(Given answer, long now) {
    return answer.at() <= now - settings.age().toMillis();
  }
}
