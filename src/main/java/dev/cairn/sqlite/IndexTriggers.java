package dev.cairn.sqlite;

import dev.cairn.query.Field;
import dev.cairn.query.IndexRows;
import java.util.List;

/**
 * An index on a field: rows of the one table {@code index_rows}, kept in step by triggers.
 * Stateless.
 *
 * @param id of the index
 * @param namespace the id of its namespace
 * @param field what it is of
 * @param unique whether a row that another entry has already is refused
 */
record IndexTriggers(long id, long namespace, Field field, boolean unique) implements IndexTables {

  /** Begins the message of a refusal; the ids of the index and, in hex, the other key follow. */
  static final String REFUSAL = "unique-violation ";

  /** What a row is taken to have besides its key and its value, in bytes. */
  private static final int ROW_BYTES = 8;

  @Override
  public List<String> create() {
    String insert = refusal("new") + insert();
    String update =
        "%s on entries when new.namespace=%d%s"
            .formatted(IndexRows.column(field), namespace, changed());
    return IndexTables.triggers(name(), namespace, update, insert, remove() + insert, remove());
  }

  @Override
  public List<String> drop() {
    return IndexTables.dropTriggers(name());
  }

  private String name() {
    return "index_" + id;
  }

  /** Spares what stays the same. Long strings that differ may have the same row. */
  private String changed() {
    return unique
        ? ""
        : " and (%s is not %s or %s is not %s)"
            .formatted(rank("old"), rank("new"), value("old"), value("new"));
  }

  private String rank(String row) {
    return IndexRows.rank(field, row);
  }

  private String value(String row) {
    return IndexRows.value(field, row);
  }

  private String remove() {
    return "delete from index_rows where idx=%d and rank=%s and value=%s and key=old.key;"
        .formatted(id, rank("old"), value("old"));
  }

  private String insert() {
    return "insert or ignore into index_rows values(%d, %s, %s, new.key, new.id);"
        .formatted(id, rank("new"), value("new"));
  }

  private String refusal(String row) {
    return unique
        ? "select raise(abort, '%s%d ' || hex(i.key)) from index_rows i where %s limit 1;"
            .formatted(REFUSAL, id, twin(row))
        : "";
  }

  /**
   * A condition on {@code index_rows i}: another entry that has what {@code row} of entries has.
   */
  private String twin(String row) {
    return "i.idx=%1$d and i.rank=%2$s and i.value=%3$s and i.rank between %4$d and %5$d"
            .formatted(
                id,
                rank(row),
                value(row),
                IndexRows.leastUniqueRank(),
                IndexRows.greatestUniqueRank())
        + " and i.key<>%s.key and (i.rank<%d or length(i.value)<%d"
            .formatted(row, IndexRows.stringRank(), IndexRows.stringBytes())
        + " or exists (select 1 from entries o where o.id=i.entry and %s))"
            .formatted(IndexRows.sameString(field, "o", row));
  }

  @Override
  public String fill() {
    return "insert or ignore into index_rows select %d, %s, %s, e.key, e.id from entries e"
            .formatted(id, rank("e"), value("e"))
        + " where e.namespace=?1 and e.key>?2 and e.key<=?3";
  }

  /** The keys of two entries that are twins, the first of them among those of {@link #fill}. */
  String twins() {
    return "select e.key, i.key from entries e cross join index_rows i"
        + " where e.namespace=?1 and e.key>?2 and e.key<=?3 and "
        + twin("e")
        + " limit 1";
  }

  @Override
  public String figures() {
    return "select count(*), sum(octet_length(key)+octet_length(value)+%d) from index_rows where idx=%d"
        .formatted(ROW_BYTES, id);
  }
}
