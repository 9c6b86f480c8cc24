package dev.cairn.sqlite;

import java.util.List;

/**
 * One numbered step of a schema.
 *
 * @param version the number it brings the file to; the first is 1
 * @param name what it does, for the record
 * @param statements its SQL, in order
 */
record Migration(int version, String name, List<String> statements) {}
