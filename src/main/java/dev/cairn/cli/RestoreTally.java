package dev.cairn.cli;

import java.io.PrintWriter;
import java.util.Locale;

/** Counts what became of the shards of a restoration, and says it as it goes. Any thread. */
final class RestoreTally {

  private final int all;
  private final Progress progress;
  private final PrintWriter out;
  private int restored;
  private int there;
  private int failed;
  private long bytes;

  /**
   * @param all how many shards there are to do
   */
  RestoreTally(int all, Progress progress, PrintWriter out) {
    this.all = all;
    this.progress = progress;
    this.out = out;
  }

  /** A shard was restored. */
  synchronized void restored(String what, long size) {
    restored++;
    bytes += size;
    out.println(what);
    out.flush();
    show();
  }

  /** A shard was there already. */
  synchronized void there() {
    there++;
    show();
  }

  /** A shard could not be restored. */
  synchronized void failed(String name, String why) {
    failed++;
    progress.say(name + ": " + why);
    show();
  }

  private void show() {
    progress.at(bytes, restored + there + failed);
  }

  synchronized int failed() {
    return failed;
  }

  /** All of it in a line. */
  synchronized String summary() {
    return String.format(
        Locale.ROOT,
        "%d of %d shards restored, %d were there, %d failed",
        restored,
        all,
        there,
        failed);
  }
}
