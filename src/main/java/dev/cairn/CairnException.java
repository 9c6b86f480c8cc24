package dev.cairn;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that could not be carried out, told so that its sender can act. Nothing of the request
 * was kept, unless the code is {@link ErrorCode#OUTCOME_UNKNOWN}.
 *
 * <p>The detail names the operation, the thing, the bad value and what to do; it goes to the client
 * as it is, so it holds no file path, no SQL and no secret. Refusals carry no stack trace, since
 * they are ordinary answers; faults with a cause do.
 */
public class CairnException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final transient List<Violation> violations;
  private final transient Map<String, Object> members;

  /** A refusal that its code and detail tell whole. */
  public CairnException(ErrorCode code, String detail) {
    this(code, detail, List.of(), Map.of(), null);
  }

  /** A fault with the exception behind it, for the log. */
  public CairnException(ErrorCode code, String detail, @Nullable Throwable cause) {
    this(code, detail, List.of(), Map.of(), cause);
  }

  /** A refusal with a reason for each bad part of the request. */
  public CairnException(ErrorCode code, String detail, List<Violation> violations) {
    this(code, detail, violations, Map.of(), null);
  }

  /**
   * A refusal or fault with everything that may go with it.
   *
   * @param members further members of the problem by name; values are strings, booleans, numbers,
   *     lists of values, or maps of names to values, which nobody changes afterwards
   */
  public CairnException(
      ErrorCode code,
      String detail,
      List<Violation> violations,
      Map<String, Object> members,
      @Nullable Throwable cause) {
    super(detail, cause, false, cause != null);
    this.code = code;
    this.violations = List.copyOf(violations);
    this.members = Map.copyOf(members);
  }

  /** The stable code. */
  public ErrorCode code() {
    return code;
  }

  /** What the client is told. */
  public String detail() {
    String detail = getMessage();
    return detail == null ? code.title() : detail;
  }

  /** A reason for each bad part of the request, or none. */
  public List<Violation> violations() {
    return violations;
  }

  /** Further members of the problem by name, of the types that the constructor takes, or none. */
  public Map<String, Object> members() {
    return members;
  }
}
