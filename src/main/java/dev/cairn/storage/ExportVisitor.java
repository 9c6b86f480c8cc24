package dev.cairn.storage;

import dev.cairn.Entry;

/** Takes a shard's content as it is read. A call may throw to end the export. */
public interface ExportVisitor {

  /**
   * Whether it takes entries, too, that have expired and are not swept yet. Then what it is told
   * depends on the state alone and not on the time. Asked before anything is told.
   */
  default boolean wantsExpired() {
    return false;
  }

  /** The state that is exported. */
  void begin(long revision);

  /** A namespace; its entries follow. */
  void namespace(NamespaceInfo namespace);

  /** An entry of the namespace told last, with value and metadata. */
  void entry(Entry entry);
}
