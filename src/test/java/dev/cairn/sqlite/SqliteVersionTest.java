package dev.cairn.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cairn.Ticker;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteVersionTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3.6.23", "3.44.6", "3.44.7", "3.50.7", "3.50.10", "3.51.3", "3.52.0", "3.54.1", "4.0.0"
      })
  void versionsWithoutTheFaultAreTrusted(String version) {
    assertThat(SqliteVersion.isSafe(version)).isTrue();
    SqliteDriver.requireSafe(version);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3.7.0",
        "3.44.5",
        "3.45.0",
        "3.45.9",
        "3.49.2",
        "3.50.6",
        "3.51.0",
        "3.51.2",
        "",
        "new",
        "3.51",
        "of unknown version",
        "99999.1.1"
      })
  void versionsWithItAndUnknownOnesAreRefused(String version) {
    assertThat(SqliteVersion.isSafe(version)).isFalse();
    assertThatIllegalStateException()
        .isThrownBy(() -> SqliteDriver.requireSafe(version))
        .withMessageContaining("SQLite " + version)
        .withMessageContaining("3.51.3 or newer");
  }

  @Test
  void theSqliteAtHandIsTrustedAtStart(@TempDir Path directory) {
    new SqliteDriver(directory, SqliteSettings.DEFAULT, Clock.systemUTC(), Ticker.SYSTEM).close();
  }

  @Test
  void aDriverOnAFaultySqliteDoesNotStartAndLeavesNothing(@TempDir Path directory) {
    Path data = directory.resolve("data");

    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                new SqliteDriver(
                    data, SqliteSettings.DEFAULT, Clock.systemUTC(), Ticker.SYSTEM, "3.51.2"))
        .withMessageContaining("3.51.2");

    assertThat(data).doesNotExist();
  }
}
