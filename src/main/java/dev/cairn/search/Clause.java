package dev.cairn.search;

import java.util.List;

/**
 * One alternative of what is asked for.
 *
 * @param all what an entry must have, at least one
 * @param none what it must not have
 */
record Clause(List<Term> all, List<Term> none) {}
