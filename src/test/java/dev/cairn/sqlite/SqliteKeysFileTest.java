package dev.cairn.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CairnException;
import dev.cairn.Durability;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import dev.cairn.catalogue.KeyRecord;
import dev.cairn.catalogue.KeyScope;
import dev.cairn.catalogue.ShardRecord;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys in the file of the catalogue. */
class SqliteKeysFileTest {

  private static final ShardRecord SHARD =
      new ShardRecord(new ShardId("s"), Durability.FULL, 1_700_000_000_000L);

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins.
  Path directory;

  @Test
  void aCatalogueFromBeforeThereWereKeysGetsThemAndKeepsItsShards() throws SQLException {
    makeOldFile();

    try (SqliteCatalogue catalogue = open()) {
      assertThat(catalogue.list("", null, 10)).containsExactly(SHARD);
      assertThat(catalogue.baseRevision(new ShardId("gone"))).isEqualTo(7);
      assertThat(catalogue.keys().keys()).isEmpty();
      catalogue.keys().putKey(key("a", 1));
    }

    try (SqliteCatalogue catalogue = open()) {
      assertThat(catalogue.list("", null, 10)).containsExactly(SHARD);
      assertThat(catalogue.keys().keys()).containsExactly(key("a", 1));
    }
  }

  /** A file as the first version of the schema left it. */
  private void makeOldFile() throws SQLException {
    sql("pragma application_id=" + Schema.CATALOGUE.applicationId());
    for (String statement : Schema.CATALOGUE.migrations().getFirst().statements()) {
      sql(statement);
    }
    sql("insert into migrations values(1, 'shards and removed shards', 5)");
    sql("insert into shards values('s', 'full', " + SHARD.created() + ")");
    sql("insert into removed values('gone', 7)");
    sql("pragma user_version=1");
  }

  @Test
  void aChangeThatFailsInTheMiddleLeavesTheKeyAsItWas() throws SQLException {
    try (SqliteCatalogue catalogue = open()) {
      catalogue.keys().putKey(key("a", 1));
      sql(
          "create trigger refusing before insert on key_scopes when new.place=2"
              + " begin select raise(fail, 'refused'); end");

      assertThatThrownBy(() -> catalogue.keys().putKey(key("a", 3).withRevoked(9)))
          .isInstanceOfSatisfying(
              CairnException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL));
      assertThatThrownBy(() -> catalogue.keys().putKey(key("b", 3)))
          .isInstanceOf(CairnException.class);

      assertThat(catalogue.keys().keys()).containsExactly(key("a", 1));
      sql("drop trigger refusing");
      catalogue.keys().putKey(key("b", 3));
      assertThat(catalogue.keys().findKey("b")).as("it goes on").isEqualTo(key("b", 3));
    }
  }

  @Test
  void ofUsesThatAreNotAllNotedNoneIs() throws SQLException {
    try (SqliteCatalogue catalogue = open()) {
      catalogue.keys().putKey(key("a", 1));
      catalogue.keys().putKey(key("b", 1));
      sql(
          "create trigger refusing before update on keys when new.used=13"
              + " begin select raise(fail, 'refused'); end");

      assertThatThrownBy(() -> catalogue.keys().keysUsed(Map.of("a", 5L, "b", 13L)))
          .isInstanceOf(CairnException.class);
      assertThatThrownBy(() -> catalogue.keys().keysUsed(Map.of("a", 13L, "b", 5L)))
          .isInstanceOf(CairnException.class);

      assertThat(catalogue.keys().keys()).containsExactly(key("a", 1), key("b", 1));
    }
  }

  @Test
  void aRemovalThatFailsInTheMiddleLeavesTheKeyWhole() throws SQLException {
    try (SqliteCatalogue catalogue = open()) {
      catalogue.keys().putKey(key("a", 2));
      sql(
          "create trigger refusing before delete on keys"
              + " begin select raise(fail, 'refused'); end");

      assertThatThrownBy(() -> catalogue.keys().removeKey("a")).isInstanceOf(CairnException.class);

      assertThat(catalogue.keys().keys()).containsExactly(key("a", 2));
    }
  }

  private SqliteCatalogue open() {
    return new SqliteCatalogue(directory, Clock.systemUTC());
  }

  private static KeyRecord key(String id, int scopes) {
    KeyScope scope = new KeyScope("s*", "read", List.of("default"), "p");
    return new KeyRecord(id, "", "hash", Collections.nCopies(scopes, scope), 1, 0, 0, 0);
  }

  private void sql(String sql) throws SQLException {
    Path file = directory.resolve("catalogue.sqlite");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
