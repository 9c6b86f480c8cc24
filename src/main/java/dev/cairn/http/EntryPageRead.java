package dev.cairn.http;

import dev.cairn.Entry;
import dev.cairn.JsonText;
import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.Revision;
import dev.cairn.shard.Shards;
import dev.cairn.storage.EntryPage;
import dev.cairn.storage.KeyPattern;
import dev.cairn.storage.ListRequest;
import dev.cairn.storage.Parts;
import dev.cairn.storage.ShardReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a page of a list of entries in portions, until it is whole or has gathered as many bytes as
 * it may, so that no page of large entries fills the memory. Immutable; any thread.
 *
 * @param from where it goes on, or null for the first page
 * @param fingerprint of the request, for the cursor of the next page
 */
record EntryPageRead(
    Namespace namespace,
    @Nullable String prefix,
    @Nullable String pattern,
    int limit,
    int offset,
    Parts parts,
    @Nullable PageCursor from,
    long fingerprint)
    implements Shards.ShardRead<EntryPageRead.Page> {

  /** Entries that are read at a time. */
  static final int PORTION = 100;

  /** Bytes of values and metadata after which a page ends early: 16 MiB. */
  static final long PAGE_BYTES = 16L * 1024 * 1024;

  /**
   * What was found.
   *
   * @param next the cursor of the next page, or null if this is the last
   */
  record Page(List<Entry> entries, @Nullable String next) {}

  @Override
  public Page read(ShardReader reader, long revision) {
    if (from != null) {
      from.requireHistoryOf(revision);
    }
    KeyPattern keys = pattern == null ? null : KeyPattern.of(pattern);
    List<Entry> entries = new ArrayList<>();
    long bytes = 0;
    Key after = from == null ? null : Key.ofUtf8(from.position());
    int skip = offset;
    while (true) {
      int portion = Math.min(PORTION, limit - entries.size());
      ListRequest request =
          new ListRequest(prefix == null ? "" : prefix, keys, after, portion, skip);
      EntryPage page = reader.list(namespace, request, parts);
      entries.addAll(page.entries());
      for (Entry entry : page.entries()) {
        bytes += sizeOf(entry.value()) + sizeOf(entry.metadata());
      }
      if (!page.more() || entries.size() == limit || bytes >= PAGE_BYTES) {
        return new Page(entries, page.more() ? cursor(entries.getLast(), revision) : null);
      }
      after = entries.getLast().key();
      skip = 0;
    }
  }

  private static long sizeOf(@Nullable JsonText text) {
    return text == null ? 0 : text.size();
  }

  private String cursor(Entry last, long revision) {
    long history = Revision.history(revision);
    return new PageCursor(PageCursor.Kind.ENTRIES, fingerprint, history, last.key().utf8())
        .encoded();
  }
}
