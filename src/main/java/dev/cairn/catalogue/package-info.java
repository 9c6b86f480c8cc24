/**
 * What the service knows about itself: its shards with their settings, the histories of deleted
 * ones, and the API keys.
 *
 * <p>The interfaces and their records; drivers implement them. What the catalogue says survives
 * restarts.
 */
@NullMarked
package dev.cairn.catalogue;

import org.jspecify.annotations.NullMarked;
