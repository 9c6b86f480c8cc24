package dev.cairn.security;

import dev.cairn.catalogue.KeyRecord;

/**
 * A key that was just made.
 *
 * @param record what is kept of it
 * @param text the key itself, which nobody can tell again
 */
public record NewKey(KeyRecord record, String text) {

  /** Without the key, so that no log has it. */
  @Override
  public String toString() {
    return "NewKey[" + record.id() + "]";
  }
}
