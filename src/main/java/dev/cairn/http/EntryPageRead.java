package dev.cairn.http;

import dev.cairn.Entry;
import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.Revision;
import dev.cairn.shard.Shards;
import dev.cairn.storage.EntryPage;
import dev.cairn.storage.KeyPattern;
import dev.cairn.storage.ListRequest;
import dev.cairn.storage.Parts;
import dev.cairn.storage.ShardReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a page of a list of entries. Immutable; any thread.
 *
 * @param limit most entries
 * @param bytes of keys, values and metadata after which the page ends early
 * @param from where it goes on, or null for the first page
 * @param fingerprint of the request, for the cursor of the next page
 */
record EntryPageRead(
    Namespace namespace,
    @Nullable String prefix,
    @Nullable String pattern,
    int limit,
    int bytes,
    int offset,
    Parts parts,
    @Nullable PageCursor from,
    long fingerprint)
    implements Shards.ShardRead<EntryPageRead.Page> {

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
    ListRequest request =
        new ListRequest(
            prefix == null ? "" : prefix,
            pattern == null ? null : KeyPattern.of(pattern),
            from == null ? null : Key.ofUtf8(from.position()),
            limit,
            bytes,
            offset);
    EntryPage page = reader.list(namespace, request, parts);
    List<Entry> entries = page.entries();
    return new Page(entries, page.more() ? cursor(entries.getLast(), revision) : null);
  }

  private String cursor(Entry last, long revision) {
    long history = Revision.history(revision);
    return new PageCursor(PageCursor.Kind.ENTRIES, fingerprint, history, last.key().utf8())
        .encoded();
  }
}
