package dev.cairn.query;

/**
 * A declared index that queries may use: whole, and kept in step with the entries. Its rows are
 * those of the table {@code index_rows(idx, rank, value, key, entry)} with its id, one for each
 * entry of its namespace, as {@link IndexRows} makes them.
 *
 * @param id its number in the table
 * @param name its name, for those who ask how a query is answered
 * @param field what it orders the entries by
 */
public record QueryIndex(long id, String name, Field field) {}
