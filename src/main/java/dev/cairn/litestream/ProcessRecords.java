package dev.cairn.litestream;

import dev.cairn.Ticker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which processes this service has started, kept on disk so that the next service ends what a
 * killed one left behind: two processes on one file lose pages of its backup. One file for each
 * process, with its number in the name, and in it when it began and what it runs. Any thread.
 */
final class ProcessRecords {

  private static final Pattern NAME = Pattern.compile("process-(\\d+)");

  /** The system counts from its start, which it tells in whole seconds that a set clock moves. */
  private static final Duration START_TOLERANCE = Duration.ofSeconds(2);

  /** How the system marks a program whose file was replaced while it ran. */
  private static final String REPLACED = " (deleted)";

  private static final Duration POLL = Duration.ofMillis(20);

  private final Path directory;
  private final Timing timing;
  private final Ticker ticker;

  /** Numbers of the processes that this service has started and not seen end. */
  private final Set<Long> own = ConcurrentHashMap.newKeySet();

  /**
   * @param directory is there
   */
  ProcessRecords(Path directory, Timing timing, Ticker ticker) {
    this.directory = directory;
    this.timing = timing;
    this.ticker = ticker;
  }

  /**
   * Remembers a process of ours, durably; replaces what was remembered of it. One that has ended
   * already needs no remembering.
   */
  void add(ProcessHandle process, String command) throws IOException {
    own.add(process.pid());
    Instant began = process.info().startInstant().orElse(null);
    if (began != null) {
      write(process.pid(), began, command);
    } else if (process.isAlive()) {
      throw new IOException("The system does not tell when a process began");
    }
  }

  private void write(long pid, Instant began, String command) throws IOException {
    Path unfinished = directory.resolve("process-" + pid + ".new");
    try (FileChannel channel =
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer text = StandardCharsets.UTF_8.encode(began.toEpochMilli() + "\n" + command + "\n");
      while (text.hasRemaining()) {
        channel.write(text);
      }
      channel.force(true);
    }
    Files.move(unfinished, file(pid), StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  /** Forgets a process of ours that has ended. */
  void remove(long pid) throws IOException {
    own.remove(pid);
    Files.deleteIfExists(file(pid));
  }

  /** A process of ours does not end: whoever starts the next one must see to it first. */
  void disown(long pid) {
    own.remove(pid);
  }

  /**
   * Ends every remembered process that is not ours. One whose number, begin and program do not
   * agree with what is remembered is somebody else's and left alone.
   *
   * <p>Those who start processes wait for each other here: none may begin before all is clear.
   *
   * @throws IOException if one could not be ended; then none of ours may be started
   */
  synchronized void endOthers() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "process-*")) {
      for (Path file : files) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) {
          continue;
        }
        long pid = Long.parseLong(name.group(1));
        if (!own.contains(pid)) {
          end(pid, Files.readAllLines(file));
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private void end(long pid, List<String> remembered) throws IOException {
    ProcessHandle process = ProcessHandle.of(pid).orElse(null);
    if (process == null || !agrees(process, remembered)) {
      return;
    }
    process.destroy();
    if (!isGone(process, remembered, timing.orphan())) {
      process.destroyForcibly();
      if (!isGone(process, remembered, timing.kill())) {
        throw new IOException(
            "Litestream of an earlier run does not end: process " + pid + "; end it by hand");
      }
    }
  }

  /** Waits; a process that ended but that nobody has asked for yet does not agree any more. */
  private boolean isGone(ProcessHandle process, List<String> remembered, Duration limit) {
    long began = ticker.nanos();
    while (agrees(process, remembered)) {
      if (ticker.nanos() - began >= limit.toNanos()) {
        return false;
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    return true;
  }

  private static boolean agrees(ProcessHandle process, List<String> remembered) {
    Instant began = process.info().startInstant().orElse(null);
    String command = process.info().command().orElse(null);
    return remembered.size() == 2
        && began != null
        && command != null
        && isAt(began, remembered.getFirst())
        && program(command).equals(remembered.getLast());
  }

  private static boolean isAt(Instant began, String millis) {
    return millis.matches("\\d{1,18}")
        && Duration.between(Instant.ofEpochMilli(Long.parseLong(millis)), began)
                .abs()
                .compareTo(START_TOLERANCE)
            <= 0;
  }

  /** The file of a running program. */
  private static String program(String command) {
    return command.endsWith(REPLACED)
        ? command.substring(0, command.length() - REPLACED.length())
        : command;
  }

  private Path file(long pid) {
    return directory.resolve("process-" + pid);
  }
}
