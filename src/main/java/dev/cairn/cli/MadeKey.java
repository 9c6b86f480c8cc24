package dev.cairn.cli;

/**
 * A key that was made.
 *
 * @param id its public part
 * @param text the key itself
 */
record MadeKey(String id, String text) {

  /** Without the key. */
  @Override
  public String toString() {
    return "MadeKey[" + id + "]";
  }
}
