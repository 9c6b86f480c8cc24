package dev.cairn.transaction;

/**
 * How interactive transactions fare, since the start where they ended.
 *
 * @param open now
 * @param most may be open
 * @param committed were kept, or had nothing to keep
 * @param rolledBack were given up by their callers
 * @param expired by deadline or idle limit
 * @param aborted by the service, or of unknown outcome
 */
public record TransactionFigures(
    int open, int most, long committed, long rolledBack, long expired, long aborted) {}
