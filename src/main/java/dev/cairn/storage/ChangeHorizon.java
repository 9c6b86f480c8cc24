package dev.cairn.storage;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Revision;
import org.jspecify.annotations.Nullable;

/**
 * What part of a shard's feed is kept.
 *
 * @param horizon the revision behind which every change is kept
 * @param revision of the newest unit
 */
public record ChangeHorizon(long horizon, long revision) {

  /**
   * Where a reader goes on that was at a place.
   *
   * @param since null for the oldest change that is kept
   * @throws CairnException {@link ErrorCode#HISTORY_CHANGED} if the place is of a history that was
   *     given up, {@link ErrorCode#CURSOR_EXPIRED} if changes behind it have been deleted, {@link
   *     ErrorCode#INVALID_CURSOR} if the shard has not come so far
   */
  public ChangePosition from(@Nullable ChangePosition since) {
    if (since == null) {
      return ChangePosition.behind(horizon);
    }
    if (since.revision() > revision) {
      throw new CairnException(
          ErrorCode.INVALID_CURSOR,
          "The place %s is ahead of the shard, which is at revision %d."
              .formatted(since, revision));
    }
    if (since.whole() < horizon) {
      boolean former =
          Revision.history(since.revision()) < Revision.history(horizon)
              && horizon == Revision.beginOfHistory(horizon);
      throw former
          ? new CairnException(
              ErrorCode.HISTORY_CHANGED,
              "The place %s is of a former history of the shard; this one begins at %d."
                  .formatted(since, horizon))
          : new CairnException(
              ErrorCode.CURSOR_EXPIRED,
              "The changes behind %s are not all kept any more; those behind %d are."
                  .formatted(since, horizon));
    }
    return since;
  }
}
