package dev.cairn.cli;

import dev.cairn.Quotas;
import dev.cairn.Ticker;
import dev.cairn.security.KeySettings;
import dev.cairn.security.Keys;
import dev.cairn.security.NewKey;
import dev.cairn.security.Scope;
import dev.cairn.sqlite.SqliteCatalogue;
import dev.cairn.sqlite.SqliteDriver;
import dev.cairn.sqlite.SqliteSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keys of a data directory that no service runs on. */
final class OfflineKeys {

  /** The bounds of the service need not hold for who has the data directory in hand. */
  private static final KeySettings SETTINGS =
      new KeySettings(KeySettings.Mode.ALWAYS, 1_000_000, Duration.ofDays(30));

  private OfflineKeys() {}

  /**
   * Makes a key.
   *
   * @throws IOException if the directory holds no catalogue
   * @throws IllegalStateException if a service runs on it
   */
  static MadeKey create(
      Path data, String name, List<Scope> scopes, @Nullable Instant end, Quotas quotas, Clock clock)
      throws IOException {
    if (!Files.isRegularFile(data.resolve("catalogue.sqlite"))) {
      throw new IOException(data + " holds no catalogue.sqlite; is it a data directory?");
    }
    // The driver locks the directory.
    try (SqliteDriver _ = new SqliteDriver(data, SqliteSettings.DEFAULT, clock, Ticker.SYSTEM);
        SqliteCatalogue catalogue = new SqliteCatalogue(data, clock)) {
      Keys keys = new Keys(catalogue.keys(), SETTINGS, clock, new SecureRandom());
      NewKey made = keys.create(name, scopes, end == null ? 0 : end.toEpochMilli(), quotas);
      return new MadeKey(made.record().id(), made.text());
    }
  }
}
