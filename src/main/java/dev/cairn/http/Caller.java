package dev.cairn.http;

import dev.cairn.security.Access;
import io.vertx.ext.web.RoutingContext;

/** Remembers, for as long as a request is under way, what its caller may do. */
final class Caller {

  private static final String KEY = Caller.class.getName();

  private Caller() {}

  /** Notes it; the {@link Gate} does, before anything else sees the request. */
  static void is(RoutingContext context, Access access) {
    context.put(KEY, access);
  }

  /**
   * What the caller may do.
   *
   * @throws IllegalStateException if the request came in past the gate
   */
  static Access of(RoutingContext context) {
    Access access = context.get(KEY);
    if (access == null) {
      throw new IllegalStateException("A request has come in past the gate");
    }
    return access;
  }
}
