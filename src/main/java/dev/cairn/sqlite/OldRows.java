package dev.cairn.sqlite;

import java.sql.SQLException;
import java.time.Clock;

/**
 * What an open shard keeps beside its content for a while only, and deletes a few rows at a time
 * once it is too old or too much. The writer's turn only, unless said otherwise.
 *
 * @param feed the changes
 * @param answers those that are kept
 */
record OldRows(Feed feed, AnswerTable answers) {

  /** Those of a shard that has been opened. */
  static OldRows of(KeptConnection writer, SqliteSettings settings, Clock clock) {
    return new OldRows(
        new Feed(writer, settings.feed()), new AnswerTable(writer, settings.answers(), clock));
  }

  /** Whether so much was added that some may have to go. */
  boolean areDue() {
    return feed.isDue() || answers.isDue();
  }

  /** Deletes some, if it may be due. */
  void pruneIfDue() throws SQLException {
    feed.pruneIfDue();
    answers.pruneIfDue();
  }

  /** Whether an idle shard should look, since some may have become too old. Any thread. */
  boolean wantLook() {
    return answers.wantsLook();
  }
}
