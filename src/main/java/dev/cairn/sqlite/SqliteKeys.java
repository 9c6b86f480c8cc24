package dev.cairn.sqlite;

import dev.cairn.catalogue.KeyRecord;
import dev.cairn.catalogue.KeyScope;
import dev.cairn.catalogue.KeyStore;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys of the service in the file of the catalogue. Any thread. */
final class SqliteKeys implements KeyStore {

  /** About what a change of one key writes, or of one scope. */
  private static final int CHANGE_BYTES = 256;

  /** Parts the namespaces of a scope; {@link KeyScope} lets no name have it. */
  private static final String SPACE = " ";

  private static final String COLUMNS =
      "select id, name, hash, created, expires, revoked, used, " + QuotaColumns.LIST + " from keys";
  private static final String FIND = COLUMNS + " where id=?1";
  private static final String ALL = COLUMNS + " order by id";
  private static final String SCOPES =
      "select shards, role, namespaces, prefix from key_scopes where key=?1 order by place";
  private static final String PUT =
      "insert into keys(id, name, hash, created, expires, revoked, used, "
          + QuotaColumns.LIST
          + ") values(?1, ?2, ?3, ?4, ?5, ?6, ?7, "
          + QuotaColumns.values(8)
          + ") on conflict(id) do update"
          + " set name=?2, hash=?3, created=?4, expires=?5, revoked=?6, used=?7, "
          + QuotaColumns.assignments(8);
  private static final String PUT_SCOPE =
      "insert into key_scopes(key, place, shards, role, namespaces, prefix)"
          + " values(?1, ?2, ?3, ?4, ?5, ?6)";
  private static final String DROP = "delete from keys where id=?1";
  private static final String DROP_SCOPES = "delete from key_scopes where key=?1";
  private static final String USED = "update keys set used=?2 where id=?1";

  private final CatalogueFile file;

  SqliteKeys(CatalogueFile file) {
    this.file = file;
  }

  @Override
  public @Nullable KeyRecord findKey(String id) {
    return file.read(
        () -> {
          try (ResultSet rows = about(FIND, id).executeQuery()) {
            return rows.next() ? key(rows) : null;
          }
        });
  }

  @Override
  public List<KeyRecord> keys() {
    return file.read(
        () -> {
          List<KeyRecord> keys = new ArrayList<>();
          try (ResultSet rows = file.statement(ALL).executeQuery()) {
            while (rows.next()) {
              keys.add(key(rows));
            }
          }
          return keys;
        });
  }

  private KeyRecord key(ResultSet row) throws SQLException {
    String id = row.getString(1);
    return new KeyRecord(
        id,
        row.getString(2),
        row.getString(3),
        scopes(id),
        row.getLong(4),
        row.getLong(5),
        row.getLong(6),
        row.getLong(7),
        QuotaColumns.read(row, 8));
  }

  private List<KeyScope> scopes(String id) throws SQLException {
    List<KeyScope> scopes = new ArrayList<>();
    try (ResultSet rows = about(SCOPES, id).executeQuery()) {
      while (rows.next()) {
        String namespaces = rows.getString(3);
        scopes.add(
            new KeyScope(
                rows.getString(1),
                rows.getString(2),
                namespaces.isEmpty() ? List.of() : List.of(namespaces.split(SPACE, -1)),
                rows.getString(4)));
      }
    }
    return scopes;
  }

  @Override
  public void putKey(KeyRecord key) {
    file.change(
        (1L + key.scopes().size()) * CHANGE_BYTES,
        () -> {
          PreparedStatement put = about(PUT, key.id());
          put.setString(2, key.name());
          put.setString(3, key.hash());
          put.setLong(4, key.created());
          put.setLong(5, key.expires());
          put.setLong(6, key.revoked());
          put.setLong(7, key.lastUsed());
          QuotaColumns.bind(put, 8, key.quotas());
          put.executeUpdate();
          return putScopes(key.id(), key.scopes());
        });
  }

  private int putScopes(String id, List<KeyScope> scopes) throws SQLException {
    about(DROP_SCOPES, id).executeUpdate();
    PreparedStatement put = about(PUT_SCOPE, id);
    for (int place = 0; place < scopes.size(); place++) {
      KeyScope scope = scopes.get(place);
      put.setInt(2, place);
      put.setString(3, scope.shards());
      put.setString(4, scope.role());
      put.setString(5, String.join(SPACE, scope.namespaces()));
      put.setString(6, scope.keyPrefix());
      put.executeUpdate();
    }
    return scopes.size();
  }

  @Override
  public void removeKey(String id) {
    file.change(
        CHANGE_BYTES,
        () -> {
          about(DROP_SCOPES, id).executeUpdate();
          return about(DROP, id).executeUpdate();
        });
  }

  @Override
  public void keysUsed(Map<String, Long> millis) {
    file.change(
        (long) millis.size() * CHANGE_BYTES,
        () -> {
          for (Map.Entry<String, Long> use : millis.entrySet()) {
            PreparedStatement used = about(USED, use.getKey());
            used.setLong(2, use.getValue());
            used.executeUpdate();
          }
          return millis.size();
        });
  }

  private PreparedStatement about(String sql, String id) throws SQLException {
    PreparedStatement statement = file.statement(sql);
    statement.setString(1, id);
    return statement;
  }
}
