package dev.cairn.backup;

/**
 * A drill came to no result: something other than the backup was in the way. Its message is fit for
 * users.
 */
final class Untried extends Exception {

  private static final long serialVersionUID = 1;

  Untried(String why) {
    super(why);
  }

  Untried(String why, Exception cause) {
    super(why, cause);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
