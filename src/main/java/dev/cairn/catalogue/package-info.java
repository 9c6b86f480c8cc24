/**
 * What the service knows about itself: its shards with their settings, and the histories of deleted
 * ones.
 *
 * <p>The interface and its records; drivers implement it. What the catalogue says survives
 * restarts.
 */
@NullMarked
package dev.cairn.catalogue;

import org.jspecify.annotations.NullMarked;
