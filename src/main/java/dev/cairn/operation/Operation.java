package dev.cairn.operation;

import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one operation at a moment.
 *
 * @param id names it: letters, digits and hyphens; ids sort by the time at which they were made
 * @param kind what is done, as the API calls it
 * @param shard what it is done to
 * @param parameters what was asked for, by name
 * @param notes what the work has noted for the case that it must go on after a restart
 * @param state where it is
 * @param progress the part that is done, from 0 to 1
 * @param detail what it is at, or how it ended; fit for users
 * @param started when it was asked for, in milliseconds since 1970 UTC
 * @param finished when it ended; null while it runs
 * @param result what came of it, by name: of a success; texts, whole numbers and booleans
 * @param problem why it failed; null if it did not
 */
public record Operation(
    String id,
    String kind,
    ShardId shard,
    Map<String, String> parameters,
    Map<String, String> notes,
    OperationState state,
    double progress,
    String detail,
    long started,
    @Nullable Long finished,
    Map<String, Object> result,
    @Nullable ErrorCode problem) {

  /** Makes the maps ones that nobody changes. */
  public Operation {
    parameters = Map.copyOf(parameters);
    notes = Map.copyOf(notes);
    result = Map.copyOf(result);
  }

  /** Whether it has come to its end. */
  public boolean isFinished() {
    return state != OperationState.RUNNING;
  }

  Operation at(double part, String what) {
    return new Operation(
        id, kind, shard, parameters, notes, state, part, what, started, finished, result, problem);
  }

  Operation noted(Map<String, String> more) {
    return new Operation(
        id,
        kind,
        shard,
        parameters,
        more,
        state,
        progress,
        detail,
        started,
        finished,
        result,
        problem);
  }

  Operation succeeded(Map<String, Object> what, long now) {
    return new Operation(
        id,
        kind,
        shard,
        parameters,
        notes,
        OperationState.SUCCEEDED,
        1,
        "Done.",
        started,
        now,
        what,
        null);
  }

  Operation ended(OperationState how, String why, @Nullable ErrorCode code, long now) {
    return new Operation(
        id, kind, shard, parameters, notes, how, progress, why, started, now, result, code);
  }
}
