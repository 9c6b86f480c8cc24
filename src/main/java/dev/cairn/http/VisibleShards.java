package dev.cairn.http;

import dev.cairn.ShardId;
import dev.cairn.security.Access;
import dev.cairn.security.Role;
import dev.cairn.security.ShardPattern;
import dev.cairn.shard.ShardSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Lists the shards that a caller may read something of. Each scope costs one look into the
 * catalogue, however many shards there are that it does not name. Any thread; may block.
 */
final class VisibleShards {

  private final ShardList shards;

  /**
   * @param shards lists all there are: {@link dev.cairn.shard.Shards#list}
   */
  VisibleShards(ShardList shards) {
    this.shards = shards;
  }

  /** Lists shards by prefix, in pages. */
  @FunctionalInterface
  interface ShardList {

    /** See {@link dev.cairn.shard.Shards#list}. */
    List<ShardSummary> list(String prefix, @Nullable ShardId after, int limit);
  }

  /**
   * A page, ordered by id.
   *
   * @param prefix only those whose id begins so
   * @param after only those whose id is greater, or null
   * @param limit most of them
   */
  List<ShardSummary> list(Access caller, String prefix, @Nullable ShardId after, int limit) {
    if (caller.mayEverywhere(Role.READ)) {
      return shards.list(prefix, after, limit);
    }
    TreeSet<ShardSummary> found = new TreeSet<>(Comparator.comparing(ShardSummary::id));
    for (ShardPattern pattern : caller.patterns(Role.READ)) {
      found.addAll(of(pattern, prefix, after, limit));
    }
    return new ArrayList<>(found).subList(0, Math.min(limit, found.size()));
  }

  private List<ShardSummary> of(
      ShardPattern pattern, String prefix, @Nullable ShardId after, int limit) {
    String begin = pattern.prefix();
    if (!begin.startsWith(prefix) && !prefix.startsWith(begin)) {
      return List.of();
    }
    String both = begin.length() > prefix.length() ? begin : prefix;
    if (pattern.isPrefix()) {
      return shards.list(both, after, limit);
    }
    // The exact one, if it is there, is the first of all that begin so.
    return shards.list(both, after, 1).stream().filter(one -> pattern.names(one.id())).toList();
  }
}
