package dev.cairn.http;

import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** The query parameter of reads that has them read from a snapshot. Stateless. */
final class SnapshotParameter {

  static final String NAME = "snapshot";

  static final String DESCRIPTION =
      "The snapshot of the shard to read from; without it the shard itself is read. Entries that"
          + " have expired since it was made are not shown.";

  static final String EXAMPLE = "1767323045678-0a1b2c3d";

  private SnapshotParameter() {}

  /**
   * The id that a request gives, null if it gives none. Without a value it is one that no snapshot
   * has: never must the shard be read instead.
   */
  static @Nullable String given(HttpServerRequest request, @Nullable String snapshot) {
    return PageParameters.given(request, NAME, snapshot);
  }

  /** A word for what is read, for cursors: those of a snapshot fit no other, nor the shard. */
  static String scope(String shard, @Nullable String snapshot) {
    // No shard id has that character.
    return snapshot == null ? shard : shard + "@" + snapshot;
  }
}
