/** Tests of the commands against a server that is written by hand. */
@NullMarked
package dev.cairn.cli;

import org.jspecify.annotations.NullMarked;
