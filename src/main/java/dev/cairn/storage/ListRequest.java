package dev.cairn.storage;

import dev.cairn.Key;
import dev.cairn.Limits;
import org.jspecify.annotations.Nullable;

/**
 * Which entries a list holds.
 *
 * @param prefix what the key begins with, without lone surrogates; empty for any
 * @param pattern what the whole key matches, or null for any
 * @param after only keys greater than this one, or null
 * @param limit most entries, from 1
 * @param bytes most bytes of keys, values and metadata; the first entry may pass them alone
 * @param offset entries to pass over first, from 0
 */
public record ListRequest(
    String prefix,
    @Nullable KeyPattern pattern,
    @Nullable Key after,
    int limit,
    int bytes,
    int offset) {

  /** A request for pages of the usual bytes. */
  public ListRequest(
      String prefix, @Nullable KeyPattern pattern, @Nullable Key after, int limit, int offset) {
    this(prefix, pattern, after, limit, Limits.DEFAULT.pageBytes(), offset);
  }
}
