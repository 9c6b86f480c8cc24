package dev.cairn.shard;

/** Why an open shard is closed. */
public enum ClosingCause {
  /** To make room, or because it has long been idle; nothing is on loan. */
  EVICTION,
  /** Another file takes the place of its own. */
  REPLACEMENT,
  /** It is deleted. */
  DELETION,
  /** Its store can't be trusted any more. */
  FAULT,
  /** The service ends. */
  SHUTDOWN
}
