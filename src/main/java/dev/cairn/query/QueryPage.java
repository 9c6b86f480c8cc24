package dev.cairn.query;

import dev.cairn.Entry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a {@link Query}: at least one entry if any follow.
 *
 * @param entries in the order asked for
 * @param next where a following page goes on, or null if this is the last
 */
public record QueryPage(List<Entry> entries, @Nullable Position next) {}
