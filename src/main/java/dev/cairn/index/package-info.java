/**
 * Builds declared indexes, and clears dropped ones away, step by step: each step is a write unit of
 * its own that waits in the shard's queue like any other. What was cut short, because the shard was
 * closed or the process ended, goes on without this room when the shard is opened, see {@link
 * dev.cairn.shard.Shards}; or when the indexes of the namespace are asked for.
 */
@NullMarked
package dev.cairn.index;

import org.jspecify.annotations.NullMarked;
