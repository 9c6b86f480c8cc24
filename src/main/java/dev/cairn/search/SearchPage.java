package dev.cairn.search;

import dev.cairn.query.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a {@link Search}: at least one entry if any follow.
 *
 * @param found the most telling first
 * @param next where a following page goes on, or null if this is the last
 */
public record SearchPage(List<Found> found, @Nullable Position next) {}
