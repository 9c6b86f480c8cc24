package dev.cairn.storage;

import dev.cairn.Key;
import dev.cairn.Namespace;

/**
 * An entry whose time was over.
 *
 * @param namespace that it was in
 * @param key its key
 */
public record ExpiredEntry(Namespace namespace, Key key) {}
