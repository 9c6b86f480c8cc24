package dev.cairn.sqlite;

import dev.cairn.Entry;
import dev.cairn.Key;
import dev.cairn.query.PageRoom;
import dev.cairn.storage.EntryPage;
import dev.cairn.storage.KeyPattern;
import dev.cairn.storage.ListRequest;
import dev.cairn.storage.Parts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Makes pages of entries in the order of their keys. One thread at a time for each connection. */
final class EntryPages {

  private EntryPages() {}

  /**
   * The page that {@code request} asks for, of the namespace of the id.
   *
   * @param range of keys that the request leaves open
   * @param now what has expired then is left out
   */
  static EntryPage page(
      KeptConnection connection,
      long namespace,
      KeyRange range,
      long now,
      ListRequest request,
      Parts parts)
      throws SQLException {
    List<Entry> entries = new ArrayList<>();
    KeyPattern pattern = request.pattern();
    PageRoom room = new PageRoom(request.limit(), request.bytes());
    int toSkip = request.offset();
    try (ResultSet rows = EntrySql.range(connection, namespace, range, now, parts)) {
      while (rows.next()) {
        byte[] key = rows.getBytes(1);
        if (pattern != null && !pattern.matches(key)) {
          continue;
        }
        if (toSkip > 0) {
          toSkip--;
          continue;
        }
        Entry entry = EntrySql.entry(rows, Key.ofStored(key));
        if (!room.take(entry)) {
          return new EntryPage(entries, true);
        }
        entries.add(entry);
      }
    }
    return new EntryPage(entries, false);
  }
}
