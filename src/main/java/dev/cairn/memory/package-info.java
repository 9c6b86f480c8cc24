/**
 * The storage contract and the catalogue held in memory, for tests and for what may be lost:
 * nothing survives the end of the process, whatever durability a shard is given. A shard does
 * survive being closed and opened again.
 *
 * <p>A shard's content is one immutable value that a commit replaces. A reader takes the value of
 * the moment for each call, so it sees one committed state and never waits; a unit of work builds
 * the next value and forgets it when it is undone.
 */
@NullMarked
package dev.cairn.memory;

import org.jspecify.annotations.NullMarked;
