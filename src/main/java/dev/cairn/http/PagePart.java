package dev.cairn.http;

import dev.cairn.Limits;
import dev.cairn.storage.Parts;
import org.jspecify.annotations.Nullable;

/**
 * The members of a body that say which page is asked for, and what its entries carry.
 *
 * @param limit most entries
 * @param offset entries that are passed over
 * @param parts what they carry
 */
record PagePart(int limit, int offset, Parts parts) {

  /**
   * Reads {@code limit}, {@code offset}, {@code cursor} and {@code include}.
   *
   * @param object the body; null for none, which asks for the first page and everything
   */
  static PagePart read(@Nullable BodyObject object, BodyFaults faults, Limits bounds) {
    if (object == null) {
      return new PagePart(bounds.pageDefault(), 0, Parts.BOTH);
    }
    Long limit = object.whole("limit", 1, bounds.pageMax());
    Long offset = object.whole("offset", 0, Integer.MAX_VALUE);
    if (offset != null && object.has("cursor")) {
      faults.add("/offset", "can't stand beside cursor; a cursor knows where it goes on");
    }
    Parts parts = OperationReader.include(object, faults);
    return new PagePart(
        limit == null ? bounds.pageDefault() : limit.intValue(),
        offset == null ? 0 : offset.intValue(),
        parts == null ? Parts.BOTH : parts);
  }
}
