/**
 * The SQLite driver of the storage contract and of the catalogue: one file for each shard, spread
 * over subdirectories, and one for the catalogue.
 *
 * <p>Each open shard has one writer connection, opened first and closed last, and a few {@code
 * mode=ro} readers, all of them from two poolless Agroal data sources. A connection keeps its
 * prepared statements and belongs to one thread at a time. Nobody but {@link
 * dev.cairn.sqlite.Checkpointer} and the close of a file moves the write-ahead log into the file.
 *
 * <p>On disk, below the data directory: {@code lock}, {@code catalogue.sqlite}, and {@code
 * shards/<2 hex>/<name>.sqlite}. A shard is made under a name of its own ending in {@code .new} and
 * renamed when it is whole, so that a file called {@code .sqlite} is never one half made. Symbolic
 * links and files of others are passed over.
 */
@NullMarked
package dev.cairn.sqlite;

import org.jspecify.annotations.NullMarked;
