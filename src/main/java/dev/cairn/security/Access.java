package dev.cairn.security;

import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.Quotas;
import dev.cairn.ShardId;
import dev.cairn.quota.Meter;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the caller of a request may do, and how much of it. Nothing that no scope allows is allowed.
 * Immutable but for the meter; any thread.
 */
public final class Access {

  /** What everybody may do on a service that asks for no key: all of it. */
  public static final Access OPEN =
      new Access(
          null,
          List.of(
              Scope.whole(ShardPattern.ALL, Role.ADMIN), Scope.whole(ShardPattern.ALL, Role.SQL)),
          Quotas.NONE,
          // Whoever asks has found the service closed.
          _ -> false);

  private final @Nullable String caller;
  private final List<Scope> scopes;
  private final Quotas quotas;
  private final LongPredicate holds;
  private final Meter meter = new Meter();

  private Access(@Nullable String caller, List<Scope> scopes, Quotas quotas, LongPredicate holds) {
    this.caller = caller;
    this.scopes = List.copyOf(scopes);
    this.quotas = quotas;
    this.holds = holds;
  }

  /**
   * What the scopes allow.
   *
   * @param caller what the log calls who it is: a key's id, or a token's subject with its issuer;
   *     no secret
   */
  public static Access of(String caller, List<Scope> scopes) {
    return of(caller, scopes, Quotas.NONE);
  }

  /** As the other, for callers whose requests are bounded, all of them together. */
  public static Access of(String caller, List<Scope> scopes, Quotas quotas) {
    return of(caller, scopes, quotas, _ -> true);
  }

  /**
   * As the others, for callers that may be let in no more some day.
   *
   * @param holds whether they would be at a time, in milliseconds since 1970 UTC; any thread, never
   *     blocks
   */
  public static Access of(String caller, List<Scope> scopes, Quotas quotas, LongPredicate holds) {
    return new Access(caller, scopes, quotas, holds);
  }

  /** Whether its caller would still be let in at a time, in milliseconds since 1970 UTC. */
  boolean holdsAt(long millis) {
    return holds.test(millis);
  }

  /** Who it is; null on a service that asks nobody. */
  public @Nullable String caller() {
    return caller;
  }

  /** Bounds on what its requests may ask for. */
  public Quotas quotas() {
    return quotas;
  }

  /** What its requests have used of them. */
  public Meter meter() {
    return meter;
  }

  /** Whether something is allowed over all shards, those included that don't exist yet. */
  public boolean mayEverywhere(Role needed) {
    for (Scope scope : scopes) {
      if (scope.shards().isAll() && !scope.isNarrow() && scope.role().covers(needed)) {
        return true;
      }
    }
    return false;
  }

  /** Whether something is allowed somewhere in the shard: in all of it, or in less. */
  public boolean reaches(Role needed, ShardId shard) {
    for (Scope scope : scopes) {
      if (scope.reaches(needed, shard)) {
        return true;
      }
    }
    return false;
  }

  /** Whether something is allowed somewhere in the namespace. */
  public boolean reaches(Role needed, ShardId shard, Namespace namespace) {
    for (Scope scope : scopes) {
      if (scope.reaches(needed, shard, namespace)) {
        return true;
      }
    }
    return false;
  }

  /** Whether something is allowed in all of the shard. */
  public boolean may(Role needed, ShardId shard) {
    for (Scope scope : scopes) {
      if (!scope.isNarrow() && scope.reaches(needed, shard)) {
        return true;
      }
    }
    return false;
  }

  /** Whether something is allowed with every entry of the namespace. */
  public boolean may(Role needed, ShardId shard, Namespace namespace) {
    return mayWithPrefix(needed, shard, namespace, "");
  }

  /** Whether something is allowed with every entry of the namespace whose key begins so. */
  public boolean mayWithPrefix(Role needed, ShardId shard, Namespace namespace, String prefix) {
    for (Scope scope : scopes) {
      if (scope.allows(needed, shard, namespace, prefix)) {
        return true;
      }
    }
    return false;
  }

  /** Whether something is allowed with one entry. */
  public boolean may(Role needed, ShardId shard, Namespace namespace, Key key) {
    for (Scope scope : scopes) {
      if (scope.allows(needed, shard, namespace, key)) {
        return true;
      }
    }
    return false;
  }

  /** The shards in which something is allowed, all of it or less; without order, none twice. */
  public Set<ShardPattern> patterns(Role needed) {
    return scopes.stream()
        .filter(scope -> scope.role().covers(needed))
        .map(Scope::shards)
        .collect(Collectors.toUnmodifiableSet());
  }
}
