package dev.cairn.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Namespace;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClaimScopesTest {

  private static Scope whole(String shards, Role role) {
    return Scope.whole(new ShardPattern(shards), role);
  }

  @Test
  void textsNameShardsAndRole() {
    assertThat(ClaimScopes.of(List.of("guild-7:read", "team-*:write", "a:b:sql", "*:admin")))
        .containsExactly(
            whole("guild-7", Role.READ),
            whole("team-*", Role.WRITE),
            whole("a:b", Role.SQL),
            whole("*", Role.ADMIN));
    assertThat(ClaimScopes.of("openid guild-7:read  team-*:write"))
        .containsExactly(whole("guild-7", Role.READ), whole("team-*", Role.WRITE));
  }

  @Test
  void mapsAreTheScopesOfKeys() {
    assertThat(
            ClaimScopes.of(
                List.of(
                    Map.of("shards", "g-*", "role", "admin"),
                    Map.of(
                        "shards", "g",
                        "role", "write",
                        "namespaces", List.of("people"),
                        "keyPrefix", "a/"))))
        .containsExactly(
            whole("g-*", Role.ADMIN),
            new Scope(new ShardPattern("g"), Role.WRITE, Set.of(new Namespace("people")), "a/"));
  }

  @Test
  void whatIsNotUnderstoodAllowsNothing() {
    for (Object wrong :
        Arrays.asList(
            null,
            7,
            true,
            Map.of(),
            "",
            " ",
            "*",
            "guild-7",
            "guild-7:",
            ":read",
            "g:READ",
            "g: read",
            "g:root",
            "**:read",
            "g*h:read",
            ".g:read",
            "*:read:x",
            "g\u0000:read")) {
      assertThat(ClaimScopes.of(wrong)).as("%s", wrong).isEmpty();
      assertThat(ClaimScopes.of(Collections.singletonList(wrong))).as("[%s]", wrong).isEmpty();
    }
  }

  @Test
  void aMapThatIsWrongInPartAllowsNothing() {
    for (Map<?, ?> wrong :
        List.<Map<?, ?>>of(
            Map.of("shards", "g"),
            Map.of("role", "read"),
            Map.of("shards", 7, "role", "read"),
            Map.of("shards", "g", "role", 7),
            Map.of("shards", "g", "role", "root"),
            Map.of("shards", List.of("g"), "role", "read"),
            Map.of("shards", "g", "role", "read", "prefix", "a"),
            Map.of("shards", "g", "role", "read", "namespaces", "people"),
            Map.of("shards", "g", "role", "read", "namespaces", List.of()),
            Map.of("shards", "g", "role", "read", "namespaces", List.of("people", 7)),
            Map.of("shards", "g", "role", "read", "namespaces", List.of("a/b")),
            Map.of("shards", "g", "role", "read", "namespaces", Collections.nCopies(101, "p")),
            Map.of("shards", "g", "role", "read", "keyPrefix", ""),
            Map.of("shards", "g", "role", "read", "keyPrefix", 7),
            Map.of("shards", "g", "role", "read", "keyPrefix", "\ud800"),
            Map.of("shards", "g", "role", "admin", "keyPrefix", "a"),
            Map.of("shards", "g", "role", "sql", "namespaces", List.of("people")))) {
      assertThat(ClaimScopes.of(List.of(wrong))).as("%s", wrong).isEmpty();
      assertThat(ClaimScopes.of(wrong)).as("%s", wrong).isEmpty();
    }
    var nothing = new java.util.HashMap<String, Object>(Map.of("shards", "g", "role", "read"));
    nothing.put("keyPrefix", null);
    assertThat(ClaimScopes.of(List.of(nothing))).isEmpty();
  }

  @Test
  void whatIsRightBesideItStaysRight() {
    assertThat(ClaimScopes.of(Arrays.asList("g:root", null, 7, "guild-7:read")))
        .containsExactly(whole("guild-7", Role.READ));
  }

  @Test
  void tooManyAllowNothing() {
    assertThat(ClaimScopes.of(Collections.nCopies(100, "g:read"))).hasSize(100);
    assertThat(ClaimScopes.of(Collections.nCopies(101, "g:read"))).isEmpty();
    assertThat(ClaimScopes.of("g:read ".repeat(99) + "g:read")).hasSize(100);
    assertThat(ClaimScopes.of("g:read ".repeat(1000) + "g:read")).isEmpty();
  }

  @Test
  void aClaimIsFoundByItsNameOrTheWayToIt() {
    Map<String, Object> claims =
        Map.of("https://x/cairn", "a", "realm", Map.of("cairn", "b", "n", 7));
    assertThat(ClaimScopes.find(claims, "https://x/cairn")).isEqualTo("a");
    assertThat(ClaimScopes.find(claims, "realm/cairn")).isEqualTo("b");
    for (String none : List.of("cairn", "realm/", "realm/x", "realm/n/x", "/realm", "/", "")) {
      assertThat(ClaimScopes.find(claims, none)).as(none).isNull();
    }
  }
}
