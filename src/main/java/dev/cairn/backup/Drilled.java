package dev.cairn.backup;

import java.time.Duration;

/**
 * What a drill found: whether a shard, restored from its replica, is what it was.
 *
 * @param at when the drill ended, in milliseconds since 1970 UTC
 * @param ok whether what was restored is sound and the same, entry for entry
 * @param revision the one that the shard was at, 0 if the drill did not come that far
 * @param took how long it took to restore and check the file; zero if it did not come that far
 * @param reason what was wrong, fit for users; empty if nothing was
 */
public record Drilled(long at, boolean ok, long revision, Duration took, String reason) {}
