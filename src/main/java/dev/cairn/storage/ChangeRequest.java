package dev.cairn.storage;

import dev.cairn.Namespace;
import org.jspecify.annotations.Nullable;

/**
 * Which changes a page of a feed holds.
 *
 * @param since the place behind which it begins; null for the oldest change that is kept
 * @param namespace only changes in it and of it; null for all
 * @param parts what is wanted of the entries that changes have left; {@link Parts#NEITHER} for no
 *     entries at all
 * @param limit most changes, from 1
 * @param bytes most bytes of keys, values and metadata; the first change may pass them alone
 */
public record ChangeRequest(
    @Nullable ChangePosition since,
    @Nullable Namespace namespace,
    Parts parts,
    int limit,
    int bytes) {

  /** Most changes that are looked at for one page, of whatever namespace. */
  public static final int MOST_LOOKED_AT = 10_000;

  /** The same behind another place. */
  public ChangeRequest behind(ChangePosition place) {
    return new ChangeRequest(place, namespace, parts, limit, bytes);
  }
}
