package dev.cairn.bench;

import dev.cairn.Key;
import dev.cairn.storage.WriteUnit;
import dev.cairn.write.WriterThreads;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** One thread that writes through a shard's writer, against one with a bare connection. */
final class LoneWriter {

  private static final int ENTRIES = 10_000;
  private static final int BYTES = 1024;

  private LoneWriter() {}

  /** Overwrites one entry. */
  private interface Put {
    void run(Key key, Values values) throws SQLException;
  }

  static void measure(Plan plan, Report report) throws IOException {
    Path through = plan.work().resolve("lone-through");
    Path bare = plan.work().resolve("lone-bare");
    FilledShard.make(through, ENTRIES, BYTES);
    FilledShard.make(bare, ENTRIES, BYTES);
    Figures figures = new Figures();
    try (FilledShard shard = FilledShard.open(through, WriterThreads.of(Runnable::run));
        BareConnection connection = new BareConnection(Directories.shardFile(bare))) {
      Put throughWriter =
          (key, values) ->
              FilledShard.requireWritten(
                  shard.writer().execute(new WriteUnit.Single(FilledShard.put(key, values.next()))),
                  1);
      Put direct = (key, values) -> connection.put(key, values.next());
      putsPerSecond(throughWriter, plan.seconds());
      putsPerSecond(direct, plan.seconds());
      for (int round = 0; round < 3 * plan.rounds(); round++) {
        double writer = putsPerSecond(throughWriter, 1);
        double least = putsPerSecond(direct, 1);
        figures.add("through the writer/s", writer);
        figures.add("bare connection/s", least);
        figures.add("ratio", writer / least);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the bare connection failed", e);
    }
    Map<String, Double> medians = figures.medians();
    report.add("Lone writer, normal, 1 KB", "puts, a transaction each", medians);
    report.measured(Bar.LONE_WRITER, figures.median("ratio"));
  }

  private static double putsPerSecond(Put put, int seconds) throws SQLException {
    Values values = new Values(BYTES, System.nanoTime());
    long begun = System.nanoTime();
    long puts = 0;
    while (System.nanoTime() - begun < seconds * 1_000_000_000L) {
      put.run(FilledShard.key(ThreadLocalRandom.current().nextInt(ENTRIES)), values);
      puts++;
    }
    return puts * 1e9 / (System.nanoTime() - begun);
  }
}
