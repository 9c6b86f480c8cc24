package dev.cairn.write;

import dev.cairn.CairnException;

/** What waits in a writer's queue: a unit, or somebody who wants to keep the turn for a while. */
sealed interface Waiting permits PendingUnit, PendingTurn {

  /** What it holds meanwhile, in bytes. */
  long bytes();

  /** Tells it that its turn does not come: nothing of it was done, and nothing will be. */
  void refuse(CairnException reason);
}
