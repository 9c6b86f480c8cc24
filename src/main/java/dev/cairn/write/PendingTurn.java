package dev.cairn.write;

import dev.cairn.CairnException;
import dev.cairn.Outcome;
import java.util.concurrent.CompletableFuture;

/** One who waits for the turn to keep it with an {@link OpenUnit}, and the promise of that. */
final class PendingTurn extends CompletableFuture<Outcome<OpenUnit>> implements Waiting {

  @Override
  public long bytes() {
    return 0;
  }

  @Override
  public void refuse(CairnException reason) {
    complete(new Outcome.Refused<>(reason));
  }
}
