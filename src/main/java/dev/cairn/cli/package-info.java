/**
 * The commands of the one executable besides {@code serve}. They talk to a running server through
 * its HTTP API like any other client.
 */
@NullMarked
package dev.cairn.cli;

import org.jspecify.annotations.NullMarked;
