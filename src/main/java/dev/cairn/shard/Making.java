package dev.cairn.shard;

import dev.cairn.Durability;

/**
 * The wish that a shard be made if it does not exist, and whether it came to that. One request's;
 * set by the task that makes the shard before those who wait for it go on.
 */
final class Making {

  private final Durability durability;
  private volatile boolean made;

  Making(Durability durability) {
    this.durability = durability;
  }

  Durability durability() {
    return durability;
  }

  boolean made() {
    return made;
  }

  void setMade() {
    made = true;
  }
}
