package dev.cairn.shard;

import dev.cairn.Revision;
import dev.cairn.ShardId;
import dev.cairn.catalogue.Catalogue;

/**
 * Sees to it that no revision of a shard is ever used again for other content. Any thread; what
 * writes to the catalogue blocks.
 *
 * <p>A shard that is made again must begin above every revision that an earlier one of its id may
 * have handed out. When it is deleted its file may be damaged or missing, so the file can't be
 * asked, and no guess at how far it may have come would be safe. So the catalogue is told
 * beforehand: of the history that a shard begins in when it is made, and of every later one
 * <i>before</i> the first commit in it, which happens once in {@link Revision#HISTORY_SPAN} writes.
 * A file that lies in a later history when it is opened (it was put there by hand, or the catalogue
 * was lost) is noted before anyone is lent the shard. So whatever was handed out lies below the
 * next history after the one in the catalogue.
 */
final class Histories {

  private final Catalogue catalogue;

  Histories(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** Notes that a listed shard has come to {@code revision}, or is about to. */
  void reached(ShardId id, long revision) {
    long begin = Revision.beginOfHistory(revision);
    if (begin > catalogue.baseRevision(id)) {
      catalogue.enterHistory(id, begin);
    }
  }

  /** Where a shard begins that is made now. */
  long base(ShardId id) {
    return catalogue.baseRevision(id);
  }

  /** Where a shard begins that is made after the present one was deleted. */
  long baseAfterDeletion(ShardId id) {
    return Revision.newHistoryAfter(catalogue.baseRevision(id));
  }
}
