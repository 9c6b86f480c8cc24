package dev.cairn.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.ShardId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AccessTest {

  private static final ShardId SHARD = new ShardId("team-a");
  private static final ShardId OTHER = new ShardId("team-ab");
  private static final Namespace NOTES = new Namespace("notes");
  private static final Namespace MORE = new Namespace("notes2");
  private static final Key KEY = Key.of("k");

  @Test
  void aRoleCoversThoseBeforeItAndSqlOnlyItself() {
    for (Role had : Role.values()) {
      for (Role needed : Role.values()) {
        boolean expected =
            switch (had) {
              case READ -> needed == Role.READ;
              case WRITE -> needed == Role.READ || needed == Role.WRITE;
              case ADMIN -> needed != Role.SQL;
              case SQL -> needed == Role.SQL;
            };
        assertThat(had.covers(needed)).as("%s covers %s", had, needed).isEqualTo(expected);
      }
    }
  }

  @Test
  void rolesAreFoundByTheirWordsAndNothingElse() {
    for (Role role : Role.values()) {
      assertThat(Role.ofWord(role.word())).isEqualTo(role);
    }
    assertThat(Role.ofWord("")).isNull();
    assertThat(Role.ofWord("READ")).isNull();
    assertThat(Role.ofWord("read ")).isNull();
  }

  @Test
  void nothingIsAllowedWithoutAScope() {
    Access none = Access.of("nobody", List.of());

    for (Role role : Role.values()) {
      assertThat(none.mayEverywhere(role)).isFalse();
      assertThat(none.reaches(role, SHARD)).isFalse();
      assertThat(none.reaches(role, SHARD, NOTES)).isFalse();
      assertThat(none.may(role, SHARD)).isFalse();
      assertThat(none.may(role, SHARD, NOTES)).isFalse();
      assertThat(none.mayWithPrefix(role, SHARD, NOTES, "k")).isFalse();
      assertThat(none.may(role, SHARD, NOTES, KEY)).isFalse();
    }
  }

  @Test
  void everythingIsAllowedOnAnOpenService() {
    for (Role role : Role.values()) {
      assertThat(Access.OPEN.mayEverywhere(role)).isTrue();
      assertThat(Access.OPEN.reaches(role, SHARD)).isTrue();
      assertThat(Access.OPEN.may(role, SHARD)).isTrue();
      assertThat(Access.OPEN.may(role, SHARD, NOTES)).isTrue();
      assertThat(Access.OPEN.may(role, SHARD, NOTES, KEY)).isTrue();
    }
    assertThat(Access.OPEN.caller()).isNull();
  }

  @Test
  void aWholeScopeAllowsAllOfItsShardAndNothingElsewhere() {
    Access access = access(scope("team-a", Role.WRITE, Set.of(), null));

    assertThat(access.may(Role.WRITE, SHARD)).isTrue();
    assertThat(access.may(Role.READ, SHARD, NOTES)).isTrue();
    assertThat(access.may(Role.WRITE, SHARD, NOTES, KEY)).isTrue();
    assertThat(access.may(Role.ADMIN, SHARD)).isFalse();
    assertThat(access.may(Role.SQL, SHARD)).isFalse();
    assertThat(access.mayEverywhere(Role.READ)).isFalse();
    assertThat(access.may(Role.READ, OTHER)).isFalse();
    assertThat(access.reaches(Role.READ, OTHER)).isFalse();
    assertThat(access.may(Role.READ, OTHER, NOTES, KEY)).isFalse();
  }

  @Test
  void aScopeOfANamespaceReachesItsShardButNotAllOfIt() {
    Access access = access(scope("team-a", Role.READ, Set.of(NOTES), null));

    assertThat(access.reaches(Role.READ, SHARD)).isTrue();
    assertThat(access.may(Role.READ, SHARD)).isFalse();
    assertThat(access.may(Role.READ, SHARD, NOTES)).isTrue();
    assertThat(access.may(Role.READ, SHARD, NOTES, KEY)).isTrue();
    assertThat(access.may(Role.READ, SHARD, MORE)).isFalse();
    assertThat(access.reaches(Role.READ, SHARD, MORE)).isFalse();
    assertThat(access.may(Role.READ, SHARD, MORE, KEY)).isFalse();
  }

  @Test
  void aScopeOfAKeyPrefixAllowsKeysThatBeginSo() {
    Access access = access(scope("team-a", Role.WRITE, Set.of(), "user:7:"));

    assertThat(access.reaches(Role.WRITE, SHARD, NOTES)).isTrue();
    assertThat(access.may(Role.WRITE, SHARD)).isFalse();
    assertThat(access.may(Role.WRITE, SHARD, NOTES)).isFalse();
    assertThat(access.may(Role.WRITE, SHARD, NOTES, Key.of("user:7:"))).isTrue();
    assertThat(access.may(Role.WRITE, SHARD, NOTES, Key.of("user:7:x"))).isTrue();
    assertThat(access.may(Role.WRITE, SHARD, NOTES, Key.of("user:7"))).isFalse();
    assertThat(access.may(Role.WRITE, SHARD, NOTES, Key.of("user:70:x"))).isFalse();
    assertThat(access.may(Role.WRITE, SHARD, NOTES, Key.of("xuser:7:"))).isFalse();
    assertThat(access.mayWithPrefix(Role.WRITE, SHARD, NOTES, "user:7:a")).isTrue();
    assertThat(access.mayWithPrefix(Role.WRITE, SHARD, NOTES, "user:7")).isFalse();
    assertThat(access.mayWithPrefix(Role.WRITE, SHARD, NOTES, "")).isFalse();
  }

  @Test
  void scopesDoNotAddUpToWhatNoneOfThemAllows() {
    Access access =
        access(
            scope("team-a", Role.ADMIN, Set.of(NOTES), null),
            scope("team-a", Role.READ, Set.of(), null),
            scope("team-ab", Role.WRITE, Set.of(MORE), "a"));

    assertThat(access.may(Role.READ, SHARD)).isTrue();
    assertThat(access.may(Role.WRITE, SHARD)).isFalse();
    assertThat(access.may(Role.WRITE, SHARD, MORE)).isFalse();
    assertThat(access.may(Role.WRITE, SHARD, MORE, Key.of("a"))).isFalse();
    assertThat(access.may(Role.READ, OTHER, MORE, Key.of("b"))).isFalse();
    assertThat(access.may(Role.READ, OTHER, NOTES, Key.of("a"))).isFalse();
  }

  @Test
  void onlyAWholeScopeOverAllShardsIsEverywhere() {
    assertThat(everywhere(scope("*", Role.ADMIN, Set.of(), null))).isTrue();
    assertThat(everywhere(scope("*", Role.ADMIN, Set.of(), ""))).isTrue();
    assertThat(everywhere(scope("a*", Role.ADMIN, Set.of(), null))).isFalse();
    assertThat(everywhere(scope("*", Role.WRITE, Set.of(), null))).isFalse();
    assertThat(everywhere(scope("*", Role.SQL, Set.of(), null))).isFalse();
    assertThat(everywhere(scope("*", Role.ADMIN, Set.of(NOTES), null))).isFalse();
    assertThat(everywhere(scope("*", Role.ADMIN, Set.of(), "a"))).isFalse();
  }

  @Test
  void aKeyPrefixThatNoKeyCouldBeginWithIsRefused() {
    for (String prefix : List.of("\ud83d", "a\udc00", "k".repeat(1025))) {
      assertThatThrownBy(() -> scope("*", Role.READ, Set.of(), prefix))
          .isInstanceOfSatisfying(
              CairnException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_KEY));
    }
  }

  private static boolean everywhere(Scope scope) {
    return access(scope).mayEverywhere(Role.ADMIN);
  }

  private static Scope scope(
      String shards, Role role, Set<Namespace> namespaces, @Nullable String prefix) {
    return new Scope(new ShardPattern(shards), role, namespaces, prefix);
  }

  private static Access access(Scope... scopes) {
    return Access.of("key abc", List.of(scopes));
  }
}
