package dev.cairn.sqlite;

import dev.cairn.query.Field;
import dev.cairn.query.IndexRows;
import java.util.List;

/**
 * The triggers that keep the rows of a declared index in step with the entries of its namespace, in
 * the same statement and so in the same transaction. A shard without indexes has none. Stateless.
 *
 * @param id of the index
 * @param namespace the id of its namespace
 * @param field what it is of
 * @param unique whether a row that another entry has already is refused
 */
record IndexTriggers(long id, long namespace, Field field, boolean unique) {

  /** Begins the message of a refusal; the ids of the index and, in hex, the other key follow. */
  static final String REFUSAL = "unique-violation ";

  /** The statements that make them. */
  List<String> create() {
    String insert = refusal("new") + insert();
    return List.of(
        "create trigger %s after insert on entries when new.namespace=%d begin %s end"
            .formatted(name("insert"), namespace, insert),
        "create trigger %s after update of %s on entries when new.namespace=%d%s begin %s%s end"
            .formatted(
                name("update"), IndexRows.column(field), namespace, changed(), remove(), insert),
        "create trigger %s after delete on entries when old.namespace=%d begin %s end"
            .formatted(name("delete"), namespace, remove()));
  }

  /** The statements that remove them; it does no harm if they are not there. */
  List<String> drop() {
    return List.of(
        "drop trigger if exists " + name("insert"),
        "drop trigger if exists " + name("update"),
        "drop trigger if exists " + name("delete"));
  }

  private String name(String event) {
    return "index_" + id + "_" + event;
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

  /**
   * Takes in the entries of the namespace whose keys are behind the second parameter and not behind
   * the third; the first is the namespace.
   */
  String fill() {
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
}
