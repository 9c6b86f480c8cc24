/**
 * The HTTP API: one resource per noun, the wire records, the filters, and the one place where an
 * error becomes a problem document.
 *
 * <p>Point reads of an open shard are answered on the event loop; everything that may wait runs on
 * a worker thread. Writes hold no thread while they wait.
 */
@NullMarked
package dev.cairn.http;

import org.jspecify.annotations.NullMarked;
