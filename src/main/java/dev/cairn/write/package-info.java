/**
 * One writer per open shard: a bounded queue, one transaction for many callers, and an outcome for
 * each of them.
 *
 * <p>{@link dev.cairn.write.ShardWriter} is the only class that calls the mutating methods of a
 * store while the service runs.
 */
@NullMarked
package dev.cairn.write;

import org.jspecify.annotations.NullMarked;
