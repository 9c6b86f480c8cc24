package dev.cairn.shard;

import dev.cairn.Durability;
import dev.cairn.Quotas;

/**
 * The wish that a shard be made if it does not exist, and whether it came to that. One request's;
 * set by the task that makes the shard before those who wait for it go on.
 */
final class Making {

  private final Durability durability;
  private final Quotas quotas;
  private volatile boolean made;

  Making(Durability durability, Quotas quotas) {
    this.durability = durability;
    this.quotas = quotas;
  }

  Durability durability() {
    return durability;
  }

  /** Its own bounds. */
  Quotas quotas() {
    return quotas;
  }

  boolean made() {
    return made;
  }

  void setMade() {
    made = true;
  }
}
