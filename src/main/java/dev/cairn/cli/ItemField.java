package dev.cairn.cli;

import dev.cairn.CairnException;
import dev.cairn.json.FieldPath;
import dev.cairn.json.JsonView;

/**
 * A field of every item, as the command line names it.
 *
 * @param spelling how it was written, for messages
 * @param path the way to it
 */
record ItemField(String spelling, FieldPath path) {

  /**
   * Reads a field as it is written: {@code addr.city}, {@code tags[0]}, {@code ["a.b"].c}.
   *
   * @throws IllegalArgumentException says what is wrong with it
   */
  static ItemField parse(String spelling) {
    try {
      return new ItemField(spelling, FieldPath.parse(spelling));
    } catch (CairnException e) {
      throw new IllegalArgumentException("'" + spelling + "': " + e.detail(), e);
    }
  }

  /**
   * The field of one item.
   *
   * @throws ItemFault if it is missing
   */
  JsonView in(JsonView item) throws ItemFault {
    JsonView found = path.find(item);
    if (found == null) {
      throw new ItemFault("the field '" + spelling + "' is missing");
    }
    return found;
  }
}
