package dev.cairn.storage;

import dev.cairn.JsonText;
import dev.cairn.Namespace;
import org.jspecify.annotations.Nullable;

/**
 * A namespace as a read found it.
 *
 * @param name its name
 * @param version the revision that made it or last changed its metadata; the shard's base revision
 *     for {@code default}
 * @param created when it came to be, in milliseconds since 1970 UTC
 * @param updated when it or its metadata last changed, in milliseconds since 1970 UTC
 * @param metadata a JSON object, or null if it has none
 */
public record NamespaceInfo(
    Namespace name, long version, long created, long updated, @Nullable JsonText metadata) {}
