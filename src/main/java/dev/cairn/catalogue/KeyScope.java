package dev.cairn.catalogue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a key may do, as it is kept. The security room gives the words their meaning.
 *
 * @param shards an exact shard id, or a prefix followed by {@code *}
 * @param role {@code read}, {@code write}, {@code admin} or {@code sql}
 * @param namespaces only in these; empty for all. No name is empty or has a space
 * @param keyPrefix only entries whose keys begin so; null for all
 */
public record KeyScope(
    String shards, String role, List<String> namespaces, @Nullable String keyPrefix) {

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if a name is empty or has a space: what is kept could be read
   *     as more than it was
   */
  public KeyScope {
    namespaces = List.copyOf(namespaces);
    for (String name : namespaces) {
      if (name.isEmpty() || name.contains(" ")) {
        throw new IllegalArgumentException("\"" + name + "\" is no namespace");
      }
    }
  }
}
