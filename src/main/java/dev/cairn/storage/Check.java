package dev.cairn.storage;

import dev.cairn.Key;
import dev.cairn.Namespace;

/**
 * What a transaction demands of an entry before it does anything.
 *
 * @param namespace its namespace
 * @param key its key
 * @param precondition what must hold
 */
public record Check(Namespace namespace, Key key, Precondition precondition) {}
