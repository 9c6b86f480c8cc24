package dev.cairn.process;

import dev.cairn.replica.VersityGateway;
import java.nio.file.Path;
import java.util.Map;

/** Where the replica of a test lies. */
enum ReplicaKind {
  /** In a directory. */
  DIRECTORY {
    @Override
    Place start(Path directory) {
      return new Place("file://" + directory.resolve("replica"), Map.of(), () -> {});
    }
  },
  /** In an S3-compatible store. */
  S3 {
    @Override
    Place start(Path directory) {
      VersityGateway gateway = VersityGateway.start(directory.resolve("gateway"));
      return new Place(gateway.url("cairn"), VersityGateway.CREDENTIALS, gateway::close);
    }
  };

  /**
   * A replica in which nothing lies yet.
   *
   * @param url of it
   * @param credentials what must be in the environment to reach it
   * @param stop ends what serves it; may be called again
   */
  record Place(String url, Map<String, String> credentials, Runnable stop) {}

  /** Makes one below a directory of the test's own. */
  abstract Place start(Path directory);
}
