package dev.cairn.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Durability;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptConnectionTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins.
  Path directory;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private ShardFileFixture file;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private ConnectionSource writers;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private KeptConnection connection;

  @BeforeEach
  void open() throws SQLException {
    file = new ShardFileFixture(directory, SqliteSettings.DEFAULT);
    writers = file.writers(Durability.NORMAL);
    connection = writers.connect();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    writers.close();
  }

  @Test
  void aStatementIsPreparedOnce() throws SQLException {
    long before = connection.prepared();

    PreparedStatement first = connection.statement("select 1");

    assertThat(connection.statement("select 1")).isSameAs(first);
    assertThat(connection.prepared()).isEqualTo(before + 1);
  }

  @Test
  void ofCompiledQueriesOnlyTheMostRecentlyUsedAreKept() throws SQLException {
    PreparedStatement first = connection.compiled("select 0");
    PreparedStatement second = connection.compiled("select 1");
    for (int i = 2; i < KeptConnection.COMPILED_STATEMENTS; i++) {
      var unused = connection.compiled("select " + i);
    }
    assertThat(connection.compiled("select 0")).isSameAs(first);

    var unused = connection.compiled("select 'one more'");

    assertThat(connection.kept()).isEqualTo(KeptConnection.COMPILED_STATEMENTS);
    assertThat(connection.compiled("select 0")).isSameAs(first);
    assertThat(second.isClosed()).isTrue();
    assertThat(connection.compiled("select 1")).isNotSameAs(second);
  }

  @Test
  void statementsOfItsOwnAreNeverDroppedForCompiledOnes() throws SQLException {
    PreparedStatement own = connection.statement("select 'own'");
    for (int i = 0; i < 3 * KeptConnection.COMPILED_STATEMENTS; i++) {
      var unused = connection.compiled("select " + i);
    }

    assertThat(own.isClosed()).isFalse();
    assertThat(connection.kept()).isEqualTo(KeptConnection.COMPILED_STATEMENTS + 1);
  }

  @Test
  void afterAFailureTheConnectionIsAsGoodAsNew() throws SQLException {
    connection.execute("begin immediate");
    assertThatThrownBy(() -> connection.once("insert into namespaces(name) values('x')"))
        .isInstanceOf(SQLException.class);

    connection.rollBackAfterFailure();
    connection.rollBackAfterFailure();

    assertThat(connection.kept()).isZero();
    connection.execute("begin immediate");
    connection.execute("rollback");
  }

  @Test
  void aSmallerShareOfTheCacheIsTakenUp() throws SQLException {
    assertThat(connection.number("pragma cache_size")).isEqualTo(-CacheShares.MOST_KIB);
    for (int i = 0; i < 255; i++) {
      file.shares.join(CacheShares.LEAST_KIB);
    }

    connection.use();

    assertThat(connection.number("pragma cache_size")).isEqualTo(-256);
  }

  @Test
  void aConnectionThatWasNotUsedForLongRestsUntilItIsUsed() throws SQLException {
    assertThat(connection.share().wantsVisit(0)).isFalse();

    connection.share().visit(CacheShare.RESTS_AFTER_NANOS);

    assertThat(connection.number("pragma cache_size")).isEqualTo(-CacheShares.LEAST_KIB);
    assertThat(connection.number("select count(*) from namespaces")).isEqualTo(1);
    connection.use();
    assertThat(connection.number("pragma cache_size")).isEqualTo(-CacheShares.MOST_KIB);
  }

  @Test
  void aClosedConnectionHasNoShare() throws SQLException {
    long alone = file.shares.grantedKib();
    for (int i = 0; i < 20; i++) {
      connection.close();
      connection = writers.connect();
    }

    assertThat(file.shares.grantedKib()).isEqualTo(alone);
  }
}
