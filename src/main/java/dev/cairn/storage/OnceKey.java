package dev.cairn.storage;

/**
 * Names a request that its sender may repeat and that is carried out once.
 *
 * @param name a digest, in hexadecimal digits, of what the sender calls the request and of who and
 *     what else keeps that apart from other requests; the same for each repetition
 * @param request a digest, in hexadecimal digits, of what is asked for
 */
public record OnceKey(String name, String request) {}
