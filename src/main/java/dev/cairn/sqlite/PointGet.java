package dev.cairn.sqlite;

import dev.cairn.Entry;
import dev.cairn.JsonText;
import dev.cairn.Key;
import dev.cairn.storage.Parts;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.core.DB;

/** The read of one entry, the commonest statement of all. One thread at a time. */
final class PointGet {

  private static final String[] SQL = {
    sql("null", "null"), sql("value", "null"), sql("null", "metadata"), sql("value", "metadata")
  };

  private final DirectStatement statement;
  private final Object[] binds = new Object[2];

  /** Takes over a statement for {@link #sql}. */
  PointGet(DirectStatement statement) {
    this.statement = statement;
  }

  private static String sql(String value, String metadata) {
    return "select version, created, updated, "
        + value
        + ", "
        + metadata
        + ", expires from entries where namespace=?1 and key=?2";
  }

  /** The statement that reads these parts. */
  static String sql(Parts parts) {
    return SQL[parts.ordinal()];
  }

  /** The entry of the key in the namespace of the id, expired or not, or null. */
  @Nullable Entry run(long namespace, Key key) throws SQLException {
    binds[0] = namespace;
    binds[1] = key.utf8();
    return statement.first(binds, (db, row) -> entry(db, row, key));
  }

  private static Entry entry(DB db, long row, Key key) throws SQLException {
    return new Entry(
        key,
        db.column_long(row, 0),
        db.column_long(row, 1),
        db.column_long(row, 2),
        json(db.column_blob(row, 3)),
        json(db.column_blob(row, 4)),
        db.column_long(row, 5));
  }

  private static @Nullable JsonText json(byte @Nullable [] utf8) {
    return utf8 == null ? null : JsonText.ofChecked(utf8);
  }
}
