package dev.cairn.litestream;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a process is told when it starts. Any thread.
 *
 * <p>Litestream ignores keys that it does not know without a word, so each of these was looked up
 * in its source. They hold for files that are registered later too. Its own retention is off, for
 * it deletes what points in time rest on; whole epochs are deleted by the room {@code backup}. The
 * check of the finest level would list every file in the store each 15 s, and compaction does its
 * work.
 */
final class Configuration {

  /**
   * Variables that a process does not inherit: a bundle of certificates breaks its calls of S3
   * (SSL_CERT_FILE does not), the level of its log is chosen here, and its own names for the store
   * and its credentials would lead it to another one than that which the service reads.
   */
  private static final List<String> NOT_INHERITED =
      List.of(
          "AWS_CA_BUNDLE",
          "LOG_LEVEL",
          "LITESTREAM_S3_ENDPOINT",
          "LITESTREAM_ACCESS_KEY_ID",
          "LITESTREAM_SECRET_ACCESS_KEY");

  private Configuration() {}

  /** The text of its configuration file. */
  static String text(Path socket) {
    return """
        socket:
          enabled: true
          path: %s
          permissions: 0600
        levels:
          - interval: 1m
          - interval: 1h
        snapshot:
          interval: 24h
          retention: 720h
        l0-retention: 1h
        l0-retention-check-interval: 24h
        retention:
          enabled: false
        verify-compaction: true
        shutdown-timeout: 8s
        shutdown-sync-timeout: 5s
        logging:
          level: info
          type: json
          stderr: true
        """
        .formatted(FlatJson.quote(socket.toString()));
  }

  /** Changes the environment of this process into that of the other. */
  static void apply(Map<String, String> environment, LitestreamSettings settings) {
    environment.keySet().removeAll(NOT_INHERITED);
    // Collects garbage earlier: a sixth less memory for hardly more processor time.
    environment.put("GOGC", "50");
    environment.putAll(settings.credentials());
  }
}
