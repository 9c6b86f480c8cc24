package dev.cairn.backup;

/** Why a step could not be taken now; its message is fit for users. */
final class StepFailure extends Exception {

  private static final long serialVersionUID = 1;

  StepFailure(String message, Exception cause) {
    super(message, cause);
  }

  /** What users are told. */
  String reason() {
    return String.valueOf(getMessage());
  }
}
