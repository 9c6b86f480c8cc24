package dev.cairn.cli;

import dev.cairn.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the state file of a running import: before an item goes out, the file says that it may have
 * been sent; how far everything is settled follows now and then. One thread.
 */
final class Journal {

  /**
   * How far ahead the file says that items may have been sent, in items, so that it is not written
   * for every request.
   */
  static final long AHEAD = 10_000;

  /** Longest time that progress goes unrecorded, in nanoseconds, while requests go out. */
  static final long RECORD_EVERY_NANOS = 500_000_000L;

  private final @Nullable Path file;
  private final Ticker ticker;
  private final ImportState begun;
  private ImportState written;
  private long writtenAt;

  /**
   * @param file the state file, or null to keep none
   * @param begun where the import goes on from
   */
  Journal(@Nullable Path file, ImportState begun, Ticker ticker) {
    this.file = file;
    this.begun = begun;
    this.written = begun;
    this.ticker = ticker;
    this.writtenAt = ticker.nanos();
  }

  /** Where this run began. */
  ImportState begun() {
    return begun;
  }

  /**
   * Call before lines go out.
   *
   * @param last the number of the last of them
   * @param settled every item below has been answered
   * @param failed items below {@code settled} that failed in this run
   */
  void beforeSending(long last, long settled, long failed) throws IOException {
    boolean news = last >= written.sent();
    if (news || ticker.nanos() - writtenAt >= RECORD_EVERY_NANOS) {
      record(news ? last + AHEAD : written.sent(), settled, failed);
    }
  }

  /** Call when the import stops early. */
  void stopped(long settled, long failed) throws IOException {
    record(written.sent(), settled, failed);
  }

  private void record(long sent, long settled, long failed) throws IOException {
    if (file == null) {
      return;
    }
    written =
        new ImportState(
            begun.identity(), Math.max(settled, begun.settled()), sent, begun.failed() + failed);
    written.write(file);
    writtenAt = ticker.nanos();
  }

  /** Call when the import is finished: the file goes. */
  void finished() throws IOException {
    if (file != null) {
      Files.deleteIfExists(file);
    }
  }
}
