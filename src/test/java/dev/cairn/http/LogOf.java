package dev.cairn.http;

import dev.cairn.Eventually;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What one logger is told while this is open. */
final class LogOf extends Handler implements AutoCloseable {

  private final Logger logger;
  private final List<String> lines = new CopyOnWriteArrayList<>();

  LogOf(String name) {
    logger = Logger.getLogger(name);
    logger.addHandler(this);
  }

  /** The lines so far, which may grow. */
  List<String> lines() {
    return lines;
  }

  /** Waits for a line that begins so. */
  void has(String line) {
    Eventually.holds(
        line + " in " + lines, () -> lines.stream().anyMatch(told -> told.startsWith(line)));
  }

  @Override
  public void publish(LogRecord told) {
    lines.add(told.getMessage());
  }

  @Override
  public void flush() {
    // Nothing is held back.
  }

  @Override
  public void close() {
    logger.removeHandler(this);
  }
}
