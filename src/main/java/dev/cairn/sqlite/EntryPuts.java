package dev.cairn.sqlite;

import dev.cairn.Entry;
import dev.cairn.JsonText;
import dev.cairn.Key;
import dev.cairn.storage.MetadataChange;
import dev.cairn.storage.UnitOfWork.Stamp;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Puts entries through the writer's connection. One thread. */
final class EntryPuts {

  private final KeptConnection connection;

  EntryPuts(KeptConnection connection) {
    this.connection = connection;
  }

  /** What a put did. */
  enum Effect {
    /** Its entry was there. */
    OVERWRITTEN,
    /** Its entry was there, had expired, and was made anew in its row. */
    RENEWED,
    /** It has a row of its own now. */
    INSERTED
  }

  /**
   * Writes an entry.
   *
   * @param expires when it expires, or {@link Entry#NEVER}
   * @param anyExpires whether there may be entries in the shard that expire; without them the
   *     commonest put needs no look at what was there
   */
  Effect put(
      long namespace,
      Key key,
      JsonText value,
      MetadataChange metadata,
      long expires,
      boolean anyExpires,
      Stamp stamp)
      throws SQLException {
    boolean keep = metadata instanceof MetadataChange.Keep;
    if (expires == Entry.NEVER) {
      @Nullable Object[] binds = binds(namespace, key, value, metadata, stamp);
      if (overwrites(keep, binds)) {
        return Effect.OVERWRITTEN;
      }
      if (!anyExpires) {
        insert(keep, binds);
        return Effect.INSERTED;
      }
    }
    return look(namespace, key, value, metadata, expires, stamp);
  }

  private static @Nullable Object[] binds(
      long namespace, Key key, JsonText value, MetadataChange metadata, Stamp stamp) {
    if (metadata instanceof MetadataChange.Keep) {
      return new @Nullable Object[] {
        namespace, key.utf8(), stamp.revision(), stamp.now(), value.utf8()
      };
    }
    return new @Nullable Object[] {
      namespace,
      key.utf8(),
      stamp.revision(),
      stamp.now(),
      value.utf8(),
      EntryWrites.replacement(metadata)
    };
  }

  /**
   * Overwrites an entry that stays; else it is to be inserted, unless one that expires is in its
   * place. One upsert that returns which it was takes half as long again: it looks for a new row's
   * id first, and keeps what it returns in a table of its own.
   */
  private boolean overwrites(boolean keep, @Nullable Object[] binds) throws SQLException {
    String sql = keep ? EntryWrites.OVERWRITE : EntryWrites.OVERWRITE_WITH_METADATA;
    return connection.direct(sql).change(binds) > 0;
  }

  private void insert(boolean keep, @Nullable Object[] binds) throws SQLException {
    connection.direct(keep ? EntryWrites.INSERT : EntryWrites.INSERT_WITH_METADATA).run(binds);
  }

  /** Looks what is there before it writes. */
  private Effect look(
      long namespace, Key key, JsonText value, MetadataChange metadata, long expires, Stamp stamp)
      throws SQLException {
    Long found =
        connection
            .direct(EntryWrites.EXPIRES)
            .first(new Object[] {namespace, key.utf8()}, (db, row) -> db.column_long(row, 0));
    boolean renewed = found != null && found != Entry.NEVER && found <= stamp.now();
    boolean keep = metadata instanceof MetadataChange.Keep;
    @Nullable Object[] binds = {
      namespace,
      key.utf8(),
      stamp.revision(),
      stamp.now(),
      value.utf8(),
      keep ? null : EntryWrites.replacement(metadata),
      expires == Entry.NEVER ? null : expires,
      keep && !renewed ? 0L : 1L,
      renewed ? 1L : 0L
    };
    if (found == null) {
      connection.direct(EntryWrites.INSERT_EXPIRING).run(Arrays.copyOf(binds, 7));
      return Effect.INSERTED;
    }
    connection.direct(EntryWrites.REWRITE).run(binds);
    return renewed ? Effect.RENEWED : Effect.OVERWRITTEN;
  }
}
