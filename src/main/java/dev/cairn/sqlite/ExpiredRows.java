package dev.cairn.sqlite;

import dev.cairn.Entry;
import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.storage.ExpiredEntry;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Finds and removes entries that have expired. Stateless. */
final class ExpiredRows {

  private ExpiredRows() {}

  /** When the first entry expires; {@link Long#MAX_VALUE} if none does. */
  static long next(KeptConnection connection) throws SQLException {
    try (ResultSet rows = connection.statement(EntryWrites.NEXT_EXPIRY).executeQuery()) {
      long next = rows.next() ? rows.getLong(1) : Entry.NEVER;
      return next == Entry.NEVER ? Long.MAX_VALUE : next;
    }
  }

  /** Removes those that have expired at {@code now}, at most so many; tells which. */
  static List<ExpiredEntry> remove(KeptConnection connection, int most, long now)
      throws SQLException {
    PreparedStatement find = connection.statement(EntryWrites.EXPIRED);
    find.setLong(1, now);
    find.setInt(2, most);
    List<Long> ids = new ArrayList<>();
    List<ExpiredEntry> found = new ArrayList<>();
    try (ResultSet rows = find.executeQuery()) {
      while (rows.next()) {
        ids.add(rows.getLong(1));
        found.add(
            new ExpiredEntry(new Namespace(rows.getString(2)), Key.ofStored(rows.getBytes(3))));
      }
    }
    PreparedStatement delete = connection.statement(EntryWrites.DELETE_ROW);
    for (long id : ids) {
      delete.setLong(1, id);
      delete.executeUpdate();
    }
    return found;
  }
}
