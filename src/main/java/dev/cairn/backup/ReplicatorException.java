package dev.cairn.backup;

/** Why the replicator did not do what it was asked. Its message is fit for users: no credential. */
public final class ReplicatorException extends Exception {

  private static final long serialVersionUID = 1;

  /** What a failure means to the one who asked. */
  public enum Kind {
    /** Nothing runs that could have done it, for certain; nothing was done, no file is copied. */
    DOWN,
    /**
     * It does not know the file any more, or can't go on from what it has copied: only a new epoch
     * mends that.
     */
    LOST,
    /** The store of the replica, or the disk, is in the way; the file stays registered. */
    FAILING,
    /** No answer came in time, or none that is understood: whether it was done is open. */
    UNKNOWN
  }

  private final Kind kind;

  /** A failure of that kind. */
  public ReplicatorException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** A failure of that kind, with its cause. */
  public ReplicatorException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What happened, for users. */
  public String reason() {
    return String.valueOf(getMessage());
  }

  /** What it means to the one who asked. */
  public Kind kind() {
    return kind;
  }
}
