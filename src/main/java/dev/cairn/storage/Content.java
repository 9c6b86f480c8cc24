package dev.cairn.storage;

import dev.cairn.Entry;
import dev.cairn.JsonText;
import dev.cairn.Key;
import dev.cairn.Namespace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a shard holds at one moment, in memory. Immutable: a {@link ContentDraft} makes the next
 * one, and whoever holds this one goes on seeing it. Any thread.
 */
public final class Content {

  /** What an entry or a namespace is taken to need besides its texts, in bytes. */
  static final int OVERHEAD_BYTES = 128;

  private final SortedTree<Namespace, Kept> namespaces;
  private final Expiries expiries;
  private final long entries;
  private final long bytes;

  private Content(
      SortedTree<Namespace, Kept> namespaces, Expiries expiries, long entries, long bytes) {
    this.namespaces = namespaces;
    this.expiries = expiries;
    this.entries = entries;
    this.bytes = bytes;
  }

  /** The content of a new shard: the default namespace, and nothing in it. */
  public static Content of(NewShard shard) {
    Content nothing = new Content(SortedTree.empty(), Expiries.NONE, 0, 0);
    return nothing.with(
        new NamespaceInfo(
            Namespace.DEFAULT, shard.baseRevision(), shard.created(), shard.created(), null));
  }

  /** The namespace, or null if it does not exist. */
  public @Nullable NamespaceInfo namespace(Namespace namespace) {
    Kept kept = namespaces.get(namespace);
    return kept == null ? null : kept.info();
  }

  /**
   * The entry with value and metadata, or null if it or its namespace does not exist or it has
   * expired at {@code now}.
   */
  public @Nullable Entry entry(Namespace namespace, Key key, long now) {
    Entry entry = kept(namespace, key);
    return entry == null || entry.hasExpired(now) ? null : entry;
  }

  /** The entry, expired or not. */
  @Nullable Entry kept(Namespace namespace, Key key) {
    Kept kept = namespaces.get(namespace);
    return kept == null ? null : kept.entries().get(key);
  }

  /**
   * How many entries the namespace has that have not expired at {@code now}; 0 if it does not
   * exist.
   */
  public long entries(Namespace namespace, long now) {
    Kept kept = namespaces.get(namespace);
    return kept == null ? 0 : kept.entries().size() - expiries.expired(namespace, now);
  }

  /** The declared indexes of the namespace, ordered by name; none if it does not exist. */
  public List<DeclaredIndex> indexes(Namespace namespace) {
    Kept kept = namespaces.get(namespace);
    return kept == null ? List.of() : kept.indexes();
  }

  /** The steps that go on with indexes that are building, at most so many. */
  public List<Operation.OnIndex> unfinishedIndexes(int most) {
    List<Operation.OnIndex> steps = new ArrayList<>();
    namespaces.visit(
        null,
        kept -> {
          kept.indexes().stream()
              .filter(index -> index.state() == DeclaredIndex.State.BUILDING)
              .map(index -> index.definition().name())
              .forEach(name -> steps.add(new Operation.FillIndex(kept.info().name(), name)));
          return steps.size() < most;
        });
    return List.copyOf(steps.subList(0, Math.min(most, steps.size())));
  }

  /** When the next entry expires; {@link Long#MAX_VALUE} if none will. */
  public long nextExpiry() {
    return expiries.next();
  }

  /** How many namespaces and entries there are, expired ones too. */
  public ShardReader.Totals totals() {
    return new ShardReader.Totals(namespaces.size(), entries);
  }

  /** About how much memory this takes, in bytes. */
  public long bytes() {
    return bytes;
  }

  /**
   * Shows namespaces in the order of their names for as long as {@code visitor} answers true.
   *
   * @param from the least name that is shown, or null for all
   */
  public void visitNamespaces(@Nullable Namespace from, Predicate<NamespaceInfo> visitor) {
    namespaces.visit(from, kept -> visitor.test(kept.info()));
  }

  /**
   * Shows the entries of a namespace, with value and metadata, in the order of their keys for as
   * long as {@code visitor} answers true. Shows none if it does not exist.
   *
   * @param from the least key that is shown, or null for all
   * @param now only those are shown that have not expired then; {@link Long#MIN_VALUE} for all
   */
  public void visitEntries(
      Namespace namespace, @Nullable Key from, long now, Predicate<Entry> visitor) {
    Kept kept = namespaces.get(namespace);
    if (kept != null) {
      kept.entries().visit(from, entry -> entry.hasExpired(now) || visitor.test(entry));
    }
  }

  /** This content with the namespace told so; its entries stay. */
  Content with(NamespaceInfo info) {
    Kept old = namespaces.get(info.name());
    SortedTree<Key, Entry> kept = old == null ? SortedTree.empty() : old.entries();
    long oldBytes = old == null ? 0 : bytes(old.info());
    return new Content(
        namespaces.with(info.name(), new Kept(info, kept, old == null ? List.of() : old.indexes())),
        expiries,
        entries,
        bytes - oldBytes + bytes(info));
  }

  /** This content with the entry in an existing namespace. */
  Content with(Namespace namespace, Entry entry) {
    Kept kept = existing(namespace);
    Entry old = kept.entries().get(entry.key());
    return new Content(
        namespaces.with(namespace, kept.with(kept.entries().with(entry.key(), entry))),
        (old == null ? expiries : expiries.without(namespace, old)).with(namespace, entry),
        old == null ? entries + 1 : entries,
        bytes - (old == null ? 0 : bytes(old)) + bytes(entry));
  }

  /** The entries that have expired at {@code now}, at most so many, first come first. */
  List<ExpiredEntry> expired(int most, long now) {
    return expiries.due(most, now).stream()
        .map(due -> new ExpiredEntry(due.namespace(), due.key()))
        .toList();
  }

  /** This content without an entry that exists. */
  Content without(Namespace namespace, Entry entry) {
    Kept kept = existing(namespace);
    return new Content(
        namespaces.with(namespace, kept.with(kept.entries().without(entry.key()))),
        expiries.without(namespace, entry),
        entries - 1,
        bytes - bytes(entry));
  }

  /** This content with an existing namespace empty. */
  Content cleared(Namespace namespace) {
    Kept kept = existing(namespace);
    long freed = 0;
    Expiries left = expiries;
    List<Entry> gone = new ArrayList<>();
    kept.entries().visit(null, gone::add);
    for (Entry entry : gone) {
      freed += bytes(entry);
      left = left.without(namespace, entry);
    }
    return new Content(
        namespaces.with(namespace, kept.with(SortedTree.empty())),
        left,
        entries - kept.entries().size(),
        bytes - freed);
  }

  /** This content with an existing namespace having these indexes, which are ordered by name. */
  Content with(Namespace namespace, List<DeclaredIndex> indexes) {
    Kept kept = existing(namespace);
    return new Content(
        namespaces.with(namespace, new Kept(kept.info(), kept.entries(), List.copyOf(indexes))),
        expiries,
        entries,
        bytes);
  }

  /** This content without an existing namespace that has no entries. */
  Content without(Namespace namespace) {
    Kept kept = existing(namespace);
    return new Content(
        namespaces.without(namespace), expiries, entries, bytes - bytes(kept.info()));
  }

  private Kept existing(Namespace namespace) {
    Kept kept = namespaces.get(namespace);
    if (kept == null) {
      throw new IllegalStateException("There is no namespace " + namespace);
    }
    return kept;
  }

  private static long bytes(Entry entry) {
    return OVERHEAD_BYTES
        + entry.key().utf8().length
        + bytes(entry.value())
        + bytes(entry.metadata());
  }

  private static long bytes(NamespaceInfo info) {
    return OVERHEAD_BYTES + info.name().value().length() + bytes(info.metadata());
  }

  private static long bytes(@Nullable JsonText text) {
    return text == null ? 0 : text.size();
  }

  private record Kept(
      NamespaceInfo info, SortedTree<Key, Entry> entries, List<DeclaredIndex> indexes) {

    Kept with(SortedTree<Key, Entry> others) {
      return new Kept(info, others, indexes);
    }
  }
}
