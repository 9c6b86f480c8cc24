package dev.cairn.storage;

import dev.cairn.Entry;
import dev.cairn.JsonText;
import dev.cairn.Key;
import dev.cairn.Namespace;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A unit of work over content in memory that writes down which steps it was asked for. */
final class RecordingWork implements UnitOfWork {

  private final List<String> steps = new ArrayList<>();
  private final ContentDraft draft;

  RecordingWork(Content content) {
    draft = new ContentDraft(content);
  }

  /** The steps since the last time this was asked. */
  List<String> takeSteps() {
    List<String> taken = List.copyOf(steps);
    steps.clear();
    return taken;
  }

  @Override
  public @Nullable Entry get(Namespace namespace, Key key, Parts parts, long now) {
    steps.add("get");
    return draft.get(namespace, key, parts, now);
  }

  @Override
  public @Nullable NamespaceInfo namespace(Namespace namespace) {
    steps.add("namespace");
    return draft.namespace(namespace);
  }

  @Override
  public void createNamespace(Namespace namespace, @Nullable JsonText metadata, Stamp stamp) {
    steps.add("createNamespace");
    draft.createNamespace(namespace, metadata, stamp);
  }

  @Override
  public void setNamespaceMetadata(Namespace namespace, @Nullable JsonText metadata, Stamp stamp) {
    steps.add("setNamespaceMetadata");
    draft.setNamespaceMetadata(namespace, metadata, stamp);
  }

  @Override
  public void removeNamespace(Namespace namespace) {
    steps.add("removeNamespace");
    draft.removeNamespace(namespace);
  }

  @Override
  public boolean put(
      Namespace namespace,
      Key key,
      JsonText value,
      MetadataChange metadata,
      long expires,
      Stamp stamp) {
    steps.add("put");
    return draft.put(namespace, key, value, metadata, expires, stamp);
  }

  @Override
  public void setMetadata(Namespace namespace, Key key, @Nullable JsonText metadata, Stamp stamp) {
    steps.add("setMetadata");
    draft.setMetadata(namespace, key, metadata, stamp);
  }

  @Override
  public boolean delete(Namespace namespace, Key key, Stamp stamp) {
    steps.add("delete");
    return draft.delete(namespace, key, stamp);
  }

  @Override
  public long clear(Namespace namespace, Stamp stamp) {
    steps.add("clear");
    return draft.clear(namespace, stamp);
  }

  @Override
  public List<ExpiredEntry> expire(int most, Stamp stamp) {
    steps.add("expire");
    return draft.expire(most, stamp);
  }

  @Override
  public boolean expire(Namespace namespace, Key key, Stamp stamp) {
    steps.add("expire");
    return draft.expire(namespace, key, stamp);
  }

  /** Comes with each change, so it is no step of its own. */
  @Override
  public void record(Change.Kind kind, Namespace namespace, @Nullable Key key, Stamp stamp) {
    draft.record(kind, namespace, key, stamp);
  }

  /** Costs nothing, so it is no step. */
  @Override
  public boolean hasRoomForEntry() {
    return draft.hasRoomForEntry();
  }

  @Override
  public AnswerWork answers() {
    steps.add("answers");
    return draft.answers();
  }

  @Override
  public IndexWork indexes() {
    steps.add("indexes");
    return draft.indexes();
  }

  @Override
  public boolean isEmpty(Namespace namespace, Stamp stamp) {
    steps.add("isEmpty");
    return draft.isEmpty(namespace, stamp);
  }

  @Override
  public void mark() {
    steps.add("mark");
    draft.mark();
  }

  @Override
  public void undoToMark() {
    steps.add("undoToMark");
    draft.undoToMark();
  }

  @Override
  public void commit(long revision) {
    steps.add("commit");
    draft.commit(revision);
  }

  @Override
  public void close() {
    draft.close();
  }
}
