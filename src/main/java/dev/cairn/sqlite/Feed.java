package dev.cairn.sqlite;

import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.storage.Change;
import dev.cairn.storage.FeedSettings;
import dev.cairn.storage.UnitOfWork;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The feed of an open shard as its writer keeps it: a row for each change, numbered without gaps,
 * of which the oldest are deleted a few at a time. The writer's turn only.
 */
final class Feed {

  private static final String RECORD =
      "insert into changes(revision, at, kind, namespace, key)"
          + " values(?1, ?2, ?3, cast(?4 as text), ?5)";

  /** The oldest and the newest change. */
  private static final String ENDS =
      "select (select min(number) from changes), (select max(number) from changes)";

  /** The last of the first so many changes that is older than a time. */
  private static final String OLD =
      "select max(number) from changes where number<?1 and at<"
          + "(select at - ?2 from changes order by number desc limit 1)";

  private static final String HORIZON =
      "update meta set horizon=(select revision from changes where number=?1)";
  private static final String DELETE = "delete from changes where number<=?1";

  private final KeptConnection writer;
  private final FeedSettings settings;

  /** Added since the last look; at first as many as call for one when there is one more. */
  private int added = FeedSettings.STEP - 1;

  Feed(KeptConnection writer, FeedSettings settings) {
    this.writer = writer;
    this.settings = settings;
  }

  /** Adds a change, within the writer's transaction. */
  static void record(
      KeptConnection writer,
      Change.Kind kind,
      Namespace namespace,
      @Nullable Key key,
      UnitOfWork.Stamp stamp)
      throws SQLException {
    writer
        .direct(RECORD)
        .run(
            new @Nullable Object[] {
              stamp.revision(),
              stamp.now(),
              (long) kind.code(),
              namespace.value().getBytes(StandardCharsets.US_ASCII),
              key == null ? null : key.utf8()
            });
  }

  /** Takes note of a commit. */
  void committed(int changes) {
    added += changes;
  }

  /** Whether it is to be looked whether old changes can go. */
  boolean isDue() {
    return added >= FeedSettings.STEP;
  }

  /** Deletes some of the oldest changes, if there are too many or they are too old. */
  void pruneIfDue() throws SQLException {
    if (!isDue()) {
      return;
    }
    long last = lastToGo();
    if (last >= 0) {
      WriteTransaction.run(
          writer,
          () -> {
            set(HORIZON, last).executeUpdate();
            return set(DELETE, last).executeUpdate();
          });
    } else {
      added = 0;
    }
  }

  /** The number of the last change of those that go next; -1 if none does. */
  private long lastToGo() throws SQLException {
    long first;
    long newest;
    try (ResultSet row = writer.statement(ENDS).executeQuery()) {
      row.next();
      first = row.getLong(1);
      if (row.wasNull()) {
        return -1;
      }
      newest = row.getLong(2);
    }
    long surplus = newest - first + 1 - settings.most();
    if (surplus > 0) {
      return first + Math.min(surplus, FeedSettings.STEP) - 1;
    }
    PreparedStatement old = set(OLD, first + FeedSettings.STEP);
    old.setLong(2, settings.age().toMillis());
    try (ResultSet row = old.executeQuery()) {
      row.next();
      long number = row.getLong(1);
      return row.wasNull() ? -1 : number;
    }
  }

  private PreparedStatement set(String sql, long number) throws SQLException {
    PreparedStatement statement = writer.statement(sql);
    statement.setLong(1, number);
    return statement;
  }
}
