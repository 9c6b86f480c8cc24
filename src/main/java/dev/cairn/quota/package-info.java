/**
 * What shards and keys have used of their quotas, and whose turn it is to read. Counts are of this
 * node and in memory: a start begins them anew. Any thread; nothing here blocks.
 */
@org.jspecify.annotations.NullMarked
package dev.cairn.quota;
