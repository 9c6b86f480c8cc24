/**
 * The registry of shards: opens them on demand, lends them, closes the least recently used, and
 * keeps what became of each.
 *
 * <p>Its door is {@link dev.cairn.shard.Shards}.
 */
@NullMarked
package dev.cairn.shard;

import org.jspecify.annotations.NullMarked;
