package dev.cairn.storage;

import dev.cairn.Entry;
import dev.cairn.Key;
import dev.cairn.Namespace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The entries of a {@link Content} that expire, in the order in which they do. Immutable. */
final class Expiries {

  static final Expiries NONE = new Expiries(SortedTree.empty());

  private final SortedTree<Due, Due> tree;

  private Expiries(SortedTree<Due, Due> tree) {
    this.tree = tree;
  }

  /** An entry that expires. */
  record Due(long expires, Namespace namespace, Key key) implements Comparable<Due> {

    private static final Comparator<Due> ORDER =
        Comparator.comparingLong(Due::expires)
            .thenComparing(Due::namespace)
            .thenComparing(Due::key);

    @Override
    public int compareTo(Due other) {
      return ORDER.compare(this, other);
    }
  }

  /** These and the entry, if it expires. */
  Expiries with(Namespace namespace, Entry entry) {
    Due due = due(namespace, entry);
    return due == null ? this : new Expiries(tree.with(due, due));
  }

  /** These without an entry that may be among them. */
  Expiries without(Namespace namespace, Entry entry) {
    Due due = due(namespace, entry);
    return due == null ? this : new Expiries(tree.without(due));
  }

  private static @Nullable Due due(Namespace namespace, Entry entry) {
    return entry.expires() == Entry.NEVER ? null : new Due(entry.expires(), namespace, entry.key());
  }

  /** When the first of them expires; {@link Long#MAX_VALUE} if there is none. */
  long next() {
    List<Due> first = due(1, Long.MAX_VALUE);
    return first.isEmpty() ? Long.MAX_VALUE : first.getFirst().expires();
  }

  /** Those that have expired at {@code now}, at most so many. */
  List<Due> due(int most, long now) {
    List<Due> found = new ArrayList<>();
    tree.visit(
        null,
        due -> {
          boolean expired = due.expires() <= now;
          if (expired) {
            found.add(due);
          }
          return expired && found.size() < most;
        });
    return found;
  }

  /** How many entries of the namespace have expired at {@code now}. */
  long expired(Namespace namespace, long now) {
    return due(Integer.MAX_VALUE, now).stream()
        .filter(due -> due.namespace().equals(namespace))
        .count();
  }
}
