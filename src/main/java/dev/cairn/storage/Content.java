package dev.cairn.storage;

import dev.cairn.Entry;
import dev.cairn.JsonText;
import dev.cairn.Key;
import dev.cairn.Namespace;
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
  private final long entries;
  private final long bytes;

  private Content(SortedTree<Namespace, Kept> namespaces, long entries, long bytes) {
    this.namespaces = namespaces;
    this.entries = entries;
    this.bytes = bytes;
  }

  /** The content of a new shard: the default namespace, and nothing in it. */
  public static Content of(NewShard shard) {
    Content nothing = new Content(SortedTree.empty(), 0, 0);
    return nothing.with(
        new NamespaceInfo(
            Namespace.DEFAULT, shard.baseRevision(), shard.created(), shard.created(), null));
  }

  /** The namespace, or null if it does not exist. */
  public @Nullable NamespaceInfo namespace(Namespace namespace) {
    Kept kept = namespaces.get(namespace);
    return kept == null ? null : kept.info();
  }

  /** The entry with value and metadata, or null if it or its namespace does not exist. */
  public @Nullable Entry entry(Namespace namespace, Key key) {
    Kept kept = namespaces.get(namespace);
    return kept == null ? null : kept.entries().get(key);
  }

  /** How many entries the namespace has; 0 if it does not exist. */
  public long entries(Namespace namespace) {
    Kept kept = namespaces.get(namespace);
    return kept == null ? 0 : kept.entries().size();
  }

  /** How many namespaces and entries there are. */
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
   */
  public void visitEntries(Namespace namespace, @Nullable Key from, Predicate<Entry> visitor) {
    Kept kept = namespaces.get(namespace);
    if (kept != null) {
      kept.entries().visit(from, visitor);
    }
  }

  /** This content with the namespace told so; its entries stay. */
  Content with(NamespaceInfo info) {
    Kept old = namespaces.get(info.name());
    SortedTree<Key, Entry> kept = old == null ? SortedTree.empty() : old.entries();
    long oldBytes = old == null ? 0 : bytes(old.info());
    return new Content(
        namespaces.with(info.name(), new Kept(info, kept)),
        entries,
        bytes - oldBytes + bytes(info));
  }

  /** This content with the entry in an existing namespace. */
  Content with(Namespace namespace, Entry entry) {
    Kept kept = existing(namespace);
    Entry old = kept.entries().get(entry.key());
    return new Content(
        namespaces.with(namespace, new Kept(kept.info(), kept.entries().with(entry.key(), entry))),
        old == null ? entries + 1 : entries,
        bytes - (old == null ? 0 : bytes(old)) + bytes(entry));
  }

  /** This content without an entry that exists. */
  Content without(Namespace namespace, Entry entry) {
    Kept kept = existing(namespace);
    return new Content(
        namespaces.with(namespace, new Kept(kept.info(), kept.entries().without(entry.key()))),
        entries - 1,
        bytes - bytes(entry));
  }

  /** This content with an existing namespace empty. */
  Content cleared(Namespace namespace) {
    Kept kept = existing(namespace);
    long[] freed = {0};
    kept.entries()
        .visit(
            null,
            entry -> {
              freed[0] += bytes(entry);
              return true;
            });
    return new Content(
        namespaces.with(namespace, new Kept(kept.info(), SortedTree.empty())),
        entries - kept.entries().size(),
        bytes - freed[0]);
  }

  /** This content without an existing namespace that has no entries. */
  Content without(Namespace namespace) {
    Kept kept = existing(namespace);
    return new Content(namespaces.without(namespace), entries, bytes - bytes(kept.info()));
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

  private record Kept(NamespaceInfo info, SortedTree<Key, Entry> entries) {}
}
