package dev.cairn.http;

import dev.cairn.Limits;
import dev.cairn.json.JsonView;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An interactive transaction as it was asked for.
 *
 * @param readOnly whether it only reads
 * @param timeout how long it may be open, or null if that was not said
 */
record BeginRequest(boolean readOnly, @Nullable Duration timeout) {

  private static final Set<String> MEMBERS = Set.of("readOnly", "timeout");

  /**
   * Reads a body; no body asks for one that may write.
   *
   * @param longest the most that may be asked for
   * @throws dev.cairn.CairnException if its form is wrong
   */
  static BeginRequest read(byte @Nullable [] body, Duration longest, Limits limits) {
    JsonView given = WireBodies.optional(body, limits);
    if (given == null) {
      return new BeginRequest(false, null);
    }
    BodyFaults faults = new BodyFaults();
    BodyObject object = BodyObject.read(given, "", MEMBERS, faults);
    boolean readOnly = object != null && Boolean.TRUE.equals(object.flag("readOnly"));
    Duration timeout = object == null ? null : timeout(object, longest, faults);
    faults.refuseIfAny("The transaction");
    return new BeginRequest(readOnly, timeout);
  }

  private static @Nullable Duration timeout(
      BodyObject object, Duration longest, BodyFaults faults) {
    String text = object.string("timeout");
    if (text == null) {
      return null;
    }
    try {
      Duration timeout = Duration.parse(text);
      if (timeout.isPositive() && timeout.compareTo(longest) <= 0) {
        return timeout;
      }
    } catch (DateTimeException | ArithmeticException noDuration) {
      // Told below, as one out of range is.
    }
    faults.add(
        object.pointerTo("timeout"),
        "must be an ISO 8601 duration such as PT10S, above 0 and at most " + longest);
    return null;
  }
}
