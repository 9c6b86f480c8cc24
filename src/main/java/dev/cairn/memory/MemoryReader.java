package dev.cairn.memory;

import dev.cairn.CairnException;
import dev.cairn.Entry;
import dev.cairn.ErrorCode;
import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.query.Aggregation;
import dev.cairn.query.Filter;
import dev.cairn.query.Groups;
import dev.cairn.query.PageRoom;
import dev.cairn.query.Query;
import dev.cairn.query.QueryPage;
import dev.cairn.query.QueryPlan;
import dev.cairn.search.Search;
import dev.cairn.search.SearchPage;
import dev.cairn.storage.ChangePage;
import dev.cairn.storage.ChangeRequest;
import dev.cairn.storage.Content;
import dev.cairn.storage.DeclaredIndex;
import dev.cairn.storage.EntryPage;
import dev.cairn.storage.ExportVisitor;
import dev.cairn.storage.IndexInfo;
import dev.cairn.storage.ListRequest;
import dev.cairn.storage.NamespaceInfo;
import dev.cairn.storage.Operation;
import dev.cairn.storage.Parts;
import dev.cairn.storage.ReadBudget;
import dev.cairn.storage.SearchChoice;
import dev.cairn.storage.ShardReader;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads whatever is the shard's content when a call begins. One thread. */
final class MemoryReader implements ShardReader {

  private final KeptContent kept;
  private final Clock clock;
  private final Runnable giveBack;
  private final ReadBudget budget = new ReadBudget();
  private KeptContent.@Nullable State held;
  private boolean closed;

  MemoryReader(KeptContent kept, Clock clock, Runnable giveBack) {
    this.kept = kept;
    this.clock = clock;
    this.giveBack = giveBack;
  }

  @Override
  public @Nullable Entry get(Namespace namespace, Key key, Parts parts) {
    Content content = contentWith(namespace);
    Entry entry = content.entry(namespace, key, clock.millis());
    return entry == null ? null : parts.of(entry);
  }

  @Override
  public List<@Nullable Entry> getAll(List<Operation.Get> gets, int bytes) {
    Content content = content();
    long now = clock.millis();
    List<@Nullable Entry> found = new ArrayList<>(gets.size());
    PageRoom room = new PageRoom(gets.size(), bytes);
    for (Operation.Get get : gets) {
      Entry whole = content.entry(get.namespace(), get.key(), now);
      Entry entry = whole == null ? null : get.parts().of(whole);
      if (entry != null && !room.take(entry)) {
        break;
      }
      found.add(entry);
    }
    return found;
  }

  @Override
  public EntryPage list(Namespace namespace, ListRequest request, Parts parts) {
    return new Listing(request, parts, budget)
        .of(contentWith(namespace), namespace, clock.millis());
  }

  @Override
  public QueryPage query(Namespace namespace, Query query) {
    return ContentQuery.page(contentWith(namespace), namespace, query, clock.millis(), budget);
  }

  @Override
  public long count(Namespace namespace, @Nullable Filter filter) {
    Content content = contentWith(namespace);
    return filter == null
        ? content.entries(namespace, clock.millis())
        : ContentQuery.count(content, namespace, filter, clock.millis(), budget);
  }

  @Override
  public Groups aggregate(Namespace namespace, Aggregation asked) {
    return ContentQuery.groups(contentWith(namespace), namespace, asked, clock.millis(), budget);
  }

  /** No index is ever used: all entries are looked at. */
  @Override
  public QueryPlan explain(Namespace namespace, Query query) {
    contentWith(namespace);
    return QueryPlan.of(query.filter(), query.sort(), List.of());
  }

  @Override
  public SearchPage search(Namespace namespace, Search search) {
    Content content = contentWith(namespace);
    DeclaredIndex index = SearchChoice.among(content.indexes(namespace), namespace, search.index());
    return ContentQuery.search(
        content, namespace, index.definition().fields(), search, clock.millis(), budget);
  }

  /** Entries that have expired are in an index until they are swept. */
  @Override
  public List<IndexInfo> indexes(Namespace namespace) {
    Content content = contentWith(namespace);
    long entries = content.entries(namespace, Long.MIN_VALUE);
    return content.indexes(namespace).stream()
        .map(
            index ->
                new IndexInfo(index, index.state() == DeclaredIndex.State.READY ? entries : 0, 0))
        .toList();
  }

  @Override
  public @Nullable NamespaceInfo namespace(Namespace namespace) {
    return content().namespace(namespace);
  }

  @Override
  public List<NamespaceInfo> namespaces(String prefix, @Nullable Namespace after, int limit) {
    List<NamespaceInfo> found = new ArrayList<>();
    content()
        .visitNamespaces(
            after,
            namespace -> {
              String name = namespace.name().value();
              if (!namespace.name().equals(after) && name.startsWith(prefix)) {
                found.add(namespace);
              }
              return found.size() < limit;
            });
    return found;
  }

  @Override
  public Totals totals() {
    return content().totals();
  }

  @Override
  public void export(ExportVisitor visitor) {
    KeptContent.State state = state();
    long now = visitor.wantsExpired() ? Long.MIN_VALUE : clock.millis();
    visitor.begin(state.revision());
    state
        .content()
        .visitNamespaces(
            null,
            namespace -> {
              visitor.namespace(namespace);
              state
                  .content()
                  .visitEntries(
                      namespace.name(),
                      null,
                      now,
                      entry -> {
                        visitor.entry(entry);
                        return true;
                      });
              return true;
            });
  }

  @Override
  public ChangePage changes(ChangeRequest request) {
    KeptContent.State state = state();
    return state
        .changes()
        .page(
            request,
            state.revision(),
            put -> {
              Entry entry =
                  put.key() == null
                      ? null
                      : state.content().entry(put.namespace(), put.key(), clock.millis());
              return entry == null ? null : request.parts().of(entry);
            });
  }

  @Override
  public void allow(long nanos) {
    budget.allow(nanos);
  }

  @Override
  public void hold() {
    held = state();
  }

  @Override
  public void letGo() {
    held = null;
  }

  @Override
  public void close() {
    if (!closed) {
      letGo();
      closed = true;
      giveBack.run();
    }
  }

  private Content contentWith(Namespace namespace) {
    Content content = content();
    if (content.namespace(namespace) == null) {
      throw new CairnException(
          ErrorCode.NAMESPACE_NOT_FOUND, "Namespace " + namespace + " does not exist.");
    }
    return content;
  }

  private Content content() {
    return state().content();
  }

  private KeptContent.State state() {
    if (closed) {
      throw new IllegalStateException("The reader has been given back");
    }
    return held != null ? held : kept.state();
  }
}
