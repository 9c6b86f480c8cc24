package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.security.Access;
import io.vertx.ext.web.RoutingContext;

/** What the caller of a request may do, as the {@link Gate} found out. Any thread. */
final class Caller {

  private static final String ACCESS = Caller.class.getName();

  private Caller() {}

  /**
   * What the caller may do.
   *
   * @throws IllegalStateException if the gate has not let the request in
   */
  static Access of(RoutingContext context) {
    Access access = context.get(ACCESS);
    if (access == null) {
      throw new IllegalStateException("A request reached a resource past the gate");
    }
    return access;
  }

  /** Notes it for the resource that the request is led to. */
  static void note(RoutingContext context, Access access) {
    context.put(ACCESS, access);
  }

  /** The refusal of what the caller may not do; it tells nothing of what is there. */
  static CairnException forbidden() {
    return new CairnException(
        ErrorCode.FORBIDDEN, "What was sent as key or token does not allow this request.");
  }
}
