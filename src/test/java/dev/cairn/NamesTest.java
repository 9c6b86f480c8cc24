package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "guild-7", "network:group", "A.b_c~d", "0", "-", "a..b"})
  void namesOfTheAlphabetAreTaken(String name) {
    assertThat(new ShardId(name).value()).isEqualTo(name);
    assertThat(new Namespace(name).value()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", ".a", "a/b", "a%2Fb", "a b", "ä", "a\u0000", "a;b", "a?b"})
  void otherNamesAreRefused(String name) {
    assertThatExceptionOfType(CairnException.class)
        .isThrownBy(() -> new ShardId(name))
        .matches(e -> e.code() == ErrorCode.INVALID_SHARD_ID);
    assertThatExceptionOfType(CairnException.class)
        .isThrownBy(() -> new Namespace(name))
        .matches(e -> e.code() == ErrorCode.INVALID_NAMESPACE);
  }

  @Test
  void namesHaveALongestLength() {
    assertThat(new ShardId("s".repeat(200)).value()).hasSize(200);
    assertThat(new Namespace("n".repeat(100)).value()).hasSize(100);
    assertThatExceptionOfType(CairnException.class).isThrownBy(() -> new ShardId("s".repeat(201)));
    assertThatExceptionOfType(CairnException.class)
        .isThrownBy(() -> new Namespace("n".repeat(101)));
  }
}
