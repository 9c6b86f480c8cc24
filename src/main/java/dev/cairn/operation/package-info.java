/**
 * Long work that is told of while it goes on: its records, its threads, its end by cancelling, and
 * how it goes on after a restart. What the work is, other rooms know.
 */
@NullMarked
package dev.cairn.operation;

import org.jspecify.annotations.NullMarked;
