/**
 * Former states of shards, brought back: into scratch files, and from there into the place of a
 * shard or as another one. What there is to bring back, the room {@code backup} knows.
 */
@NullMarked
package dev.cairn.restore;

import org.jspecify.annotations.NullMarked;
