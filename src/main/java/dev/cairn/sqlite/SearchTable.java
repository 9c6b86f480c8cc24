package dev.cairn.sqlite;

import dev.cairn.query.Field;
import dev.cairn.query.IndexRows;
import dev.cairn.query.SearchedText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A full-text index: a table of FTS5 of its own, with a column for each field and the rows' ids
 * those of the entries. It holds no texts, for the entries have them, and rows are taken out by
 * their ids alone. Stateless.
 *
 * @param id of the index
 * @param namespace the id of its namespace
 * @param fields whose texts it is of
 */
record SearchTable(long id, long namespace, List<Field> fields) implements IndexTables {

  /** The name of the table. */
  String name() {
    return "search_" + id;
  }

  private String trigger() {
    return "index_" + id;
  }

  private String columns() {
    return IntStream.range(0, fields.size())
        .mapToObj(i -> "f" + i)
        .collect(Collectors.joining(", "));
  }

  private String texts(String row) {
    return fields.stream()
        .map(field -> SearchedText.sql(field, row))
        .collect(Collectors.joining(", "));
  }

  @Override
  public List<String> create() {
    List<String> all = new ArrayList<>();
    all.add(
        "create virtual table %s using fts5(%s, content='', contentless_delete=1, tokenize=\"unicode61 remove_diacritics 2\")"
            .formatted(name(), columns()));
    String remove = "delete from %s where rowid=old.id;".formatted(name());
    String insert =
        "insert into %s(rowid, %s) values(new.id, %s);".formatted(name(), columns(), texts("new"));
    String of = fields.stream().map(IndexRows::column).distinct().collect(Collectors.joining(", "));
    String update =
        "%s on entries when new.namespace=%d and (%s)".formatted(of, namespace, changed());
    all.addAll(IndexTables.triggers(trigger(), namespace, update, insert, remove + insert, remove));
    return all;
  }

  /** Spares what stays the same. */
  private String changed() {
    return fields.stream()
        .map(field -> SearchedText.sql(field, "old") + " is not " + SearchedText.sql(field, "new"))
        .collect(Collectors.joining(" or "));
  }

  @Override
  public List<String> drop() {
    List<String> all = new ArrayList<>(IndexTables.dropTriggers(trigger()));
    all.add("drop table if exists " + name());
    return all;
  }

  @Override
  public String fill() {
    return "insert or replace into %s(rowid, %s) select e.id, %s from entries e"
            .formatted(name(), columns(), texts("e"))
        + " where e.namespace=?1 and e.key>?2 and e.key<=?3";
  }

  @Override
  public String figures() {
    return "select (select count(*) from %1$s_docsize), (select sum(octet_length(block)) from %1$s_data)"
        .formatted(name());
  }
}
