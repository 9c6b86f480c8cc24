package dev.cairn.catalogue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a key may do, as it is kept. The security room gives the words their meaning.
 *
 * @param shards an exact shard id, or a prefix followed by {@code *}
 * @param role {@code read}, {@code write}, {@code admin} or {@code sql}
 * @param namespaces only in these; empty for all
 * @param keyPrefix only entries whose keys begin so; null for all
 */
public record KeyScope(
    String shards, String role, List<String> namespaces, @Nullable String keyPrefix) {

  /** Copies the list. */
  public KeyScope {
    namespaces = List.copyOf(namespaces);
  }
}
