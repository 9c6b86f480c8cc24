/**
 * JSON text: the strict check of what comes in, patches that leave untouched numbers as they were
 * written, and reading a field path. Values are bytes here, never trees that outlive a call.
 *
 * <p>Any thread may call anything in this room; nothing keeps state between calls.
 */
@NullMarked
package dev.cairn.json;

import org.jspecify.annotations.NullMarked;
