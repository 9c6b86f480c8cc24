package dev.cairn.litestream;

import dev.cairn.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Brings what a process logs into the service's own log: one line for each, at the same level, with
 * the names of shards' files instead of whole paths, without secrets, and not more than a reader
 * can take. What it tells in the course of things is detail to us. Any thread.
 */
final class ChildLog {

  /**
   * What every process complains of at its start, though it is as it should be: it is told of its
   * files later, and what is kept the service sees to.
   */
  private static final Set<String> AS_IT_SHOULD_BE =
      Set.of(
          "no databases specified in configuration",
          "retention disabled; cloud provider lifecycle policies must handle retention");

  /** Members of a line that are said otherwise, or not worth saying. */
  private static final Set<String> SAID = Set.of("time", "level", "msg", "system");

  /** Members that hold a path of a shard's file. */
  private static final Set<String> PATHS = Set.of("db", "path");

  private final System.Logger out;
  private final Secrets secrets;
  private final LineLimit limit;

  /** What went wrong last; empty if nothing did. Written by the reading thread, read by any. */
  private volatile String lastTrouble = "";

  ChildLog(System.Logger out, Secrets secrets, Ticker ticker) {
    this.out = out;
    this.secrets = secrets;
    this.limit = new LineLimit(ticker);
  }

  /**
   * Follows the output of a new process to its end, on a thread of its own, which it returns.
   *
   * @param watch is told of each line
   */
  Thread follow(InputStream output, String threadName, CompactionWatch watch) {
    lastTrouble = "";
    return Thread.ofPlatform().daemon().name(threadName).start(() -> read(output, watch));
  }

  private void read(InputStream output, CompactionWatch watch) {
    try (output) {
      BoundedLines lines = new BoundedLines(output);
      for (String line = lines.next(); line != null; line = lines.next()) {
        watch.heard(tell(line));
      }
    } catch (IOException e) {
      out.log(Level.DEBUG, "The output of Litestream broke off.", e);
    }
    tellLeftOut(limit.end());
  }

  /** Tells of one line of output, and gives its members; none if it is no JSON. */
  Map<String, String> tell(String line) {
    Map<String, String> members = members(line);
    // What is no JSON is a last word: a panic, or a complaint about what it was started with.
    Level level = members == null ? Level.WARNING : level(members);
    String text = secrets.mask(members == null ? line : text(members));
    if (level.getSeverity() >= Level.WARNING.getSeverity()) {
      lastTrouble = text;
    }
    if (out.isLoggable(level)) {
      tick();
      if (limit.admits()) {
        out.log(level, "Litestream: " + text);
      }
    }
    return members == null ? Map.of() : members;
  }

  /** To be called now and then: tells how many lines were left out, once that is known. */
  void tick() {
    tellLeftOut(limit.turn());
  }

  /** What went wrong last in the newest process; empty if nothing did. */
  String lastTrouble() {
    return lastTrouble;
  }

  private void tellLeftOut(long lines) {
    if (lines > 0) {
      out.log(Level.WARNING, "Litestream: " + lines + " lines were left out");
    }
  }

  private static @Nullable Map<String, String> members(String line) {
    try {
      return FlatJson.read(line);
    } catch (IOException e) {
      return null;
    }
  }

  private static Level level(Map<String, String> members) {
    if (AS_IT_SHOULD_BE.contains(members.getOrDefault("msg", ""))) {
      return Level.DEBUG;
    }
    return switch (members.getOrDefault("level", "")) {
      case "ERROR" -> Level.ERROR;
      case "WARN" -> Level.WARNING;
      case "TRACE" -> Level.TRACE;
      default -> Level.DEBUG;
    };
  }

  private static String text(Map<String, String> members) {
    StringJoiner details = new StringJoiner(", ", " (", ")");
    details.setEmptyValue("");
    members.forEach(
        (name, value) -> {
          if (!SAID.contains(name)) {
            details.add(name + "=" + (PATHS.contains(name) ? fileName(value) : value));
          }
        });
    return members.getOrDefault("msg", "") + details;
  }

  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
