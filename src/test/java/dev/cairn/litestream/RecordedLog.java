package dev.cairn.litestream;

import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** A log that keeps its lines from a level on, as {@code LEVEL text}. Any thread. */
final class RecordedLog implements System.Logger {

  private final Level from;
  private final List<String> lines = new ArrayList<>();

  RecordedLog(Level from) {
    this.from = from;
  }

  /** The lines so far. */
  List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  @Override
  public String getName() {
    return "recorded";
  }

  @Override
  public boolean isLoggable(Level level) {
    return level.getSeverity() >= from.getSeverity();
  }

  @Override
  public void log(
      Level level, @Nullable ResourceBundle bundle, String text, @Nullable Throwable thrown) {
    keep(level, text + " " + thrown);
  }

  @Override
  public void log(
      Level level, @Nullable ResourceBundle bundle, String format, Object @Nullable ... values) {
    keep(
        level,
        values == null || values.length == 0 ? format : MessageFormat.format(format, values));
  }

  private void keep(Level level, String text) {
    if (isLoggable(level)) {
      synchronized (lines) {
        lines.add(level + " " + text);
      }
    }
  }
}
