package dev.cairn.query;

import java.util.List;

/**
 * A criterion of a sort in SQL: two expressions that order rows, and what they compare to in a
 * place of a page.
 *
 * @param rank of the type of its field
 * @param value its number or the beginning of its string
 * @param column what stands for the value among the columns of a row
 * @param source what it is read of
 */
record SortCriterion(String rank, String value, String column, boolean descending, Source source) {

  /** What an order is read of. */
  enum Source {
    ENTRY,
    INDEX,
    NOTHING
  }

  /** By the entry itself. */
  static SortCriterion of(Sort sort, SqlBinds binds) {
    FieldSql field = FieldSql.of(sort.field(), binds);
    int missing = sort.descending() ? SortValue.MISSING_DESCENDING : SortValue.MISSING;
    String value = field.sortValue();
    return new SortCriterion(field.rank(missing), value, value, sort.descending(), Source.ENTRY);
  }

  /** By the row of an index, where the field is there or the order is ascending. */
  static SortCriterion ofIndex(boolean descending) {
    return new SortCriterion(
        "i.rank",
        "i.value",
        "case when i.rank in (%d, %d) then i.value end"
            .formatted(SortValue.NUMBER, SortValue.STRING),
        descending,
        Source.INDEX);
  }

  /** Of entries that lack the field, in a descending order. */
  static SortCriterion ofMissing() {
    return new SortCriterion(
        Integer.toString(SortValue.MISSING_DESCENDING), "null", "null", true, Source.NOTHING);
  }

  /** Its part of the order, with a comma behind it; {@code column} is the number of its first. */
  String order(int column) {
    String direction = descending ? " desc, " : ", ";
    return switch (source) {
      case ENTRY -> column + direction + (column + 1) + direction;
      case INDEX -> rank + direction + value + direction;
      case NOTHING -> "";
    };
  }

  private int rankOf(SortValue value) {
    return descending && value.rank() == SortValue.MISSING
        ? SortValue.MISSING_DESCENDING
        : value.rank();
  }

  /** Whether an entry is behind {@code place} by the criteria from number {@code i} on. */
  static String behind(
      Place place, List<SortCriterion> criteria, int i, String key, SqlBinds binds) {
    if (i == criteria.size()) {
      return "(" + key + " > " + binds.add(place.key().utf8()) + ")";
    }
    SortCriterion criterion = criteria.get(i);
    SortValue value = place.values().get(i);
    String sign = criterion.descending() ? " < " : " > ";
    String rank = binds.add((long) criterion.rankOf(value));
    String rest = behind(place, criteria, i + 1, key, binds);
    Object compared = value.value();
    if (compared != null) {
      String bound = binds.add(compared);
      String found = "(" + criterion.value() + ")";
      rest = "(" + found + sign + bound + " or (" + found + " = " + bound + " and " + rest + "))";
    }
    // The sign keeps SQLite from searching by the rank alone, where it could by rank and value.
    String found = (criterion.source == Source.INDEX ? "(+" : "(") + criterion.rank() + ")";
    return "(" + found + sign + rank + " or (" + found + " = " + rank + " and " + rest + "))";
  }
}
