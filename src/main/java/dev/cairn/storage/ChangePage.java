package dev.cairn.storage;

import java.util.List;

/**
 * A page of a feed.
 *
 * @param changes in the order in which they were made; may be empty even if more follow
 * @param reached the place to go on from; every change before it that was asked for has been told
 * @param more whether further changes, asked for or not, are there already
 */
public record ChangePage(List<Change> changes, ChangePosition reached, boolean more) {}
