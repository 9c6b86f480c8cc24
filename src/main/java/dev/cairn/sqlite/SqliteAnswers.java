package dev.cairn.sqlite;

import dev.cairn.storage.AnswerWork;
import dev.cairn.storage.KeptAnswer;
import org.jspecify.annotations.Nullable;

/** The answers of a shard in the writer's transaction. One thread. */
final class SqliteAnswers implements AnswerWork {

  private final AnswerTable table;
  private final SqliteIndexes.Guard reading;
  private final SqliteIndexes.Guard writing;

  SqliteAnswers(AnswerTable table, SqliteIndexes.Guard reading, SqliteIndexes.Guard writing) {
    this.table = table;
    this.reading = reading;
    this.writing = writing;
  }

  @Override
  public int answerBytes() {
    return table.answerBytes();
  }

  @Override
  public @Nullable KeptAnswer find(String name, long now) {
    return reading.<@Nullable KeptAnswer>run(() -> table.find(name, now));
  }

  @Override
  public void keep(String name, KeptAnswer answer, long now) {
    writing.run(
        () -> {
          table.keep(name, answer, now);
          return true;
        });
  }
}
