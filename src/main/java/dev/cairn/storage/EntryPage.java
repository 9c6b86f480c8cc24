package dev.cairn.storage;

import dev.cairn.Entry;
import java.util.List;

/**
 * A page of entries: at least one if any match.
 *
 * @param entries ordered by key
 * @param more whether further entries follow the last one
 */
public record EntryPage(List<Entry> entries, boolean more) {}
