package dev.cairn.bench;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Shards that come and go: makes one after the other, writes to it, reads it back and deletes it,
 * until it is told to end. Ids come again after a while.
 */
final class Comings implements Callable<Integer> {

  private static final int IDS = 500;
  private static final int WRITES = 5;
  private static final int PAUSE_MILLIS = 20;

  private final Server server;

  /** Set by another thread than that which makes and deletes. */
  private volatile boolean ended;

  Comings(Server server) {
    this.server = server;
  }

  /** Has {@link #call} return after the shard that it is about. */
  void end() {
    ended = true;
  }

  /**
   * Makes and deletes shards.
   *
   * @return how many
   * @throws IllegalStateException if one was not made, written, read or deleted
   */
  @Override
  public Integer call() throws IOException, InterruptedException {
    int made = 0;
    while (!ended) {
      String shard = "/v1/shards/passing-" + made % IDS;
      String entries = shard + "/namespaces/default/entries/";
      server.require("PUT", shard, "{}");
      for (int write = 0; write < WRITES; write++) {
        String value = String.format(Locale.ROOT, "{\"made\":%d,\"write\":%d}", made, write);
        server.require("PUT", entries + write, value);
        if (!server.require("GET", entries + write, "").equals(value)) {
          throw new IllegalStateException(shard + " does not have what was written");
        }
      }
      server.require("DELETE", shard, "");
      if (server.send("GET", shard, "").statusCode() != 404) {
        throw new IllegalStateException(shard + " is still there");
      }
      made++;
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    return made;
  }
}
