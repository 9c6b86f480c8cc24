/**
 * Filters, sorts and pages of the {@code query} and {@code count} requests: a model that is valid
 * once it exists, compiled to SQL text and binds for SQLite, and evaluated over values in memory by
 * a second back end. Both give the same answer for the same data; a property test holds them to it.
 *
 * <p>Pure: no connection, no clock. Everything is immutable and safe for any thread.
 */
@NullMarked
package dev.cairn.query;

import org.jspecify.annotations.NullMarked;
