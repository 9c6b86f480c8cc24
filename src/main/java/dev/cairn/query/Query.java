package dev.cairn.query;

import dev.cairn.Entry;
import dev.cairn.Limits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a query over the entries of a namespace. Order of work: filter, sort, offset, limit.
 * Ties are broken by key, ascending.
 *
 * @param filter the condition, or null for every entry
 * @param sort the order, most significant first; empty means by key
 * @param limit most entries of the page, from 1
 * @param bytes most bytes of keys, values and metadata; the first entry may pass them alone
 * @param offset entries to pass over first, from 0; 0 when {@code after} is set
 * @param after where the page before ended, or null for the first page
 * @param withValue whether the entries carry their values
 * @param withMetadata whether the entries carry their metadata
 */
public record Query(
    @Nullable Filter filter,
    List<Sort> sort,
    int limit,
    int bytes,
    int offset,
    @Nullable Position after,
    boolean withValue,
    boolean withMetadata) {

  /** A query for pages of the usual bytes. */
  public Query(
      @Nullable Filter filter,
      List<Sort> sort,
      int limit,
      int offset,
      @Nullable Position after,
      boolean withValue,
      boolean withMetadata) {
    this(filter, sort, limit, Limits.DEFAULT.pageBytes(), offset, after, withValue, withMetadata);
  }

  /** The entry with no more than what the query wants of it. */
  public Entry narrow(Entry entry) {
    return new Entry(
        entry.key(),
        entry.version(),
        entry.created(),
        entry.updated(),
        withValue ? entry.value() : null,
        withMetadata ? entry.metadata() : null,
        entry.expires());
  }
}
