package dev.cairn.storage;

import dev.cairn.Key;
import org.jspecify.annotations.Nullable;

/**
 * Which entries a list holds.
 *
 * @param prefix what the key begins with, without lone surrogates; empty for any
 * @param pattern what the whole key matches, or null for any
 * @param after only keys greater than this one, or null
 * @param limit most entries, from 1
 * @param offset entries to pass over first, from 0
 */
public record ListRequest(
    String prefix, @Nullable KeyPattern pattern, @Nullable Key after, int limit, int offset) {}
