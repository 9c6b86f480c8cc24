package dev.cairn.storage;

import dev.cairn.Entry;
import java.util.List;

/**
 * A page of entries.
 *
 * @param entries ordered by key
 * @param more whether further entries follow the last one
 */
public record EntryPage(List<Entry> entries, boolean more) {}
