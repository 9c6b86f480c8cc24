package dev.cairn.storage;

import dev.cairn.Entry;
import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.query.Aggregation;
import dev.cairn.query.Filter;
import dev.cairn.query.Groups;
import dev.cairn.query.Query;
import dev.cairn.query.QueryPage;
import dev.cairn.query.QueryPlan;
import dev.cairn.search.Search;
import dev.cairn.search.SearchPage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A lent reader whose reads fail as a plan says. One thread. */
final class FaultyReader implements ShardReader {

  private final ShardReader reader;
  private final FaultPlan plan;
  private final Runnable onClose;

  FaultyReader(ShardReader reader, FaultPlan plan, Runnable onClose) {
    this.reader = reader;
    this.plan = plan;
    this.onClose = onClose;
  }

  private ShardReader reading() {
    plan.at(FaultPlan.Call.READ);
    return reader;
  }

  @Override
  public @Nullable Entry get(Namespace namespace, Key key, Parts parts) {
    return reading().get(namespace, key, parts);
  }

  @Override
  public List<@Nullable Entry> getAll(List<Operation.Get> gets, int bytes) {
    return reading().getAll(gets, bytes);
  }

  @Override
  public EntryPage list(Namespace namespace, ListRequest request, Parts parts) {
    return reading().list(namespace, request, parts);
  }

  @Override
  public QueryPage query(Namespace namespace, Query query) {
    return reading().query(namespace, query);
  }

  @Override
  public long count(Namespace namespace, @Nullable Filter filter) {
    return reading().count(namespace, filter);
  }

  @Override
  public Groups aggregate(Namespace namespace, Aggregation asked) {
    return reading().aggregate(namespace, asked);
  }

  @Override
  public QueryPlan explain(Namespace namespace, Query query) {
    return reading().explain(namespace, query);
  }

  @Override
  public SearchPage search(Namespace namespace, Search search) {
    return reading().search(namespace, search);
  }

  @Override
  public List<IndexInfo> indexes(Namespace namespace) {
    return reading().indexes(namespace);
  }

  @Override
  public @Nullable NamespaceInfo namespace(Namespace namespace) {
    return reading().namespace(namespace);
  }

  @Override
  public List<NamespaceInfo> namespaces(String prefix, @Nullable Namespace after, int limit) {
    return reading().namespaces(prefix, after, limit);
  }

  @Override
  public Totals totals() {
    return reading().totals();
  }

  @Override
  public ChangePage changes(ChangeRequest request) {
    return reading().changes(request);
  }

  @Override
  public void export(ExportVisitor visitor) {
    reading().export(visitor);
  }

  @Override
  public void allow(long nanos) {
    reader.allow(nanos);
  }

  @Override
  public void hold() {
    reader.hold();
  }

  @Override
  public void letGo() {
    reader.letGo();
  }

  @Override
  public void close() {
    reader.close();
    onClose.run();
  }
}
