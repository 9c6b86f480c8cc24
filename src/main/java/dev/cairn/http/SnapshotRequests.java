package dev.cairn.http;

import dev.cairn.Limits;
import dev.cairn.ShardId;
import dev.cairn.json.JsonView;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads bodies about snapshots. Any thread. */
final class SnapshotRequests {

  /** Longest name of a snapshot, in characters. */
  static final int NAME_CHARACTERS = 100;

  /** Longest comment on a snapshot, in characters. */
  static final int COMMENT_CHARACTERS = 1000;

  private static final Set<String> MAKE = Set.of("name", "comment");
  private static final Set<String> RESTORE = Set.of("to");

  private final Limits limits;

  SnapshotRequests(Limits limits) {
    this.limits = limits;
  }

  /** What is said of a snapshot. */
  record Words(@Nullable String name, @Nullable String comment) {}

  /** Of a snapshot that is to be made. */
  Words make(byte @Nullable [] body) {
    BodyFaults faults = new BodyFaults();
    BodyObject object = object(body, MAKE, faults);
    String name = text(object, "name", NAME_CHARACTERS, faults);
    String comment = text(object, "comment", COMMENT_CHARACTERS, faults);
    faults.refuseIfAny("The snapshot");
    return new Words(name, comment);
  }

  /** The new shard that a snapshot is restored to; null for its own. */
  @Nullable ShardId restore(byte @Nullable [] body) {
    BodyFaults faults = new BodyFaults();
    BodyObject object = object(body, RESTORE, faults);
    String to = object == null ? null : object.string("to");
    faults.refuseIfAny("The restore");
    return to == null ? null : new ShardId(to);
  }

  private @Nullable BodyObject object(
      byte @Nullable [] body, Set<String> members, BodyFaults faults) {
    JsonView given = WireBodies.optional(body, limits);
    return given == null ? null : BodyObject.read(given, "", members, faults);
  }

  private static @Nullable String text(
      @Nullable BodyObject object, String name, int most, BodyFaults faults) {
    String text = object == null ? null : object.string(name);
    if (object != null && text != null && (text.isEmpty() || text.length() > most)) {
      faults.add(object.pointerTo(name), "must have 1 to " + most + " characters");
    }
    return text;
  }
}
