package dev.cairn.query;

import dev.cairn.Entry;
import dev.cairn.JsonText;
import org.jspecify.annotations.Nullable;

/** What a page still has room for, by entries and by bytes. One thread. */
public final class PageRoom {

  private int entries;
  private long bytes;
  private boolean empty = true;

  /**
   * The room of an empty page.
   *
   * @param limit most entries, from 1
   * @param bytes most bytes of the keys, values and metadata that the entries carry
   */
  public PageRoom(int limit, long bytes) {
    this.entries = limit;
    this.bytes = bytes;
  }

  /** Takes the entry in if it fits; the first always does. After a false the page is whole. */
  public boolean take(Entry entry) {
    return take(entry, 0);
  }

  /** As {@link #take(Entry)}, with so many further bytes, about. */
  public boolean take(Entry entry, long further) {
    bytes -= entry.key().utf8().length + size(entry.value()) + size(entry.metadata()) + further;
    if (entries == 0 || (bytes < 0 && !empty)) {
      return false;
    }
    entries--;
    empty = false;
    return true;
  }

  private static long size(@Nullable JsonText text) {
    return text == null ? 0 : text.size();
  }
}
