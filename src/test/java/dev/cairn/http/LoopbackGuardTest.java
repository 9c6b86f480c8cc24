package dev.cairn.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackGuardTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LocalHost:8080",
        "127.0.0.1",
        "127.0.0.1:8080",
        "127.255.255.254:1",
        "127.000.000.001",
        "[::1]",
        "[::1]:8080",
        "localhost:"
      })
  void namesOfThisMachineAreLetThrough(String host) {
    assertThat(LoopbackGuard.isLoopback(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.com",
        "localhost.example.com",
        "localhost:80a",
        "localhos",
        "127.0.0.1.example.com",
        "127.0.0",
        "127.0.0.",
        "127.0.0.1.",
        "127..0.1",
        "127.0.0.256",
        "127.0.0.0001",
        "127.0.0.1.1",
        "127.0.0.x",
        "127",
        "128.0.0.1",
        "1127.0.0.1",
        "::1",
        "[::2]",
        "[::1",
        "127.0.0.\u0661"
      })
  void noOtherNameIs(String host) {
    assertThat(LoopbackGuard.isLoopback(host)).isFalse();
  }
}
