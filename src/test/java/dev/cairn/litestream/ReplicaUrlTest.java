package dev.cairn.litestream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplicaUrlTest {

  @ParameterizedTest
  @CsvSource({
    "file:///backup, file:///backup/a/b",
    "file:///backup/, file:///backup/a/b",
    "file:///, file:///a/b",
    "s3://bucket, s3://bucket/a/b",
    "s3://bucket/, s3://bucket/a/b",
    "s3://bucket/x/y//, s3://bucket/x/y/a/b",
    "s3://bucket?region=eu, s3://bucket/a/b?region=eu",
    "s3://bucket/x/?endpoint=http://h:1/&region=eu, s3://bucket/x/a/b?endpoint=http://h:1/&region=eu",
    "sftp://user:word@host:22/x, sftp://user:word@host:22/x/a/b",
    "abs://account@container/x, abs://account@container/x/a/b",
  })
  void aPlaceGoesToTheEndOfThePath(String root, String expected) {
    assertThat(new ReplicaUrl(root).of("a/b")).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/backup",
        "backup",
        "://x",
        "s3:bucket",
        "x?y=http://z",
        "sftp:user:word@host"
      })
  void whatIsNoUrlIsRefusedWithoutBeingRepeated(String text) {
    assertThatThrownBy(() -> new ReplicaUrl(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The replica must be a URL such as file:///backup or s3://bucket/prefix");
  }
}
