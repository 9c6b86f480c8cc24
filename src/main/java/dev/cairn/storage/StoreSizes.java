package dev.cairn.storage;

/**
 * What a shard takes up.
 *
 * @param bytes its size, the log not counted
 * @param walBytes its write-ahead log; 0 for drivers without one
 */
public record StoreSizes(long bytes, long walBytes) {}
