package dev.cairn.query;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Violation;
import java.util.List;

/** Refusals of a part of a query. */
final class Refusals {

  private Refusals() {}

  /** The part at {@code pointer} can't be used because of {@code reason}. */
  static CairnException at(String pointer, String reason) {
    return new CairnException(
        ErrorCode.INVALID_QUERY, reason, List.of(new Violation(pointer, reason)));
  }

  /** {@code inner}, whose pointers are relative to {@code pointer}. */
  static CairnException under(String pointer, CairnException inner) {
    String relative = inner.violations().isEmpty() ? "" : inner.violations().getFirst().pointer();
    return at(pointer + relative, inner.detail());
  }

  /** {@code name} as a reference token of a JSON Pointer. */
  static String token(String name) {
    return "/" + name.replace("~", "~0").replace("/", "~1");
  }

  static CairnException unfitCursor() {
    return new CairnException(
        ErrorCode.INVALID_CURSOR,
        "The cursor does not fit the sort of this query; begin again without it.");
  }
}
