package dev.cairn.transaction;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that was done to a shard in one step, as its client saw it: a transaction of whatever
 * kind, a read, or a write. Values are unique over a history; 0 stands for no entry.
 *
 * @param name for messages
 * @param invoked when its first request was sent, by a monotonic clock
 * @param answered when its last answer had come, by the same
 * @param reads what it found of each key that it had not written itself before
 * @param writes what it left of each key that it wrote
 * @param revision that its writes took; null if it wrote nothing
 */
record Recorded(
    String name,
    long invoked,
    long answered,
    Map<String, Long> reads,
    Map<String, Long> writes,
    @Nullable Long revision) {}
