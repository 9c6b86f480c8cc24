package dev.cairn.query;

import dev.cairn.json.FieldPath;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A place in a JSON text. SQLite's functions compare the names of members only up to a NUL
 * character. So the escape of a NUL, which has one spelling, is first replaced by {@link #STAND_IN}
 * in the text and in the path, and put back in the strings that come out.
 *
 * @param column the column of the text
 */
record JsonFieldSql(String column, FieldPath path, SqlBinds binds) implements FieldSql {

  /**
   * A code point beyond Unicode, spelt as UTF-8 would: neither strict UTF-8 nor an escape can put
   * it into a stored text, and SQLite compares it like any other.
   */
  private static final byte[] STAND_IN = {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80};

  private static final String STAND_IN_SQL =
      "cast(x'" + HexFormat.of().formatHex(STAND_IN) + "' as text)";

  private static final String NUL_ESCAPE = "\\u0000";

  private boolean hasNames() {
    return path.steps().stream().anyMatch(s -> s instanceof FieldPath.Step.Name);
  }

  /** The text and the path as arguments of a function. */
  private String place() {
    return hasNames() ? text() + ", " + pathSql() : column + ", " + pathSql();
  }

  /**
   * The text without escapes of NUL. A pair of backslashes is spelt anew before, so that every
   * backslash left begins an escape.
   */
  private String text() {
    return ("case when instr(%1$s, '%2$s') > 0"
            + " then replace(replace(%1$s, '%3$s', '%4$s'), '%2$s', %5$s) else %1$s end")
        .formatted(column, NUL_ESCAPE, "\\\\", "\\u005c", STAND_IN_SQL);
  }

  private String pathSql() {
    String spelt = SqlitePath.spell(path);
    if (!spelt.contains(NUL_ESCAPE)) {
      return binds.path(spelt);
    }
    ByteArrayOutputStream utf8 = new ByteArrayOutputStream();
    for (String part : spelt.splitWithDelimiters(Pattern.quote(NUL_ESCAPE), 0)) {
      utf8.writeBytes(part.equals(NUL_ESCAPE) ? STAND_IN : part.getBytes(StandardCharsets.UTF_8));
    }
    return "cast(" + binds.add(utf8.toByteArray()) + " as text)";
  }

  private String type() {
    return "json_type(" + place() + ")";
  }

  private String stringBytes(String string) {
    return hasNames()
        ? "cast(replace(" + string + ", " + STAND_IN_SQL + ", char(0)) as blob)"
        : "cast(" + string + " as blob)";
  }

  @Override
  public String isPresent() {
    return "(" + type() + " is not null)";
  }

  @Override
  public String isLiteral(String word) {
    return "(" + type() + " is '" + word + "')";
  }

  @Override
  public String isBoolean() {
    return "(ifnull(" + type() + ", '') in ('false', 'true'))";
  }

  @Override
  public String isNumber() {
    return "(ifnull(" + type() + ", '') in ('integer', 'real'))";
  }

  @Override
  public String isString() {
    return isLiteral("text");
  }

  @Override
  public String isArray() {
    return isLiteral("array");
  }

  @Override
  public String number() {
    return "json_extract(" + place() + ")";
  }

  @Override
  public String bytes() {
    return stringBytes(number());
  }

  @Override
  public String elements() {
    return "json_each(" + place() + ")";
  }

  @Override
  public String elementBytes(String element) {
    return stringBytes(element);
  }

  @Override
  public String rank(int missing) {
    return "case "
        + type()
        + " when 'null' then 0 when 'false' then 1 when 'true' then 2 when 'integer' then 3"
        + " when 'real' then 3 when 'text' then 4 when 'array' then 5 when 'object' then 6"
        + " else "
        + missing
        + " end";
  }

  @Override
  public String wholeValue() {
    return "case when %s then %s when %s then %s end"
        .formatted(isNumber(), number(), isString(), bytes());
  }

  @Override
  public String numberOrNull() {
    return "case when " + isNumber() + " then " + number() + " end";
  }

  @Override
  public String sortValue() {
    return "case when "
        + isNumber()
        + " then "
        + number()
        + " when "
        + isString()
        + " then "
        + part("1, " + QueryBounds.SORTED_BYTES)
        + " end";
  }
}
