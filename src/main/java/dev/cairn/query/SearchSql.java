package dev.cairn.query;

import dev.cairn.Key;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The SQLite back end of searches: a statement over a table of FTS5 whose rows have the ids of the
 * entries. Any thread.
 */
public final class SearchSql {

  private SearchSql() {}

  /**
   * The statement for a page. Its columns are the key and the score, and its rows are narrow, as
   * those of a sorted {@link CompiledQuery}.
   *
   * @param table the name of the table
   * @param match what is looked for, in the language of FTS5
   * @param query with no sort
   * @throws dev.cairn.CairnException {@link dev.cairn.ErrorCode#INVALID_CURSOR} if {@link
   *     Query#after} is none of a search
   */
  public static CompiledQuery page(String table, String match, Query query) {
    SqlBinds binds = new SqlBinds();
    StringBuilder sql = new StringBuilder("select e.key, -s.rank from ").append(table);
    sql.append(" s cross join entries e on e.id = s.rowid where ").append(table);
    sql.append(" match ").append(binds.add(match));
    sql.append(" and e.namespace = ").append(SqlBinds.NAMESPACE);
    sql.append(" and ").append(SqlCompiler.UNEXPIRED);
    if (query.filter() != null) {
      sql.append(" and ").append(new ConditionSql(binds).compile(query.filter()));
    }
    if (query.after() != null) {
      Place place = Place.unpack(query.after(), 1);
      String score = binds.add(score(place));
      String key = binds.add(place.key().utf8());
      sql.append(
          " and (-s.rank < %1$s or (-s.rank = %1$s and e.key > %2$s))".formatted(score, key));
    }
    sql.append(" order by s.rank, e.key limit ").append(binds.add(query.limit() + 1L));
    sql.append(" offset ").append(binds.add((long) query.offset()));
    return new CompiledQuery(sql.toString(), binds.values(), List.of(), true);
  }

  /** Where a page ends. */
  public static Position position(double score, Key key) {
    return new Place(List.of(new SortValue(SortValue.NUMBER, score)), key).pack();
  }

  /**
   * Whether an entry comes behind the end of the page before.
   *
   * @param after that end, or null if there is none
   * @throws dev.cairn.CairnException as {@link #page}
   */
  public static boolean isBehind(@Nullable Position after, double score, Key key) {
    if (after == null) {
      return true;
    }
    Place place = Place.unpack(after, 1);
    double last = score(place);
    return score < last || (score == last && key.compareTo(place.key()) > 0);
  }

  private static double score(Place place) {
    if (place.values().getFirst().value() instanceof Double score) {
      return score;
    }
    throw Refusals.unfitCursor();
  }
}
