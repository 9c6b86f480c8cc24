package dev.cairn.query;

import java.util.List;
import java.util.StringJoiner;

/**
 * Compiles what an aggregation looks at: for each field a column with the rank of its type, and one
 * with as much of its value as is needed. The groups are made of the rows by {@link Groups}, not by
 * SQLite, which would keep and sort a row for every entry. One thread.
 */
final class AggregateSql {

  private AggregateSql() {}

  /** The columns, of rows of {@code entries e}. */
  static String columns(Aggregation asked, SqlBinds binds) {
    StringJoiner columns = new StringJoiner(", ");
    asked
        .looks()
        .forEach(
            (field, look) -> {
              FieldSql sql = FieldSql.of(field, binds);
              columns.add(sql.rank(SortValue.MISSING));
              columns.add(
                  switch (look) {
                    case TYPE -> "null";
                    case NUMBER -> sql.numberOrNull();
                    case VALUE -> sql.wholeValue();
                  });
            });
    return columns.toString();
  }

  /** The statement that goes through the namespace. */
  static CompiledQuery compile(Aggregation asked) {
    SqlBinds binds = new SqlBinds();
    String sql =
        "select "
            + columns(asked, binds)
            + " from entries e where "
            + SqlCompiler.where(asked.filter(), binds)
            + " and "
            + SqlCompiler.UNEXPIRED;
    return new CompiledQuery(sql, binds.values(), List.of(), false);
  }
}
