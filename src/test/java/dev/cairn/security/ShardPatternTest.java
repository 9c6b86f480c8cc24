package dev.cairn.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShardPatternTest {

  @Test
  void anExactIdNamesThatShardAlone() {
    assertThat(names("team-a", "team-a")).isTrue();

    for (String other :
        new String[] {"team-ab", "team-", "team", "team-A", "Team-a", "xteam-a", "team-a-", "t"}) {
      assertThat(names("team-a", other)).as(other).isFalse();
    }
  }

  @Test
  void aPrefixNamesWhateverBeginsSo() {
    for (String each : new String[] {"team-", "team-a", "team-ab", "team-~", "team-:.x"}) {
      assertThat(names("team-*", each)).as(each).isTrue();
    }
    for (String other : new String[] {"team", "tea", "Team-a", "TEAM-a", "team_a", "xteam-a"}) {
      assertThat(names("team-*", other)).as(other).isFalse();
    }
  }

  @Test
  void theStarAloneNamesAll() {
    assertThat(names("*", "a")).isTrue();
    assertThat(names("*", "z".repeat(200))).isTrue();
    assertThat(ShardPattern.ALL.isAll()).isTrue();
    assertThat(new ShardPattern("a*").isAll()).isFalse();
    assertThat(new ShardPattern("a").isAll()).isFalse();
  }

  @Test
  void noCharacterButTheStarMeansAnything() {
    for (String text : new String[] {"a.c", "a~c", "a:c*"}) {
      assertThat(names(text, "abc")).as(text).isFalse();
    }
  }

  @Test
  void whatCouldNotNameAShardIsRefused() {
    for (String text :
        new String[] {
          "",
          "**",
          "a**",
          "*a",
          "a*b",
          "a*b*",
          ".*",
          ".a",
          "a b",
          "a?",
          "a%",
          "a/*",
          "ü*",
          " *",
          "* ",
          "a\0",
          "a\n",
          "a".repeat(201),
          "a".repeat(201) + "*"
        }) {
      assertThatThrownBy(() -> new ShardPattern(text))
          .as(text)
          .isInstanceOfSatisfying(
              CairnException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_SHARD_ID));
    }
    assertThat(new ShardPattern("a".repeat(200) + "*").names(new ShardId("a".repeat(200))))
        .isTrue();
  }

  @Test
  void itNamesWhatTheModelNames() {
    long seed = Long.getLong("cairn.seed", System.nanoTime());
    Random random = new Random(seed);
    int named = 0;
    for (int i = 0; i < 100_000; i++) {
      String pattern = RandomNames.pattern(random);
      String shard = RandomNames.id(random);
      boolean expected = RandomNames.names(pattern, shard);
      named += expected ? 1 : 0;

      assertThat(names(pattern, shard))
          .as("%s names %s; -Dcairn.seed=%d", pattern, shard, seed)
          .isEqualTo(expected);
    }
    assertThat(named).as("of -Dcairn.seed=%d", seed).isBetween(10_000, 90_000);
  }

  private static boolean names(String pattern, String shard) {
    return new ShardPattern(pattern).names(new ShardId(shard));
  }
}
