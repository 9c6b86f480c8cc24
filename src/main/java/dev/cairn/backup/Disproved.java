package dev.cairn.backup;

/** A backup can't be restored, or is not what it should be. Its message is fit for users. */
final class Disproved extends Exception {

  private static final long serialVersionUID = 1;

  Disproved(String why, Exception cause) {
    super(why, cause);
  }

  Disproved(String why) {
    super(why);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
