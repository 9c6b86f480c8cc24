package dev.cairn;

/**
 * One reason why a request was refused.
 *
 * @param pointer where: a JSON Pointer (RFC 6901) into the body, or the name of a parameter or
 *     header
 * @param reason what is wrong with it, as a sentence without the value itself
 */
public record Violation(String pointer, String reason) {}
