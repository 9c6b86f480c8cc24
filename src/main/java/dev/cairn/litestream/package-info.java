/**
 * The child process Litestream, which copies database files to their replicas: starts it, watches
 * it, starts it again, stops it, and passes calls on to it over its control socket.
 *
 * <p>Its door is {@link dev.cairn.litestream.Litestream}. Promises: of one data directory no two
 * processes of different services work at a time; no credential is in an argument, a log line or a
 * message; a call says DOWN only if nothing was done. Thread rule: the door takes any thread.
 */
@NullMarked
package dev.cairn.litestream;

import org.jspecify.annotations.NullMarked;
