package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.ShardId;
import dev.cairn.Violation;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/** Which entry a request is about. */
record EntryAddress(ShardId shard, Namespace namespace, Key key) {

  /**
   * The entry of a path whose key is everything behind the name of the collection, {@code entries}
   * or {@code metadata}. The key is decoded from the raw target, since the framework's own decoding
   * cuts and folds.
   */
  static EntryAddress ofPath(HttpServerRequest request, String shard, String namespace) {
    ShardId shardId = new ShardId(shard);
    Namespace name = new Namespace(namespace);
    String uri = request.uri();
    int pathStart = uri.startsWith("/") ? 0 : uri.indexOf('/', uri.indexOf("://") + 3);
    int question = uri.indexOf('?');
    int pathEnd = question < 0 ? uri.length() : question;
    // "", v1, shards, {shard}, namespaces, {namespace}, the collection, key…
    int at = pathStart;
    for (int slashes = 0; slashes < 6; slashes++) {
      at = uri.indexOf('/', at + 1);
    }
    return new EntryAddress(shardId, name, Key.ofUtf8(Percent.decode(uri, at + 1, pathEnd, false)));
  }

  /** The entry of a path with the key as its query parameter {@code key}. */
  static EntryAddress ofQuery(HttpServerRequest request, String shard, String namespace) {
    ShardId shardId = new ShardId(shard);
    Namespace name = new Namespace(namespace);
    return new EntryAddress(shardId, name, keyInQuery(request.uri()));
  }

  /**
   * The key that a target names by the query parameter {@code key}.
   *
   * @throws CairnException {@link ErrorCode#INVALID_PARAMETER} if there is no such parameter,
   *     {@link ErrorCode#INVALID_KEY} if it is no key
   */
  static Key keyInQuery(String uri) {
    int start = uri.indexOf('?') + 1;
    while (start > 0 && start <= uri.length()) {
      int ampersand = uri.indexOf('&', start);
      int end = ampersand < 0 ? uri.length() : ampersand;
      int equals = uri.indexOf('=', start);
      if (equals >= 0
          && equals < end
          && Percent.decodeText(uri, start, equals, true).equals("key")) {
        return Key.ofUtf8(Percent.decode(uri, equals + 1, end, true));
      }
      start = end + 1;
    }
    throw new CairnException(
        ErrorCode.INVALID_PARAMETER,
        "The query parameter 'key' is needed here.",
        List.of(new Violation("key", "is missing")));
  }

  /** The path of the entry: with its key in it if it can stand there, else as parameter. */
  String location() {
    String encoded = Percent.encode(key.utf8());
    String namespacePath = "/v1/shards/" + shard.value() + "/namespaces/" + namespace.value();
    return standsInPath()
        ? namespacePath + "/entries/" + encoded
        : namespacePath + "/entry?key=" + encoded;
  }

  /** The refusal of a read that found no such entry. */
  CairnException notFound() {
    return new CairnException(
        ErrorCode.ENTRY_NOT_FOUND,
        "There is no entry of this key in namespace '"
            + namespace.value()
            + "' of shard '"
            + shard.value()
            + "'.");
  }

  private boolean standsInPath() {
    for (String segment : key.text().split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        return false;
      }
    }
    return true;
  }
}
