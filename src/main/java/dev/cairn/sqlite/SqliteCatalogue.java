package dev.cairn.sqlite;

import dev.cairn.Durability;
import dev.cairn.Quotas;
import dev.cairn.ShardId;
import dev.cairn.catalogue.Catalogue;
import dev.cairn.catalogue.KeyStore;
import dev.cairn.catalogue.ShardRecord;
import dev.cairn.storage.StorageFault;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue in a file {@code catalogue.sqlite} of its own in the data directory. Calls take
 * turns: changes are rare, and look-ups happen only where a shard is not open. Every change is
 * synced before its call returns.
 */
public final class SqliteCatalogue implements Catalogue {

  /** About what a change of one shard writes. */
  private static final int CHANGE_BYTES = 256;

  private static final String ABOVE_ALL = "\uffff";
  private static final String COLUMNS =
      "select id, durability, created, " + QuotaColumns.LIST + " from shards";
  private static final String FIND = COLUMNS + " where id=?1";
  private static final String BASE = "select base from removed where id=?1";
  private static final String PUT =
      "insert into shards(id, durability, created, "
          + QuotaColumns.LIST
          + ") values(?1, ?2, ?3, "
          + QuotaColumns.values(4)
          + ") on conflict(id) do update set durability=?2, created=?3, "
          + QuotaColumns.assignments(4);
  private static final String DROP = "delete from shards where id=?1";

  /** The table "removed" has a row for every id whose history is no longer the first. */
  private static final String RAISE_BASE =
      "insert into removed(id, base) values(?1, ?2)"
          + " on conflict(id) do update set base=max(base, ?2)";

  private static final String LIST =
      COLUMNS + " where id>=?1 and id>?2 and id<?3 order by id limit ?4";
  private static final String QUOTAS = COLUMNS + " where " + QuotaColumns.ANY;
  private static final String COUNT = "select count(*) from shards";

  private final CatalogueFile file;
  private final SqliteKeys keys;

  /**
   * Opens the catalogue, or makes it if there is none. The driver has locked the directory before.
   *
   * @throws StorageFault if the file is damaged, foreign, a link, of a newer version, or can't be
   *     used
   * @throws UncheckedIOException if the file can't be made
   */
  public SqliteCatalogue(Path dataDirectory, Clock clock) {
    this.file = new CatalogueFile(dataDirectory, clock);
    this.keys = new SqliteKeys(file);
  }

  /** The keys of the service, in the same file: they are used no longer than the catalogue is. */
  public KeyStore keys() {
    return keys;
  }

  @Override
  public @Nullable ShardRecord find(ShardId id) {
    return file.read(
        () -> {
          try (ResultSet rows = query(FIND, id)) {
            return rows.next() ? shard(rows) : null;
          }
        });
  }

  @Override
  public long baseRevision(ShardId id) {
    return file.read(
        () -> {
          try (ResultSet rows = query(BASE, id)) {
            return rows.next() ? rows.getLong(1) : 0;
          }
        });
  }

  @Override
  public void put(ShardRecord shard) {
    file.change(CHANGE_BYTES, () -> putOne(shard));
  }

  @Override
  public void putAll(List<ShardRecord> all) {
    file.change(
        (long) all.size() * CHANGE_BYTES,
        () -> {
          for (ShardRecord shard : all) {
            putOne(shard);
          }
          return all.size();
        });
  }

  private int putOne(ShardRecord shard) throws SQLException {
    PreparedStatement put = file.statement(PUT);
    put.setString(1, shard.id().value());
    put.setString(2, shard.durability().word());
    put.setLong(3, shard.created());
    QuotaColumns.bind(put, 4, shard.quotas());
    return put.executeUpdate();
  }

  @Override
  public void enterHistory(ShardId id, long begin) {
    file.change(CHANGE_BYTES, () -> raiseBase(id, begin));
  }

  private int raiseBase(ShardId id, long base) throws SQLException {
    PreparedStatement raise = file.statement(RAISE_BASE);
    raise.setString(1, id.value());
    raise.setLong(2, base);
    return raise.executeUpdate();
  }

  @Override
  public void remove(ShardId id, long nextBase) {
    file.change(
        CHANGE_BYTES,
        () -> {
          PreparedStatement drop = file.statement(DROP);
          drop.setString(1, id.value());
          drop.executeUpdate();
          return raiseBase(id, nextBase);
        });
  }

  @Override
  public boolean isRemoved(ShardId id) {
    return file.read(() -> find(id) == null && baseRevision(id) > 0);
  }

  @Override
  public List<ShardRecord> list(String prefix, @Nullable ShardId after, int limit) {
    return file.read(
        () -> {
          PreparedStatement list = file.statement(LIST);
          list.setString(1, prefix);
          list.setString(2, after == null ? "" : after.value());
          list.setString(3, prefix + ABOVE_ALL);
          list.setInt(4, limit);
          List<ShardRecord> found = new ArrayList<>();
          try (ResultSet rows = list.executeQuery()) {
            while (rows.next()) {
              found.add(shard(rows));
            }
          }
          return found;
        });
  }

  @Override
  public Map<ShardId, Quotas> quotas() {
    return file.read(
        () -> {
          Map<ShardId, Quotas> quotas = new HashMap<>();
          try (ResultSet rows = file.statement(QUOTAS).executeQuery()) {
            while (rows.next()) {
              ShardRecord shard = shard(rows);
              quotas.put(shard.id(), shard.quotas());
            }
          }
          return quotas;
        });
  }

  @Override
  public long count() {
    return file.read(
        () -> {
          try (ResultSet rows = file.statement(COUNT).executeQuery()) {
            rows.next();
            return rows.getLong(1);
          }
        });
  }

  @Override
  public void close() {
    file.close();
  }

  private ResultSet query(String sql, ShardId id) throws SQLException {
    PreparedStatement statement = file.statement(sql);
    statement.setString(1, id.value());
    return statement.executeQuery();
  }

  private static ShardRecord shard(ResultSet row) throws SQLException {
    return new ShardRecord(
        new ShardId(row.getString(1)),
        Durability.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
        row.getLong(3),
        QuotaColumns.read(row, 4));
  }
}
