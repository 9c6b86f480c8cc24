package dev.cairn.storage;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Key;
import dev.cairn.Namespace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Refusals in words. They name entries, never what entries hold. Any thread. */
public final class Refusals {

  /** Characters of a key that a message shows. */
  static final int SHOWN_KEY_CHARACTERS = 100;

  /** Versions of a precondition that a message shows. */
  static final int SHOWN_VERSIONS = 5;

  private Refusals() {}

  /** How a message calls an entry at the beginning of a sentence. */
  static String nameOf(Namespace namespace, Key key) {
    return "Entry \"" + shown(key) + "\" of namespace " + namespace;
  }

  /** As much of a key as a message shows. */
  static String shown(Key key) {
    String text = key.text();
    return text.length() <= SHOWN_KEY_CHARACTERS
        ? text
        : text.substring(0, text.offsetByCodePoints(0, SHOWN_KEY_CHARACTERS / 2)) + "…";
  }

  /** Of what needs an entry where its namespace has none: {@link ErrorCode#ENTRY_NOT_FOUND}. */
  public static CairnException noEntry(Namespace namespace, Key key) {
    return new CairnException(
        ErrorCode.ENTRY_NOT_FOUND, nameOf(namespace, key) + " does not exist.");
  }

  /** Of what needs a namespace that is not there: {@link ErrorCode#NAMESPACE_NOT_FOUND}. */
  public static CairnException noNamespace(Namespace namespace) {
    return new CairnException(
        ErrorCode.NAMESPACE_NOT_FOUND, "Namespace " + namespace + " does not exist.");
  }

  /**
   * Of a get that would take what its unit reads over the bytes it may have together: {@link
   * ErrorCode#BATCH_TOO_LARGE}.
   */
  public static CairnException readsTooMuch(int bytes) {
    return new CairnException(
        ErrorCode.BATCH_TOO_LARGE,
        "The entries that are asked for together have more than "
            + bytes
            + " bytes; ask for this one in a request of its own.");
  }

  /** Of a request whose key was used for another one: {@link ErrorCode#IDEMPOTENCY_KEY_REUSED}. */
  static CairnException keyReused() {
    return new CairnException(
        ErrorCode.IDEMPOTENCY_KEY_REUSED,
        "Another request was carried out with this Idempotency-Key, with another method, path,"
            + " body or headers; nothing was done. Send this one with a key of its own.");
  }

  /** Of a repetition whose answer is too large to be kept: {@link ErrorCode#ANSWER_NOT_KEPT}. */
  static CairnException answerNotKept(long revision) {
    return new CairnException(
        ErrorCode.ANSWER_NOT_KEPT,
        "The request was carried out before, as revision "
            + revision
            + ", and nothing was done now; its answer was too large to be kept.",
        List.of(),
        Map.of("revision", revision),
        null);
  }

  static CairnException noRoomForEntry() {
    return new CairnException(
        ErrorCode.SHARD_FULL,
        "The shard has as many entries as its quota allows; delete some, or have it raised.");
  }

  static CairnException protectedNamespace() {
    return new CairnException(
        ErrorCode.NAMESPACE_PROTECTED,
        "Namespace default exists in every shard and can't be deleted; it can be cleared.");
  }

  static CairnException notEmpty(Namespace namespace) {
    return new CairnException(
        ErrorCode.NAMESPACE_NOT_EMPTY,
        "Namespace "
            + namespace
            + " has entries; ask for recursive=true to delete them with it, or clear it first.");
  }

  static CairnException checksFailed(List<Integer> checks, List<Integer> operations) {
    return new CairnException(
        ErrorCode.CHECK_FAILED,
        "Nothing was done: checks "
            + checks
            + " and preconditions of operations "
            + operations
            + " do not hold.",
        List.of(),
        Map.of("failedChecks", checks, "failedOperations", operations),
        null);
  }

  /**
   * The refusal of a transaction because one of its operations was refused; further members of the
   * reason are kept.
   */
  static CairnException ofOperation(String list, int index, CairnException reason) {
    Map<String, Object> members = new HashMap<>(reason.members());
    members.put("operation", index);
    members.put("list", list);
    return new CairnException(
        reason.code(),
        "Nothing was done, because " + list + "[" + index + "] was refused. " + reason.detail(),
        reason.violations(),
        members,
        null);
  }
}
