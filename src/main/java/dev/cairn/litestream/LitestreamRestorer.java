package dev.cairn.litestream;

import dev.cairn.backup.Point;
import dev.cairn.backup.ReplicatorException;
import dev.cairn.backup.ReplicatorException.Kind;
import dev.cairn.backup.Restorer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Restores files by a process of Litestream for each. Any thread. */
public final class LitestreamRestorer implements Restorer {

  /** How much of what a process says is read; the rest is thrown away. */
  private static final int MAX_SAID_BYTES = 64 * 1024;

  private final AtomicInteger atWork = new AtomicInteger();
  private final LitestreamSettings settings;
  private final Binary binary;
  private final ReplicaUrl replica;
  private final Secrets secrets;

  /** What has its processes give way; null until the first one starts. */
  private volatile @Nullable List<String> prefix;

  /**
   * One that restores from the replica that the settings name; nothing is started yet.
   *
   * @throws IllegalArgumentException if the replica's URL is none
   */
  public LitestreamRestorer(LitestreamSettings settings) {
    this.settings = settings;
    this.binary = new Binary(settings.binary(), System.getenv());
    this.replica = new ReplicaUrl(settings.replica());
    this.secrets = new Secrets(settings, System.getenv());
  }

  @Override
  public void restore(Point point, Path file, Duration limit)
      throws ReplicatorException, InterruptedException {
    atWork.incrementAndGet();
    try {
      Path said = Files.createTempFile("cairn-restore-", ".log");
      try {
        run(point, file, limit, said);
      } finally {
        Files.deleteIfExists(said);
      }
    } catch (IOException e) {
      throw new ReplicatorException(Kind.DOWN, String.valueOf(e.getMessage()), e);
    } finally {
      atWork.decrementAndGet();
    }
  }

  @Override
  public boolean isAtWork() {
    return atWork.get() > 0;
  }

  private void run(Point point, Path file, Duration limit, Path said)
      throws IOException, ReplicatorException, InterruptedException {
    List<String> command = new ArrayList<>(prefix());
    command.addAll(
        List.of(
            binary.checked().toString(),
            "restore",
            "-no-expand-env",
            "-o",
            file.toString(),
            "-txid",
            String.format(Locale.ROOT, "%016x", point.transaction()),
            replica.of(point.place().path())));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
    Configuration.apply(builder.environment(), settings);
    // One processor at most: it would collect its garbage on the others.
    builder.environment().put("GOMAXPROCS", "1");
    Process process = builder.start();
    boolean done = false;
    try {
      process.getOutputStream().close();
      if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new ReplicatorException(Kind.UNKNOWN, "Litestream did not restore it in time");
      }
      if (process.exitValue() != 0) {
        throw new ReplicatorException(
            Kind.FAILING, "Litestream could not restore it: " + secrets.mask(lastOf(said)));
      }
      done = true;
    } finally {
      process.destroyForcibly();
      if (!done) {
        Files.deleteIfExists(file);
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".tmp"));
      }
    }
  }

  /** Found out once; two threads may do so at the same time. */
  private List<String> prefix() throws InterruptedException {
    List<String> found = prefix;
    if (found == null) {
      found = CommandPrefix.givingWay();
      prefix = found;
    }
    return found;
  }

  /** The last line of what a process said. */
  private static String lastOf(Path said) throws IOException {
    try (var in = Files.newInputStream(said)) {
      String text = new String(in.readNBytes(MAX_SAID_BYTES), StandardCharsets.UTF_8).strip();
      return text.substring(text.lastIndexOf('\n') + 1);
    }
  }
}
