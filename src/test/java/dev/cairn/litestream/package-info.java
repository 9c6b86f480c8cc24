/** Tests of the child process: those named IT with the real Litestream, the others without. */
@NullMarked
package dev.cairn.litestream;

import org.jspecify.annotations.NullMarked;
