package dev.cairn.query;

import java.util.List;

/** A condition on entries: valid once it exists. */
public sealed interface Filter {

  /** Every one of {@code filters} holds; true when there are none. */
  record And(List<Filter> filters) implements Filter {}

  /** At least one of {@code filters} holds; false when there are none. */
  record Or(List<Filter> filters) implements Filter {}

  /** The plain complement of {@code filter}: entries without the field included. */
  record Not(Filter filter) implements Filter {}
}
