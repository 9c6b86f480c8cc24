package dev.cairn.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Durability;
import dev.cairn.Limits;
import dev.cairn.backup.BackupSettings;
import dev.cairn.backup.CopySettings;
import dev.cairn.backup.DrillSettings;
import dev.cairn.backup.Keeping;
import dev.cairn.feed.MergedSettings;
import dev.cairn.http.QuerySettings;
import dev.cairn.security.KeySettings;
import dev.cairn.security.KeySettings.Mode;
import dev.cairn.security.TicketSettings;
import dev.cairn.shard.ShardSettings;
import dev.cairn.sqlite.SqliteSettings;
import dev.cairn.storage.AnswerSettings;
import dev.cairn.storage.FeedSettings;
import dev.cairn.write.WriteSettings;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

  /** The settings that these properties make. */
  static CairnConfig config(Map<String, String> properties) {
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(CairnConfig.class)
            .withConverter(Duration.class, 200, new DurationConverter())
            .withSources(new PropertiesConfigSource(properties, "test", 100))
            .build();
    return config.getConfigMapping(CairnConfig.class);
  }

  @Test
  void boundsOfKeysNameTheirSetting() {
    for (int most : new int[] {0, -1, 1_000_001}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new KeySettings(Mode.ALWAYS, most, Duration.ofDays(30)))
          .withMessageContaining("cairn.auth.most-keys");
    }
    for (Duration kept : List.of(Duration.ofSeconds(-1), Duration.ofDays(4_000))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new KeySettings(Mode.ALWAYS, 1, kept))
          .withMessageContaining("cairn.auth.kept");
    }
  }

  @Test
  void boundsOfAnswersNameTheirSetting() {
    Duration day = Duration.ofDays(1);
    for (Duration age : List.of(Duration.ZERO, Duration.ofDays(31))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new AnswerSettings(age, 1, 1 << 20, 1024))
          .withMessageContaining("cairn.idempotency.age");
    }
    for (int most : new int[] {0, 10_000_001}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new AnswerSettings(day, most, 1 << 20, 1024))
          .withMessageContaining("cairn.idempotency.kept ");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AnswerSettings(day, 1, 1 << 20, 1023))
        .withMessageContaining("cairn.idempotency.answer-bytes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AnswerSettings(day, 1, 1024, 1024))
        .withMessageContaining("cairn.idempotency.kept-bytes");
  }

  @Test
  void theDefaultsAreThoseOfTheRooms() {
    CairnConfig config = config(Map.of());
    assertThat(Settings.limits(config.limits())).isEqualTo(Limits.DEFAULT);
    assertThat(Settings.shards(config.shards(), config.writer(), config.quotas()))
        .isEqualTo(ShardSettings.DEFAULT);
    assertThat(Settings.writer(config.writer())).isEqualTo(WriteSettings.DEFAULT);
    assertThat(
            Settings.sqlite(
                config.sqlite(),
                Limits.DEFAULT,
                FeedSettings.DEFAULT,
                AnswerSettings.DEFAULT,
                MemoryLimit.UNKNOWN))
        .isEqualTo(SqliteSettings.DEFAULT);
    assertThat(Settings.backup(config.backup())).isEqualTo(BackupSettings.DEFAULT);
    assertThat(Settings.answers(config.idempotency())).isEqualTo(AnswerSettings.DEFAULT);
    assertThat(Settings.keeping(config.backup())).isEqualTo(Keeping.DEFAULT);
    assertThat(Settings.drills(config.backup())).isEqualTo(DrillSettings.DEFAULT);
    assertThat(Settings.copies(config.backup())).isEqualTo(CopySettings.DEFAULT);
    assertThat(Settings.queries(config.queries())).isEqualTo(QuerySettings.DEFAULT);
    assertThat(config.backup().url()).isEqualTo("auto");
    assertThat(config.backup().litestream()).isEqualTo("litestream");
    assertThat(config.backup().required()).isFalse();
    assertThat(config.data()).isEqualTo(Path.of("./data"));
    assertThat(config.host()).isEqualTo("127.0.0.1");
    assertThat(config.port()).isEqualTo(8080);
    assertThat(config.managementHost()).isEqualTo("127.0.0.1");
    assertThat(config.managementPort()).isEqualTo(9000);
    assertThat(config.driver()).isEqualTo(CairnConfig.Driver.SQLITE);
  }

  @Test
  void aKeyReachesItsRecord() {
    CairnConfig config =
        config(
            Map.of(
                "cairn.shards.durability", "full",
                "cairn.shards.quarantine-retry", "7s",
                "cairn.shards.waiting-bytes", "12345",
                "cairn.queries.groups", "77",
                "cairn.writer.threads", "3",
                "cairn.writer.disk-threads", "5",
                "cairn.limits.shard-bytes", "1048576",
                "cairn.sqlite.reader-wait", "250ms"));
    ShardSettings shards = Settings.shards(config.shards(), config.writer(), config.quotas());
    assertThat(shards.defaultDurability()).isEqualTo(Durability.FULL);
    assertThat(shards.quarantineRetry()).hasSeconds(7);
    assertThat(shards.waitingBytes()).isEqualTo(12_345);
    assertThat(shards.writerThreads()).isEqualTo(3);
    assertThat(shards.diskWriterThreads()).isEqualTo(5);
    Limits limits = Settings.limits(config.limits());
    SqliteSettings sqlite =
        Settings.sqlite(
            config.sqlite(),
            limits,
            FeedSettings.DEFAULT,
            AnswerSettings.DEFAULT,
            MemoryLimit.UNKNOWN);
    assertThat(sqlite.shardBytes()).isEqualTo(1 << 20);
    assertThat(sqlite.readerWaitMillis()).isEqualTo(250);
    assertThat(Settings.queries(config.queries()).groups()).isEqualTo(77);
  }

  @Test
  void pageCachesTakeAQuarterOfTheMemoryAtMost() {
    SqliteConfig config = config(Map.of()).sqlite();
    assertThat(
            Settings.sqlite(
                    config,
                    Limits.DEFAULT,
                    FeedSettings.DEFAULT,
                    AnswerSettings.DEFAULT,
                    128L << 20)
                .cacheTotalBytes())
        .isEqualTo(32L << 20);
    assertThat(
            Settings.sqlite(
                    config, Limits.DEFAULT, FeedSettings.DEFAULT, AnswerSettings.DEFAULT, 1L << 30)
                .cacheTotalBytes())
        .isEqualTo(config.cacheTotal());
  }

  @Test
  void aMisspeltKeyIsAnError() {
    assertThatThrownBy(() -> config(Map.of("cairn.shards.open-cup", "1")))
        .hasMessageContaining("cairn.shards.open-cup");
  }

  @Test
  void keysAreAskedForAsTheSettingsSay() {
    AuthConfig auto = config(Map.of()).auth();
    assertThat(Settings.keys(auto, false, false))
        .isEqualTo(new KeySettings(Mode.IF_THERE_ARE_KEYS, 10_000, Duration.ofDays(30)));
    assertThat(Settings.keys(auto, true, true).mode()).isEqualTo(Mode.ALWAYS);
    AuthConfig always = config(Map.of("cairn.auth.mode", "always")).auth();
    assertThat(Settings.keys(always, false, false).mode()).isEqualTo(Mode.ALWAYS);
    AuthConfig off =
        config(
                Map.of(
                    "cairn.auth.mode", "off", "cairn.auth.most-keys", "7", "cairn.auth.kept", "1h"))
            .auth();
    assertThat(Settings.keys(off, true, true))
        .isEqualTo(new KeySettings(Mode.NEVER_OF_ANYBODY, 7, Duration.ofHours(1)));
    assertThat(Settings.keys(off, false, false).mode()).isEqualTo(Mode.NEVER);
  }

  @Test
  void boundsOfTicketsAndOfFeedsOfManyShardsAreTakenOver() {
    CairnConfig plain = config(Map.of());
    assertThat(Settings.tickets(plain.auth())).isEqualTo(TicketSettings.DEFAULT);
    assertThat(Settings.merged(plain.changes())).isEqualTo(MergedSettings.DEFAULT);
    CairnConfig other =
        config(
            Map.of(
                "cairn.auth.ticket-age", "5s",
                "cairn.auth.most-tickets", "6",
                "cairn.auth.tickets-of-caller", "7",
                "cairn.changes.feed-shards", "8",
                "cairn.changes.feeds", "9",
                "cairn.changes.followed", "10",
                "cairn.changes.feed-reads", "11"));
    assertThat(Settings.tickets(other.auth()))
        .isEqualTo(new TicketSettings(Duration.ofSeconds(5), 6, 7));
    assertThat(Settings.merged(other.changes())).isEqualTo(new MergedSettings(8, 9, 10, 11));
  }

  @Test
  void numbersOfKeysThatCanNotBeAreNamed() {
    AuthConfig none = config(Map.of("cairn.auth.most-keys", "0")).auth();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.keys(none, false, false))
        .withMessageContaining("cairn.auth.most-keys");
    AuthConfig past = config(Map.of("cairn.auth.kept", "-1s")).auth();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.keys(past, false, false))
        .withMessageContaining("cairn.auth.kept");
  }
}
