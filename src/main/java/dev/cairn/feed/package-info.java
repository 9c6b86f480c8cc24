/**
 * The feeds of many shards as one: which shards belong to it, which of them are to be read when,
 * and what is told of those that can't be. It opens no shard to wait for its commits, reads few at
 * a time, and each in its turn, so that a busy one is in no quiet one's way.
 *
 * <p>Its doors are {@link dev.cairn.feed.MergedFeeds}, which bounds them all, and {@link
 * dev.cairn.feed.MergedFeed}, which is used on one thread, its loop.
 */
@NullMarked
package dev.cairn.feed;

import org.jspecify.annotations.NullMarked;
