package dev.cairn.search;

/**
 * A word of a text.
 *
 * @param text what it is found by: in lower case, without diacritics
 * @param start where it begins in the text, in UTF-16 units
 * @param end behind its last unit
 */
record Word(String text, int start, int end) {}
