package dev.cairn.storage;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import java.util.List;

/** What a declared index is to be. */
public sealed interface IndexDefinition permits FieldIndex, SearchIndex {

  /** Characters of a name. Fixed. */
  int MAX_NAME_LENGTH = 100;

  /**
   * Its name within its namespace: 1 to {@link #MAX_NAME_LENGTH} of {@code A-Z a-z 0-9 . _ ~ : -},
   * no dot first.
   */
  String name();

  /** The texts of the fields that it is of, at least one. */
  List<String> fields();

  /** Whether it refuses entries because of others. */
  boolean unique();

  /**
   * Refuses what can't be a name.
   *
   * @throws CairnException {@link ErrorCode#INVALID_INDEX}
   */
  static void checkName(String name) {
    if (!name.matches("[A-Za-z0-9_~:-][A-Za-z0-9._~:-]{0," + (MAX_NAME_LENGTH - 1) + "}")) {
      throw new CairnException(
          ErrorCode.INVALID_INDEX,
          "The name of an index has 1 to "
              + MAX_NAME_LENGTH
              + " of A-Z a-z 0-9 . _ ~ : -, and no dot first.");
    }
  }
}
