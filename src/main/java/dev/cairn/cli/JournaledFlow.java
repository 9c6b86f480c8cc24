package dev.cairn.cli;

import java.io.IOException;

/** Runs an import through a {@link ChunkFlow} and keeps its {@link Journal}. One thread. */
final class JournaledFlow implements ImportRun.Lines, AutoCloseable {

  private final Journal journal;
  private final Tally tally;
  private final ImportRun run;
  private final ChunkFlow flow;

  JournaledFlow(
      FlowBounds bounds, Journal journal, Tally tally, ImportRun run, ChunkFlow.Sending sending) {
    this.journal = journal;
    this.tally = tally;
    this.run = run;
    this.flow = new ChunkFlow(bounds, journal.begun().sent(), sending, this::record);
  }

  /**
   * Runs to the end, or until the server is gone; the journal says then where to go on.
   *
   * @throws ServerGone if it can't go on now
   */
  void run() throws IOException, InterruptedException {
    try {
      run.run(this);
    } catch (IOException | InterruptedException e) {
      long settled = flow.settledBelow(run.read());
      journal.stopped(settled, tally.failedBelow(settled));
      throw e;
    }
    journal.finished();
  }

  private void record(Chunk chunk) throws IOException {
    long last = chunk.lines().getLast().number();
    long settled = flow.settledBelow(run.read());
    journal.beforeSending(last, settled, tally.failedBelow(settled));
  }

  @Override
  public void add(Line line) throws IOException, InterruptedException {
    flow.add(line);
  }

  @Override
  public void finish() throws IOException, InterruptedException {
    flow.finish();
  }

  @Override
  public void close() {
    flow.close();
  }
}
