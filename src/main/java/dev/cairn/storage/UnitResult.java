package dev.cairn.storage;

import java.util.List;

/**
 * What a write unit did.
 *
 * @param revision the unit's own revision; the shard's revision as it was if it changed nothing
 * @param changed whether anything was changed, so that a revision was taken
 * @param succeeded false only for a transaction that did its {@code otherwise}
 * @param failedChecks indexes of checks that did not hold; empty if {@code succeeded}
 * @param failedOperations indexes of operations whose precondition did not hold; empty if {@code
 *     succeeded}
 * @param results one for each operation that was asked for, in order
 */
public record UnitResult(
    long revision,
    boolean changed,
    boolean succeeded,
    List<Integer> failedChecks,
    List<Integer> failedOperations,
    List<OperationResult> results) {}
