/**
 * The benchmarks: {@code ./cairn bench}. Not part of the program; {@code docs/benchmarks.md} says
 * what is measured and how.
 *
 * <p>Every figure that is compared comes from one run in which the sides take turns, since the
 * machine under them never stays the same; what is compared is processor time, not the clock,
 * wherever a neighbour could move the clock. Every result is checked while it is measured.
 */
@NullMarked
package dev.cairn.bench;

import org.jspecify.annotations.NullMarked;
