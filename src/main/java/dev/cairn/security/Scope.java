package dev.cairn.security;

import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.ShardId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something that a key may do.
 *
 * @param shards in which shards
 * @param role what
 * @param namespaces only in these namespaces; empty for all
 * @param keyPrefix only with entries whose keys begin so; null for all
 */
public record Scope(
    ShardPattern shards, Role role, Set<Namespace> namespaces, @Nullable String keyPrefix) {

  /**
   * Copies the set; an empty prefix is none.
   *
   * @throws dev.cairn.CairnException {@link dev.cairn.ErrorCode#INVALID_KEY} if no key could begin
   *     with the prefix
   */
  public Scope {
    namespaces = Set.copyOf(namespaces);
    keyPrefix = keyPrefix == null || keyPrefix.isEmpty() ? null : Key.of(keyPrefix).text();
  }

  /** One over whole shards. */
  public static Scope whole(ShardPattern shards, Role role) {
    return new Scope(shards, role, Set.of(), null);
  }

  /** Whether it is narrower than the shards that it names. */
  public boolean isNarrow() {
    return keyPrefix != null || !namespaces.isEmpty();
  }

  /** Whether it allows something in the shard, all of it or less. */
  boolean reaches(Role needed, ShardId shard) {
    return role.covers(needed) && shards.names(shard);
  }

  /** Whether it allows it in a namespace, with all entries or fewer. */
  boolean reaches(Role needed, ShardId shard, Namespace namespace) {
    return reaches(needed, shard) && (namespaces.isEmpty() || namespaces.contains(namespace));
  }

  /** Whether it allows it with the entry of that key. */
  boolean allows(Role needed, ShardId shard, Namespace namespace, Key key) {
    return reaches(needed, shard, namespace)
        && (keyPrefix == null || key.text().startsWith(keyPrefix));
  }

  /** Whether it allows it with every entry whose key begins so. */
  boolean allows(Role needed, ShardId shard, Namespace namespace, String prefix) {
    return reaches(needed, shard, namespace) && (keyPrefix == null || prefix.startsWith(keyPrefix));
  }
}
