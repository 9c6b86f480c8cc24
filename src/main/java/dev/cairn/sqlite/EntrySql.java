package dev.cairn.sqlite;

import dev.cairn.Entry;
import dev.cairn.JsonText;
import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.storage.NamespaceInfo;
import dev.cairn.storage.Parts;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The reading statements that readers and units of work share, and how rows become entries. */
final class EntrySql {

  private static final String[] RANGE =
      variants(
          "key",
          "from entries where namespace=?1 and key>=?2 and key<?3 and ifnull(expires>?4, 1)"
              + " order by key");

  /** Follows every character a name may have. */
  static final String ABOVE_ALL = "\u007f";

  /** The id, version, created, updated and metadata of the namespace of a name. */
  static final String NAMESPACE =
      "select id, name, version, created, updated, metadata from namespaces where name=?1";

  /** Namespaces ordered by name: not before the first, behind the second, before the third. */
  static final String NAMESPACES =
      "select id, name, version, created, updated, metadata from namespaces"
          + " where name>=?1 and name>?2 and name<?3 order by name limit ?4";

  private EntrySql() {}

  private static String[] variants(String key, String rest) {
    return Arrays.stream(Parts.values())
        .map(
            parts ->
                "select "
                    + key
                    + ", version, created, updated, "
                    + (parts.value() ? "value" : "null")
                    + ", "
                    + (parts.metadata() ? "metadata" : "null")
                    + ", expires "
                    + rest)
        .toArray(String[]::new);
  }

  /**
   * Entries ordered by key that have not expired: namespace id, least key, least key beyond, the
   * time.
   */
  static String range(Parts parts) {
    return RANGE[parts.ordinal()];
  }

  /** Runs {@link #range(Parts)}, with what has not expired at {@code now}. */
  static ResultSet range(
      KeptConnection connection, long namespace, KeyRange range, long now, Parts parts)
      throws SQLException {
    PreparedStatement statement = connection.statement(range(parts));
    statement.setLong(1, namespace);
    statement.setBytes(2, range.least());
    statement.setBytes(3, range.beyond());
    statement.setLong(4, now);
    return statement.executeQuery();
  }

  /**
   * The entry in the row of {@link #range}.
   *
   * @param key its key, or null to read it from the row
   */
  static Entry entry(ResultSet row, @Nullable Key key) throws SQLException {
    return new Entry(
        key == null ? Key.ofStored(row.getBytes(1)) : key,
        row.getLong(2),
        row.getLong(3),
        row.getLong(4),
        json(row.getBytes(5)),
        json(row.getBytes(6)),
        row.getLong(7));
  }

  /** The row of a statement that selects the columns of {@link #NAMESPACE}. */
  static NamespaceInfo namespace(ResultSet row) throws SQLException {
    return new NamespaceInfo(
        new Namespace(row.getString(2)),
        row.getLong(3),
        row.getLong(4),
        row.getLong(5),
        json(row.getBytes(6)));
  }

  /** A page of namespaces ordered by name; see {@link #NAMESPACES}. */
  static List<NamespaceInfo> namespaces(
      KeptConnection connection, String prefix, String after, int limit) throws SQLException {
    PreparedStatement statement = connection.statement(NAMESPACES);
    statement.setString(1, prefix);
    statement.setString(2, after);
    statement.setString(3, prefix + ABOVE_ALL);
    statement.setInt(4, limit);
    List<NamespaceInfo> found = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(namespace(rows));
      }
    }
    return found;
  }

  private static @Nullable JsonText json(byte @Nullable [] utf8) {
    return utf8 == null ? null : JsonText.ofChecked(utf8);
  }
}
