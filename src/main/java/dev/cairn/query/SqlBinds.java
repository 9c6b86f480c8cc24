package dev.cairn.query;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The binds of one statement under construction. Parameters are numbered: the namespace's id is
 * number 1 and the time is number 2, both bound by the driver. One thread.
 */
final class SqlBinds {

  /** The parameter of the namespace's id. */
  static final String NAMESPACE = "?1";

  /** The parameter of the time, in milliseconds since 1970 UTC. */
  static final String NOW = "?2";

  private final List<Object> values = new ArrayList<>();
  private final Map<String, String> paths = new HashMap<>();
  private final boolean literal;

  SqlBinds() {
    this(false);
  }

  private SqlBinds(boolean literal) {
    this.literal = literal;
  }

  /** Binds for where there are no parameters, as in triggers: each value stands in the text. */
  static SqlBinds inText() {
    return new SqlBinds(true);
  }

  /** Binds a {@link Long}, {@link Double}, {@link String} or byte array; answers its parameter. */
  String add(Object value) {
    if (literal) {
      return spelt(value);
    }
    values.add(value);
    return "?" + (values.size() + CompiledQuery.FIRST_BIND - 1);
  }

  /** Binds a path, once however often it is used; a bind that no expression uses is an error. */
  String path(String path) {
    return paths.computeIfAbsent(path, this::add);
  }

  private static String spelt(Object value) {
    return switch (value) {
      case byte[] bytes -> "x'" + HexFormat.of().formatHex(bytes) + "'";
      case String text -> "'" + text.replace("'", "''") + "'";
      default -> value.toString();
    };
  }

  List<Object> values() {
    return List.copyOf(values);
  }
}
