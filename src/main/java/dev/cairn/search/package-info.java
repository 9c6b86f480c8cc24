/**
 * Full-text search: how a text is cut into words, what a search asks for, how it is spelt for
 * SQLite's FTS5, and the same evaluated in memory by a second back end; and how what was found is
 * shown, which is the same code for both.
 */
@NullMarked
package dev.cairn.search;

import org.jspecify.annotations.NullMarked;
