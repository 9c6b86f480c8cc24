/**
 * Builds declared indexes, and clears dropped ones away, step by step: each step is a write unit of
 * its own that waits in the shard's queue like any other. A build that was cut short, because the
 * shard was closed or the process ended, goes on when its namespace's indexes are next asked for.
 */
@NullMarked
package dev.cairn.index;

import org.jspecify.annotations.NullMarked;
