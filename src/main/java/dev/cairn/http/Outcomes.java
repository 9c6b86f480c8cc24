package dev.cairn.http;

import dev.cairn.Outcome;

/** Turns the outcome of a write into its result or its exception. */
final class Outcomes {

  private Outcomes() {}

  /**
   * The result of a write that was committed.
   *
   * @throws dev.cairn.CairnException the reason, if it was refused or its outcome is unknown
   */
  static <T> T committed(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Committed<T>(T result) -> result;
      case Outcome.Refused<T>(var reason) -> throw reason;
      case Outcome.Unknown<T>(var reason) -> throw reason;
    };
  }
}
