package dev.cairn.search;

import dev.cairn.Entry;
import java.util.Map;

/**
 * An entry that was found.
 *
 * @param entry with what was asked for of it
 * @param score how telling it is: BM25 with k1 = 1.2 and b = 0.75, as FTS5's function computes it
 *     (https://sqlite.org/fts5.html#the_bm25_function) but for the sign; comparable within one
 *     answer only
 * @param snippets by the text of a field, of those fields in which something was found
 * @param highlights by the text of a field, of the same
 */
public record Found(
    Entry entry, double score, Map<String, String> snippets, Map<String, String> highlights) {}
