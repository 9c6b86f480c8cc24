package dev.cairn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.Namespace;
import dev.cairn.ShardId;
import dev.cairn.security.Access;
import dev.cairn.security.Role;
import dev.cairn.security.Scope;
import dev.cairn.security.ShardPattern;
import dev.cairn.shard.ShardSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VisibleShardsTest {

  private static final List<String> IDS =
      List.of("a", "aa", "ab", "abc", "b", "team-a", "team-a.1", "team-ab", "team-b", "z");
  private static final List<String> PATTERNS =
      List.of("*", "a", "a*", "ab*", "abc", "none", "team-a", "team-a*", "team-*", "z", "zz*");
  private static final List<String> PREFIXES = List.of("", "a", "ab", "team-", "team-a", "q");

  private int asked;

  @Test
  void eachSeesItsOwnWhateverThePrefixAndTheSizeOfPages() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 5000; i++) {
      Access caller = caller(random);
      String prefix = PREFIXES.get(random.nextInt(PREFIXES.size()));
      List<String> expected =
          IDS.stream()
              .filter(id -> id.startsWith(prefix))
              .filter(id -> caller.reaches(Role.READ, new ShardId(id)))
              .toList();

      List<String> seen = pages(caller, prefix, 1 + random.nextInt(4));

      assertThat(seen).as("seed %s, prefix %s", seed, prefix).isEqualTo(expected);
    }
  }

  @Test
  void oneOfManyIsFoundWithOneLook() {
    Access caller = Access.of("key a", List.of(Scope.whole(new ShardPattern("z"), Role.READ)));

    List<ShardSummary> found = new VisibleShards(this::list).list(caller, "", null, 100);

    assertThat(found).extracting(one -> one.id().value()).containsExactly("z");
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void whatOtherRolesAllowShowsNothing() {
    Access caller = Access.of("key a", List.of(Scope.whole(ShardPattern.ALL, Role.SQL)));

    assertThat(new VisibleShards(this::list).list(caller, "", null, 100)).isEmpty();
  }

  @Test
  void whoMayReadLessThanAShardSeesIt() {
    Scope narrow =
        new Scope(new ShardPattern("ab"), Role.READ, Set.of(new Namespace("people")), "x");

    assertThat(
            new VisibleShards(this::list).list(Access.of("key a", List.of(narrow)), "", null, 100))
        .extracting(one -> one.id().value())
        .containsExactly("ab");
  }

  private static Access caller(Random random) {
    List<Scope> scopes = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      Role role = Role.values()[random.nextInt(Role.values().length)];
      String pattern = PATTERNS.get(random.nextInt(PATTERNS.size()));
      scopes.add(Scope.whole(new ShardPattern(pattern), role));
    }
    return Access.of("key random", scopes);
  }

  private List<String> pages(Access caller, String prefix, int limit) {
    VisibleShards visible = new VisibleShards(this::list);
    List<String> seen = new ArrayList<>();
    @Nullable ShardId after = null;
    List<ShardSummary> page;
    do {
      page = visible.list(caller, prefix, after, limit);
      assertThat(page).hasSizeLessThanOrEqualTo(limit);
      for (ShardSummary one : page) {
        seen.add(one.id().value());
        after = one.id();
      }
    } while (page.size() == limit);
    return seen;
  }

  private List<ShardSummary> list(String prefix, @Nullable ShardId after, int limit) {
    asked++;
    Stream<String> found = IDS.stream().filter(id -> id.startsWith(prefix));
    if (after != null) {
      found = found.filter(id -> id.compareTo(after.value()) > 0);
    }
    return found
        .limit(limit)
        .map(id -> new ShardSummary(new ShardId(id), "closed", Durability.NORMAL, 0))
        .toList();
  }
}
