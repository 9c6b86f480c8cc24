/**
 * Coverage-guided fuzzing of whatever reads what clients send: the targets by name, their seeds,
 * and the two ways to run them. {@code FuzzTest} runs the seeds and a few seconds of mutations of
 * them with every build; {@code src/fuzz/run} runs a target as long as one likes, led by coverage.
 */
@NullMarked
package dev.cairn.fuzz;

import org.jspecify.annotations.NullMarked;
