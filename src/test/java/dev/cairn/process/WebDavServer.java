package dev.cairn.process;

import dev.cairn.LocalServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A real WebDAV server over a directory, on a free port of this machine: that of Go's own extended
 * library. {@code src/test/tools/setup} builds it. One test thread.
 */
final class WebDavServer implements AutoCloseable {

  private static final Path PROGRAM = Path.of("target", "webdav", "webdav").toAbsolutePath();

  private static final int STARTS = 5;
  private static final long START_SECONDS = 60;

  private final int port;
  private final Process process;

  private WebDavServer(int port, Process process) {
    this.port = port;
    this.process = process;
  }

  /** Starts one over a directory, which is made. */
  static WebDavServer start(Path directory) throws IOException {
    if (!Files.isExecutable(PROGRAM)) {
      throw new IllegalStateException(PROGRAM + " is missing; run src/test/tools/setup");
    }
    Files.createDirectories(directory);
    Path log = directory.resolveSibling(directory.getFileName() + ".log");
    for (int start = 0; start < STARTS; start++) {
      // Another process may take the port before the server does.
      int port = LocalServers.freePort();
      Process process =
          new ProcessBuilder(PROGRAM.toString(), "127.0.0.1:" + port, directory.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      if (LocalServers.answers(process, port)) {
        return new WebDavServer(port, process);
      }
      process.destroyForcibly();
    }
    throw new IllegalStateException("It does not start:\n" + Files.readString(log));
  }

  /** A place on it, as the setting {@code cairn.backup.url} names it. */
  String url(String path) {
    return "webdav://127.0.0.1:" + port + "/" + path;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(START_SECONDS, TimeUnit.SECONDS)) {
        throw new UncheckedIOException(new IOException("It does not end: " + process.pid()));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
