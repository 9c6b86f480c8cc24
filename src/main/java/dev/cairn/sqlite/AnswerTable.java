package dev.cairn.sqlite;

import dev.cairn.storage.AnswerSettings;
import dev.cairn.storage.KeptAnswer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The answers that an open shard keeps: a row for each, numbered in their order, of which the
 * oldest are deleted a few at a time. Each row has the sum of the sizes up to its own, so that what
 * is too much is found without adding up. The writer's turn only, unless said otherwise.
 */
final class AnswerTable {

  /** How long after an opening, or after nothing was found, it is looked for old ones. */
  static final long LOOK_MILLIS = 60_000;

  private static final String SIZE = AnswerSettings.FLAT_BYTES + "+ifnull(octet_length(answer), 0)";
  private static final String FIND =
      "select request, revision, answer from answers where name=?1 and at>?2";
  private static final String FORGET = "delete from answers where name=?1";
  private static final String KEEP =
      "insert into answers(name, request, at, revision, answer, upto)"
          + " values(?1, ?2, ?3, ?4, ?5,"
          + " ?6+ifnull((select upto from answers order by number desc limit 1), 0))";
  private static final String ENDS =
      "select o.number, o.upto, o.at, n.number, n.upto"
          + " from (select * from answers order by number limit 1) o"
          + " cross join (select * from answers order by number desc limit 1) n";

  /** The last of the first so many, and of so many bytes, that need not be kept. */
  private static final String LAST =
      "select max(number) from answers where number<?1 and upto<=?2"
          + " and (number<=?3 or upto-("
          + SIZE
          + ")<?4 or at<=?5)";

  private static final String DELETE = "delete from answers where number<=?1";

  private final KeptConnection writer;
  private final AnswerSettings settings;
  private final Clock clock;

  /** Answers, and their bytes, that were added since it was last found that none has to go. */
  private int added;

  private long addedBytes;

  /** When to look for old ones. Volatile: any thread asks whether it has come. */
  private volatile long nextLook;

  AnswerTable(KeptConnection writer, AnswerSettings settings, Clock clock) {
    this.writer = writer;
    this.settings = settings;
    this.clock = clock;
    this.nextLook = clock.millis() + LOOK_MILLIS;
  }

  /** The largest answer that may be kept, in bytes. */
  int answerBytes() {
    return settings.answerBytes();
  }

  /** What is kept under a name, or null. */
  @Nullable KeptAnswer find(String name, long now) throws SQLException {
    PreparedStatement find = writer.statement(FIND);
    find.setBytes(1, HexFormat.of().parseHex(name));
    find.setLong(2, now - settings.age().toMillis());
    try (ResultSet row = find.executeQuery()) {
      return row.next()
          ? new KeptAnswer(
              HexFormat.of().formatHex(row.getBytes(1)), row.getLong(2), row.getBytes(3))
          : null;
    }
  }

  /** Keeps one, within the writer's transaction; an old one of that name goes. */
  void keep(String name, KeptAnswer answer, long now) throws SQLException {
    byte[] id = HexFormat.of().parseHex(name);
    PreparedStatement forget = writer.statement(FORGET);
    forget.setBytes(1, id);
    forget.executeUpdate();
    PreparedStatement keep = writer.statement(KEEP);
    keep.setBytes(1, id);
    keep.setBytes(2, HexFormat.of().parseHex(answer.request()));
    keep.setLong(3, now);
    keep.setLong(4, answer.revision());
    keep.setBytes(5, answer.answer());
    keep.setLong(6, answer.size());
    keep.executeUpdate();
    // Counted though it may be undone: then it is looked a little sooner.
    added++;
    addedBytes += answer.size();
    nextLook = Math.min(nextLook, now + settings.age().toMillis());
  }

  /** Whether so many were added that some may have to go. */
  boolean isDue() {
    return added >= AnswerSettings.STEP || addedBytes >= AnswerSettings.STEP_BYTES;
  }

  /** Whether some may be too old. Any thread. */
  boolean wantsLook() {
    return clock.millis() >= nextLook;
  }

  /** Deletes some of the oldest, if there are too many or they are too old. */
  void pruneIfDue() throws SQLException {
    if (!isDue() && !wantsLook()) {
      return;
    }
    long now = clock.millis();
    long last = -1;
    long oldest = Long.MAX_VALUE;
    try (ResultSet ends = writer.statement(ENDS).executeQuery()) {
      if (ends.next()) {
        last = lastToGo(ends, now);
        oldest = ends.getLong(3);
      }
    }
    if (last >= 0) {
      delete(last);
    } else {
      added = 0;
      addedBytes = 0;
      long goes = oldest == Long.MAX_VALUE ? now : oldest + settings.age().toMillis();
      nextLook = Math.max(goes, now + LOOK_MILLIS);
    }
  }

  /** The number of the last of those that go next; -1 if none does. */
  private long lastToGo(ResultSet ends, long now) throws SQLException {
    PreparedStatement last = writer.statement(LAST);
    last.setLong(1, ends.getLong(1) + AnswerSettings.STEP);
    last.setLong(2, ends.getLong(2) + AnswerSettings.STEP_BYTES);
    last.setLong(3, ends.getLong(4) - settings.most());
    last.setLong(4, ends.getLong(5) - settings.mostBytes());
    last.setLong(5, now - settings.age().toMillis());
    try (ResultSet row = last.executeQuery()) {
      row.next();
      long number = row.getLong(1);
      return row.wasNull() ? -1 : number;
    }
  }

  private void delete(long last) throws SQLException {
    WriteTransaction.run(
        writer,
        () -> {
          PreparedStatement delete = writer.statement(DELETE);
          delete.setLong(1, last);
          return delete.executeUpdate();
        });
  }
}
