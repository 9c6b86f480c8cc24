package dev.cairn.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.CairnException;
import dev.cairn.Durability;
import dev.cairn.ErrorCode;
import dev.cairn.Namespace;
import dev.cairn.ShardId;
import dev.cairn.security.Access;
import dev.cairn.shard.ShardSummary;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A prefix stands for so many shards and no more. */
class CrossShardTargetTest {

  private static final List<String> IDS = List.of("a-1", "a-2", "a-3", "b-1");

  private static List<ShardId> named(String prefix, int most) {
    VisibleShards visible =
        new VisibleShards(
            (begin, after, limit) ->
                IDS.stream()
                    .filter(id -> id.startsWith(begin))
                    .map(id -> new ShardSummary(new ShardId(id), "closed", Durability.NORMAL, 1))
                    .limit(limit)
                    .toList());
    return new CrossShardTarget(null, prefix, Namespace.DEFAULT).shards(Access.OPEN, visible, most);
  }

  @Test
  void asManyAsAllowedAreFound() {
    assertThat(named("a-", 3)).extracting(ShardId::value).containsExactly("a-1", "a-2", "a-3");
    assertThat(named("", 4)).hasSize(4);
    assertThat(named("c", 1)).isEmpty();
  }

  @Test
  void moreAreRefused() {
    CairnException refused = catchThrowableOfType(CairnException.class, () -> named("a-", 2));
    assertThat(refused.code()).isEqualTo(ErrorCode.TOO_MANY_SHARDS);
  }
}
