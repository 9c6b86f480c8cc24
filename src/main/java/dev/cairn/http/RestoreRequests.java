package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Limits;
import dev.cairn.ShardId;
import dev.cairn.json.JsonView;
import dev.cairn.restore.RestoreWork;
import dev.cairn.restore.WantedState;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what restores and forks ask for into parameters of operations. Any thread. */
final class RestoreRequests {

  private static final Set<String> RESTORE = Set.of("at", "revision", "copy", "dryRun");
  private static final Set<String> FORK = Set.of("to", "at", "revision", "copy");

  private final Limits limits;
  private final Clock clock;

  RestoreRequests(Limits limits, Clock clock) {
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Those of a restore.
   *
   * @param exists whether there is such a shard; of a deleted one the newest state may be asked for
   *     by asking for none
   */
  Map<String, String> restore(byte @Nullable [] body, boolean exists) {
    BodyFaults faults = new BodyFaults();
    JsonView given = WireBodies.optional(body, limits);
    BodyObject object = given == null ? null : BodyObject.read(given, "", RESTORE, faults);
    WantedState wanted = object == null ? WantedState.NEWEST : wanted(object, faults);
    boolean dryRun = object != null && Boolean.TRUE.equals(object.flag("dryRun"));
    faults.refuseIfAny("The restore");
    if (wanted.isNewest() && exists) {
      throw new CairnException(
          ErrorCode.INVALID_BODY, "The restore must name a state by at, revision or copy.");
    }
    return wanted.with(dryRun ? Map.of(RestoreWork.DRY_RUN, "true") : Map.of());
  }

  /** Those of a fork. */
  Map<String, String> fork(byte @Nullable [] body) {
    BodyFaults faults = new BodyFaults();
    BodyObject object =
        BodyObject.read(WireBodies.required(body, "The fork", limits), "", FORK, faults);
    WantedState wanted = object == null ? WantedState.NEWEST : wanted(object, faults);
    String to = object == null ? null : object.stringRequired("to");
    faults.refuseIfAny("The fork");
    Map<String, String> parameters = new HashMap<>();
    if (to != null) {
      parameters.put(RestoreWork.TO, new ShardId(to).value());
    }
    return wanted.with(parameters);
  }

  private WantedState wanted(BodyObject object, BodyFaults faults) {
    Long revision = object.whole("revision", 0, Long.MAX_VALUE);
    String copy = object.string("copy");
    String at = object.string("at");
    int given = (revision == null ? 0 : 1) + (copy == null ? 0 : 1) + (at == null ? 0 : 1);
    if (given > 1) {
      faults.add("", "names more than one state: at, revision and copy exclude each other");
    }
    return new WantedState(at == null ? null : time(at, object, faults), revision, copy, null);
  }

  private @Nullable Long time(String at, BodyObject object, BodyFaults faults) {
    try {
      Instant instant = OffsetDateTime.parse(at).toInstant();
      if (instant.isAfter(clock.instant())) {
        faults.add(object.pointerTo("at"), "lies in the future");
      }
      return instant.toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      faults.add(
          object.pointerTo("at"), "must be a time as of RFC 3339, such as 2026-01-02T03:04:05Z");
      return null;
    }
  }
}
