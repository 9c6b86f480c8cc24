package dev.cairn.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.ShardId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Random scopes against a model that knows no shortcut: it asks of each single entry of a small
 * world which scope allows it. What is allowed in a whole must be allowed with each of its entries,
 * by one scope.
 */
class AccessModelTest {

  private static final List<String> SHARDS = List.of("a", "aA", "ab", "a-", "b", "A");
  private static final List<String> NAMESPACES = List.of("n", "m", "nn");
  private static final List<String> KEYS = List.of("k", "kk", "kl", "l", "K", "klm");

  /** Entries of any name that the scopes don't name, in place of all that there could be. */
  private static final String ELSE = "zz";

  private final long seed = Long.getLong("cairn.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private int allowed;
  private int asked;

  @Test
  void itAllowsWhatTheModelAllows() {
    for (int round = 0; round < 2_000; round++) {
      List<Scope> scopes = new ArrayList<>();
      for (int i = random.nextInt(5); i > 0; i--) {
        scopes.add(scope());
      }
      Access access = Access.of("key abc", scopes);
      for (int i = 0; i < 20; i++) {
        compare(access, scopes);
      }
    }

    assertThat(allowed * 100 / asked)
        .as("percent allowed of -Dcairn.seed=%d", seed)
        .isGreaterThan(5);
  }

  private void compare(Access access, List<Scope> scopes) {
    Role role = Role.values()[random.nextInt(Role.values().length)];
    String shard = pick(SHARDS);
    String namespace = pick(NAMESPACES);
    String key = pick(KEYS);
    ShardId id = new ShardId(shard);
    Namespace name = new Namespace(namespace);

    check(
        access.may(role, id, name, Key.of(key)),
        scopes.stream().anyMatch(scope -> entry(scope, role, shard, namespace, key)),
        "entry",
        scopes);
    check(
        access.mayWithPrefix(role, id, name, key),
        scopes.stream()
            .anyMatch(scope -> all(scope, role, List.of(shard), List.of(namespace), key)),
        "prefix",
        scopes);
    check(
        access.may(role, id, name),
        scopes.stream().anyMatch(scope -> all(scope, role, List.of(shard), List.of(namespace), "")),
        "namespace",
        scopes);
    check(
        access.may(role, id),
        scopes.stream()
            .anyMatch(scope -> all(scope, role, List.of(shard), withElse(NAMESPACES), "")),
        "shard",
        scopes);
    check(
        access.mayEverywhere(role),
        scopes.stream()
            .anyMatch(scope -> all(scope, role, withElse(SHARDS), withElse(NAMESPACES), "")),
        "everywhere",
        scopes);
    check(
        access.reaches(role, id, name),
        scopes.stream().anyMatch(scope -> some(scope, role, shard, List.of(namespace))),
        "some of the namespace",
        scopes);
    check(
        access.reaches(role, id),
        scopes.stream().anyMatch(scope -> some(scope, role, shard, withElse(NAMESPACES))),
        "some of the shard",
        scopes);
  }

  private void check(boolean answer, boolean expected, String what, List<Scope> scopes) {
    asked++;
    allowed += expected ? 1 : 0;
    assertThat(answer).as("%s by %s; -Dcairn.seed=%d", what, scopes, seed).isEqualTo(expected);
  }

  private static boolean entry(Scope scope, Role role, String shard, String namespace, String key) {
    Set<String> names = new HashSet<>();
    scope.namespaces().forEach(each -> names.add(each.value()));
    String prefix = scope.keyPrefix();
    return covers(scope.role(), role)
        && RandomNames.names(scope.shards().text(), shard)
        && (names.isEmpty() || names.contains(namespace))
        && (prefix == null || RandomNames.names(prefix + "*", key));
  }

  private static boolean covers(Role had, Role needed) {
    return switch (needed) {
      case READ -> Set.of(Role.READ, Role.WRITE, Role.ADMIN).contains(had);
      case WRITE -> Set.of(Role.WRITE, Role.ADMIN).contains(had);
      case ADMIN, SQL -> had == needed;
    };
  }

  /** Whether the scope allows every entry there could be: those of the world, and others. */
  private static boolean all(
      Scope scope, Role role, List<String> shards, List<String> namespaces, String prefix) {
    List<String> keys = new ArrayList<>(List.of(prefix + ELSE));
    KEYS.stream().filter(key -> RandomNames.names(prefix + "*", key)).forEach(keys::add);
    return shards.stream()
        .allMatch(
            shard ->
                namespaces.stream()
                    .allMatch(
                        name ->
                            keys.stream().allMatch(key -> entry(scope, role, shard, name, key))));
  }

  private static boolean some(Scope scope, Role role, String shard, List<String> namespaces) {
    return namespaces.stream()
        .anyMatch(
            name -> withElse(KEYS).stream().anyMatch(key -> entry(scope, role, shard, name, key)));
  }

  private static List<String> withElse(List<String> names) {
    List<String> more = new ArrayList<>(names);
    more.add(ELSE);
    return more;
  }

  private Scope scope() {
    Set<Namespace> namespaces = new HashSet<>();
    if (random.nextInt(3) == 0) {
      namespaces.add(new Namespace(pick(NAMESPACES)));
      namespaces.add(new Namespace(pick(NAMESPACES)));
    }
    return new Scope(
        new ShardPattern(RandomNames.pattern(random)),
        Role.values()[random.nextInt(Role.values().length)],
        namespaces,
        random.nextInt(3) == 0 ? pick(KEYS) : null);
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
