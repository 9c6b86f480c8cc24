package dev.cairn.query;

/** The seed of a random test: the system property {@code cairn.seed}, or a new one. */
final class Seeds {

  private Seeds() {}

  static long next() {
    return Long.getLong("cairn.seed", System.nanoTime());
  }
}
