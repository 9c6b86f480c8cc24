package dev.cairn.sqlite;

import dev.cairn.Namespace;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which id a committed namespace has, as readers last saw it. An id is never given again, so an old
 * one finds nothing, and whoever finds nothing looks the name up again. Any thread.
 */
final class NamespaceIds {

  /** The id of the default namespace, which every shard has from its creation on. */
  static final long DEFAULT = 1;

  /** Most namespaces that are remembered; beyond it all are forgotten. */
  static final int MOST = 1024;

  private final ConcurrentHashMap<Namespace, Long> ids = new ConcurrentHashMap<>();

  /** The id seen last, or null. */
  @Nullable Long get(Namespace namespace) {
    return namespace.equals(Namespace.DEFAULT) ? Long.valueOf(DEFAULT) : ids.get(namespace);
  }

  void put(Namespace namespace, long id) {
    if (ids.size() >= MOST) {
      ids.clear();
    }
    ids.put(namespace, id);
  }

  void forget(Namespace namespace) {
    ids.remove(namespace);
  }
}
