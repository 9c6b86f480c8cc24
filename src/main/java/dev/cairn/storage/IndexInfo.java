package dev.cairn.storage;

/**
 * A declared index as a read found it.
 *
 * @param index what it is and how it stands
 * @param entries how many entries it has taken in; those without its field count too, for it orders
 *     them as well
 * @param bytes of the keys and values that it holds, about: the pages that they lie in take more
 */
public record IndexInfo(DeclaredIndex index, long entries, long bytes) {}
