/**
 * The vocabulary every room speaks: names and limits of the storage contract, entries and
 * revisions, error codes and outcomes.
 *
 * <p>Pure: nothing here opens a file, reads a clock or knows a library beyond the JDK. Every type
 * is immutable and safe for any thread.
 */
@NullMarked
package dev.cairn;

import org.jspecify.annotations.NullMarked;
