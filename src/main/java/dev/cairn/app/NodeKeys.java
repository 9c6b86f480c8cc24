package dev.cairn.app;

import dev.cairn.security.KeyFile;
import dev.cairn.security.Keys;
import dev.cairn.security.NewKey;
import dev.cairn.security.Role;
import dev.cairn.security.Scope;
import dev.cairn.security.ShardPattern;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The keys of this node from its start to its end: the first one, where the service asks for keys
 * and there is none, and their tidying each hour. Started and closed once, by {@link Lifecycle}.
 */
final class NodeKeys implements AutoCloseable {

  /** The file in the data directory that the first key is written to. */
  static final String FILE = "admin.key";

  private static final Logger LOG = Logger.getLogger(NodeKeys.class);

  private final Keys keys;
  private final @Nullable Path directory;
  private final Clock clock;
  private final ScheduledExecutorService hourly =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("cairn-keys").factory());

  /**
   * Those of a node; nothing happens yet.
   *
   * @param directory the data directory; null if nothing is kept
   */
  NodeKeys(Keys keys, @Nullable Path directory, Clock clock) {
    this.keys = keys;
    this.directory = directory;
    this.clock = clock;
  }

  /** Has keys tidied each hour from now on. */
  void start() {
    var _ = hourly.scheduleWithFixedDelay(this::tidy, 1, 1, TimeUnit.HOURS);
  }

  /**
   * Makes the first key if there has to be one, and prints it, which happens nowhere else and never
   * again. It is printed before it is written to its file, so that nobody is locked out by a disk
   * that is full just then; if the process dies in between or before, {@code cairn keys create
   * --data} makes another one. To be called once the service listens: a start that fails for its
   * port has shown nobody a key.
   *
   * @param logged whether a log that others may read keeps what is printed: the key is in its file
   *     only then, and printed all the same where there is no file
   * @throws UncheckedIOException if the file can't be written; the key is good
   */
  void makeFirst(PrintStream out, boolean logged) {
    if (keys.isOpen() || !keys.isEmpty()) {
      return;
    }
    NewKey made =
        keys.create("first administrator", List.of(Scope.whole(ShardPattern.ALL, Role.ADMIN)), 0);
    boolean shown = !logged || directory == null;
    if (shown) {
      out.println("The administrator's key, which is shown this once: " + made.text());
    }
    if (directory != null) {
      try {
        Path file = directory.resolve(FILE).toAbsolutePath().normalize();
        putAside(file);
        KeyFile.write(file, made.text());
        out.println(
            (shown ? "It is in " + file + " too." : "The administrator's key is in " + file + ".")
                + " Keep it elsewhere, and delete that file.");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * A file of that name is from a catalogue that is lost, since now there are no keys: what it
   * holds lets nobody in any more, but it is somebody's, so it gets another name.
   */
  private void putAside(Path file) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      Path aside = file.resolveSibling(FILE + "." + clock.millis());
      Files.move(file, aside);
      LOG.warnf(
          "There was a file %s, but there are no keys: the catalogue was lost, and all keys with"
              + " it. The file is %s now.",
          file, aside.getFileName());
    }
  }

  private void tidy() {
    try {
      keys.tidy();
    } catch (RuntimeException e) {
      LOG.warn("When keys were last used could not be kept; it is tried again in an hour.", e);
    }
  }

  /** Keeps when keys were last used. */
  @Override
  public void close() {
    hourly.shutdownNow();
    tidy();
  }
}
