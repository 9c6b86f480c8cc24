package dev.cairn.http;

import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.ShardId;
import dev.cairn.security.Access;
import org.jspecify.annotations.Nullable;

/**
 * Judges whether a caller may call a route, by what the path names and nothing else: no shard, no
 * namespace and no entry is looked up. Any thread.
 */
final class Admission {

  private static final String SHARDS = "/v1/shards/";
  private static final String NAMESPACES = "/namespaces/";
  private static final String ENTRIES = "/entries/";
  private static final String KEY = "key";
  private static final String METADATA = "/metadata/";

  private Admission() {}

  /**
   * Lets a request in or not. Callers whose access to the shard is narrow are let in only where the
   * route takes them, and only to the namespace and the entry that the path names.
   *
   * @return the shard that the path names; null if the route is of none
   * @throws dev.cairn.CairnException {@link dev.cairn.ErrorCode#FORBIDDEN}; another code if the
   *     path holds what can't be the name of a shard, a namespace or an entry
   */
  static @Nullable ShardId check(Access access, Route route, RawTarget target) {
    return switch (route.over()) {
      case ANY -> null;
      case NODE -> {
        require(access.mayEverywhere(route.role()));
        yield null;
      }
      case SHARD -> shard(access, route, target);
    };
  }

  private static ShardId shard(Access access, Route route, RawTarget target) {
    int end = segmentEnd(target, SHARDS.length());
    ShardId shard = new ShardId(decoded(target, SHARDS.length(), end));
    if (access != Access.OPEN && !access.may(route.role(), shard)) {
      require(route.narrow() && access.reaches(route.role(), shard));
      narrow(access, route, target, shard, end);
    }
    return shard;
  }

  private static void narrow(
      Access access, Route route, RawTarget target, ShardId shard, int shardEnd) {
    String uri = target.uri();
    if (!uri.startsWith(NAMESPACES, shardEnd)) {
      return;
    }
    int start = shardEnd + NAMESPACES.length();
    int end = segmentEnd(target, start);
    Namespace namespace = new Namespace(decoded(target, start, end));
    require(access.reaches(route.role(), shard, namespace));
    int keyStart = keyStart(uri, end);
    if (keyStart > 0) {
      byte[] utf8 = Percent.decode(uri, keyStart, target.pathEnd(), false);
      require(access.may(route.role(), shard, namespace, Key.ofUtf8(utf8)));
    } else if (route.parameters().containsKey(KEY)) {
      Key key = EntryAddress.keyInQuery(uri);
      require(access.may(route.role(), shard, namespace, key));
    }
  }

  /** Where the key begins in a path that ends in one; 0 if it does not. */
  private static int keyStart(String uri, int namespaceEnd) {
    if (uri.startsWith(ENTRIES, namespaceEnd)) {
      return namespaceEnd + ENTRIES.length();
    }
    return uri.startsWith(METADATA, namespaceEnd) ? namespaceEnd + METADATA.length() : 0;
  }

  private static void require(boolean allowed) {
    if (!allowed) {
      throw Caller.forbidden();
    }
  }

  private static int segmentEnd(RawTarget target, int start) {
    int slash = target.uri().indexOf('/', start);
    return slash < 0 || slash > target.pathEnd() ? target.pathEnd() : slash;
  }

  private static String decoded(RawTarget target, int start, int end) {
    String raw = target.uri().substring(start, end);
    return raw.indexOf('%') < 0 ? raw : Percent.decodeText(raw, 0, raw.length(), false);
  }
}
