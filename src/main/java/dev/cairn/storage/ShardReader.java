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

/**
 * A borrowed way to read a shard; {@link #close} gives it back. One thread at a time. Each call
 * sees one consistent state, which holds every unit committed before the call began, but for the
 * entries that have expired when it begins.
 *
 * <p>Where a namespace is named, {@link dev.cairn.ErrorCode#NAMESPACE_NOT_FOUND} is thrown if it
 * does not exist. A driver's fault is a {@link StorageFault}.
 */
public interface ShardReader extends AutoCloseable {

  /** The entry, or null if the namespace has none of that key. */
  @Nullable Entry get(Namespace namespace, Key key, Parts parts);

  /**
   * What each of {@code gets} finds, in the same order, all from one state; null where the entry or
   * its namespace is missing.
   *
   * @param bytes of values and metadata after which no more is read; the list is then shorter than
   *     {@code gets}. The first entry may pass them alone
   */
  List<@Nullable Entry> getAll(List<Operation.Get> gets, int bytes);

  /** A page of entries ordered by key. */
  EntryPage list(Namespace namespace, ListRequest request, Parts parts);

  /** A page of a query. */
  QueryPage query(Namespace namespace, Query query);

  /** How many entries there are that match; all of them if {@code filter} is null. */
  long count(Namespace namespace, @Nullable Filter filter);

  /**
   * The groups of the entries that an aggregation is about.
   *
   * @throws dev.cairn.CairnException {@link dev.cairn.ErrorCode#AGGREGATE_TOO_LARGE}
   */
  Groups aggregate(Namespace namespace, Aggregation asked);

  /** How {@link #query} would go about that query now. */
  QueryPlan explain(Namespace namespace, Query query);

  /**
   * A page of a search by a full-text index of the namespace.
   *
   * @throws dev.cairn.CairnException {@link dev.cairn.ErrorCode#INDEX_NOT_FOUND} if there is no
   *     such index, {@link dev.cairn.ErrorCode#INDEX_BUILDING} if it is not whole yet
   */
  SearchPage search(Namespace namespace, Search search);

  /**
   * The declared indexes of a namespace, ordered by name, with their figures, for which all of each
   * is looked at.
   */
  List<IndexInfo> indexes(Namespace namespace);

  /** The namespace, or null if it does not exist. */
  @Nullable NamespaceInfo namespace(Namespace namespace);

  /**
   * A page of namespaces ordered by name.
   *
   * @param prefix only those whose name begins so; empty for all
   * @param after only those whose name is greater, or null
   * @param limit most of them, from 1; a caller that wants to know of more asks for one more
   */
  List<NamespaceInfo> namespaces(String prefix, @Nullable Namespace after, int limit);

  /** How many namespaces and entries the shard has; expired ones count until they are swept. */
  Totals totals();

  /**
   * Everything, from one state: first {@link ExportVisitor#begin}, then each namespace, followed by
   * its entries in the order of their keys; those that have expired only if {@link
   * ExportVisitor#wantsExpired}.
   */
  void export(ExportVisitor visitor);

  /**
   * A page of the shard's feed.
   *
   * @throws dev.cairn.CairnException see {@link ChangeHorizon#from}
   */
  ChangePage changes(ChangeRequest request);

  /**
   * Has every call from now on see the state that the next one finds, until {@link #letGo}. For a
   * few calls in close succession: what is held can't be cleared away. Does nothing if a state is
   * held already.
   */
  void hold();

  /** Ends {@link #hold}; does nothing if no state is held. */
  void letGo();

  /**
   * Bounds the processor time that lists, queries, counts and aggregations may take from now on,
   * all together. One that would take more is ended with {@link
   * dev.cairn.ErrorCode#QUERY_TOO_LONG}, soon after rather than at once.
   *
   * @param nanos 0 for no bound, as at the beginning
   */
  void allow(long nanos);

  /** Lets go of a state that is held and gives the reader back. Idempotent. */
  @Override
  void close();

  /**
   * How much there is.
   *
   * @param namespaces number of namespaces, {@code default} included
   * @param entries number of entries of all of them, expired ones that are not swept yet too
   */
  record Totals(long namespaces, long entries) {}
}
