/**
 * Snapshots of shards: how many there may be, and which of them are open for reads. How they are
 * kept the drivers know.
 *
 * <p>Its door is {@link dev.cairn.snapshot.Snapshots}.
 */
@NullMarked
package dev.cairn.snapshot;

import org.jspecify.annotations.NullMarked;
