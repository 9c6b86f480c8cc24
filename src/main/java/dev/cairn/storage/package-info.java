/**
 * The storage contract that every driver implements, and the one place that says what a write unit
 * means.
 *
 * <p>Drivers give reads ({@link dev.cairn.storage.ShardReader}) and transactions of primitive steps
 * ({@link dev.cairn.storage.UnitOfWork}). What a put, a patch, a batch or a transaction does with
 * them, its preconditions and its refusals, is the same for all drivers and stands in {@link
 * dev.cairn.storage.UnitExecutor}. One contract suite in the tests holds every driver to the same
 * answers.
 */
@NullMarked
package dev.cairn.storage;

import org.jspecify.annotations.NullMarked;
