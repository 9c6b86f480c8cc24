package dev.cairn.storage;

import dev.cairn.Entry;
import dev.cairn.ErrorCode;
import dev.cairn.JsonText;
import dev.cairn.Key;
import dev.cairn.Namespace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A unit of work over a {@link Content}: every step makes a new content, and undoing is going back
 * to an earlier one. One thread.
 */
public final class ContentDraft implements UnitOfWork {

  private final Keeper keeper;
  private final long maxBytes;
  private final long maxEntries;
  private Content content;
  private Content marked;
  private ChangeLog changes;
  private ChangeLog changesAtMark;
  private boolean over;

  /**
   * Begins at {@code content}.
   *
   * @param changes that led to it
   * @param maxBytes most bytes the content may grow to; a step beyond is a {@link StorageFault}
   *     with {@link ErrorCode#SHARD_FULL}
   * @param maxEntries most entries it may have
   * @param keeper told of the end
   */
  public ContentDraft(
      Content content, ChangeLog changes, long maxBytes, long maxEntries, Keeper keeper) {
    this.content = content;
    this.marked = content;
    this.changes = changes;
    this.changesAtMark = changes;
    this.maxBytes = maxBytes;
    this.maxEntries = maxEntries;
    this.keeper = keeper;
  }

  /** A draft for nobody: what it commits is lost. */
  ContentDraft(Content content) {
    this(
        content,
        ChangeLog.from(0, FeedSettings.DEFAULT),
        Long.MAX_VALUE,
        Long.MAX_VALUE,
        Keeper.NOBODY);
  }

  @Override
  public @Nullable Entry get(Namespace namespace, Key key, Parts parts, long now) {
    Entry entry = content.entry(namespace, key, now);
    return entry == null ? null : parts.of(entry);
  }

  @Override
  public @Nullable NamespaceInfo namespace(Namespace namespace) {
    return content.namespace(namespace);
  }

  @Override
  public void createNamespace(Namespace namespace, @Nullable JsonText metadata, Stamp stamp) {
    grow(
        content.with(
            new NamespaceInfo(namespace, stamp.revision(), stamp.now(), stamp.now(), metadata)));
  }

  @Override
  public void setNamespaceMetadata(Namespace namespace, @Nullable JsonText metadata, Stamp stamp) {
    NamespaceInfo old = content.namespace(namespace);
    if (old == null) {
      throw new IllegalStateException("There is no namespace " + namespace);
    }
    long updated = Math.max(old.updated(), stamp.now());
    grow(
        content.with(
            new NamespaceInfo(namespace, stamp.revision(), old.created(), updated, metadata)));
  }

  @Override
  public void removeNamespace(Namespace namespace) {
    content = content.without(namespace);
  }

  @Override
  public boolean put(
      Namespace namespace,
      Key key,
      JsonText value,
      MetadataChange metadata,
      long expires,
      Stamp stamp) {
    Entry old = content.entry(namespace, key, stamp.now());
    JsonText newMetadata =
        switch (metadata) {
          case MetadataChange.Keep() -> old == null ? null : old.metadata();
          case MetadataChange.Clear() -> null;
          case MetadataChange.Replace(JsonText text) -> text;
          case MetadataChange.Merge merge ->
              throw new IllegalArgumentException("A put takes no " + merge);
        };
    grow(namespace, written(old, key, value, newMetadata, expires, stamp));
    return old == null;
  }

  @Override
  public void setMetadata(Namespace namespace, Key key, @Nullable JsonText metadata, Stamp stamp) {
    Entry old = content.kept(namespace, key);
    if (old == null) {
      throw new IllegalStateException("There is no entry " + key);
    }
    grow(namespace, written(old, key, old.value(), metadata, old.expires(), stamp));
  }

  private static Entry written(
      @Nullable Entry old,
      Key key,
      @Nullable JsonText value,
      @Nullable JsonText metadata,
      long expires,
      Stamp stamp) {
    long created = old == null ? stamp.now() : old.created();
    long updated = old == null ? stamp.now() : Math.max(old.updated(), stamp.now());
    return new Entry(key, stamp.revision(), created, updated, value, metadata, expires);
  }

  @Override
  public boolean delete(Namespace namespace, Key key, Stamp stamp) {
    Entry old = content.entry(namespace, key, stamp.now());
    if (old == null) {
      return false;
    }
    content = content.without(namespace, old);
    return true;
  }

  @Override
  public long clear(Namespace namespace, Stamp stamp) {
    long before = content.totals().entries();
    content = content.cleared(namespace);
    return before - content.totals().entries();
  }

  @Override
  public List<ExpiredEntry> expire(int most, Stamp stamp) {
    List<ExpiredEntry> expired = content.expired(most, stamp.now());
    for (ExpiredEntry entry : expired) {
      Entry kept = content.kept(entry.namespace(), entry.key());
      if (kept == null) {
        throw new IllegalStateException("There is no entry " + entry);
      }
      content = content.without(entry.namespace(), kept);
    }
    return expired;
  }

  @Override
  public boolean expire(Namespace namespace, Key key, Stamp stamp) {
    Entry kept = content.kept(namespace, key);
    if (kept == null || !kept.hasExpired(stamp.now())) {
      return false;
    }
    content = content.without(namespace, kept);
    return true;
  }

  @Override
  public void record(Change.Kind kind, Namespace namespace, @Nullable Key key, Stamp stamp) {
    changes = changes.with(kind, namespace, key, stamp);
  }

  @Override
  public boolean hasRoomForEntry() {
    return content.totals().entries() < maxEntries;
  }

  @Override
  public IndexWork indexes() {
    return new DraftIndexes(() -> content, changed -> content = changed);
  }

  @Override
  public boolean isEmpty(Namespace namespace, Stamp stamp) {
    return content.entries(namespace, stamp.now()) == 0;
  }

  @Override
  public void mark() {
    marked = content;
    changesAtMark = changes;
  }

  @Override
  public void undoToMark() {
    content = marked;
    changes = changesAtMark;
  }

  @Override
  public void commit(long revision) {
    if (over) {
      throw new IllegalStateException("The unit of work is over");
    }
    over = true;
    keeper.keep(content, changes.pruned(), revision);
  }

  @Override
  public void close() {
    if (!over) {
      over = true;
      keeper.drop();
    }
  }

  private void grow(Namespace namespace, Entry entry) {
    DraftIndexes.demandRoom(content, namespace, entry);
    grow(content.with(namespace, entry));
  }

  private void grow(Content grown) {
    if (grown.bytes() > maxBytes && grown.bytes() > content.bytes()) {
      throw StorageFault.of(
          ErrorCode.SHARD_FULL,
          "The shard would need more than the " + maxBytes + " bytes it may have.",
          null);
    }
    content = grown;
  }

  /** Told, once, how a draft ended. */
  public interface Keeper {

    /** Keeps nothing. */
    Keeper NOBODY =
        new Keeper() {
          @Override
          public void keep(Content content, ChangeLog changes, long revision) {}

          @Override
          public void drop() {}
        };

    /** It was committed: {@code content} and {@code changes} are the shard's from now on. */
    void keep(Content content, ChangeLog changes, long revision);

    /** It was closed without a commit. */
    void drop();
  }
}
