package dev.cairn.query;

import dev.cairn.JsonText;
import dev.cairn.json.JsonView;

/** Reads filters from JSON. Any thread. */
public final class Filters {

  private Filters() {}

  /**
   * The filter that {@code filter}, a text that has passed the strict check, spells.
   *
   * @param pointerPrefix the JSON Pointer of the filter in the body, such as {@code /filter}; every
   *     violation's pointer begins with it
   * @throws dev.cairn.CairnException {@link dev.cairn.ErrorCode#INVALID_QUERY} with a violation for
   *     the first part that can't be used, or that breaks a bound of {@link QueryBounds}
   */
  public static Filter read(JsonText filter, String pointerPrefix) {
    return new FilterReader().read(JsonView.of(filter), pointerPrefix, 1);
  }
}
