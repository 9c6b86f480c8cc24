package dev.cairn.query;

/**
 * One criterion of an order: null &lt; false &lt; true &lt; numbers &lt; strings &lt; arrays &lt;
 * objects; an entry without the field comes last in both directions.
 *
 * @param field what is compared
 * @param descending whether the larger comes first
 */
public record Sort(Field field, boolean descending) {}
