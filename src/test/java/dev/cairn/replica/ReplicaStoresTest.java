package dev.cairn.replica;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.backup.ReplicaStore;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplicaStoresTest {

  @ParameterizedTest
  @ValueSource(strings = {"file://%s", "FILE://%s/"})
  void aFileUrlIsADirectory(String form, @TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "content");
    try (ReplicaStore store = store(form.formatted(directory.resolve("r")))) {
      store.put("copies/a", file);
    }
    assertThat(directory.resolve("r/copies/a")).hasContent("content");
  }

  @Test
  void anS3UrlIsAnObjectStore() {
    try (ReplicaStore store = store("s3://bucket/prefix?endpoint=http://127.0.0.1:1&region=x")) {
      assertThat(store).isInstanceOf(S3ReplicaStore.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gs://b/p",
        "abs://c/p",
        "sftp://user@host/p",
        "nats://h/b",
        "oss://b/p",
        "webdav://h/p",
        "webdavs://h/p"
      })
  void otherDestinationsOfTheReplicatorHaveNoStore(String url) {
    assertThat(ReplicaStores.of(url, VersityGateway.CREDENTIALS)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "off",
        "/srv/backup",
        "./backup",
        "://x",
        "http://host/x",
        "ftp://x/y",
        "s3:bucket",
        "s3://bucket/x#y"
      })
  void whatIsNoUrlOfAReplicaIsRefused(String url) {
    assertRefused(url, "cairn.backup.url must");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file://", "file:///", "file://host/x", "file://backup", "file:////x", "file:///a//b",
        "file:///a/../b", "file:///a/./b", "file:///a b", "file:///a%20b", "file:///ä",
            "file:///a?b"
      })
  void aDirectoryThatTheReplicatorWouldNameOtherwiseIsRefused(String url) {
    assertRefused(url, "must have an absolute path after file://");
  }

  @Test
  void anAddressHasDefaults() {
    assertThat(S3Address.parse("bucket"))
        .isEqualTo(new S3Address("bucket", "", null, "us-east-1", false));
    assertThat(S3Address.parse("my.bucket_1/"))
        .isEqualTo(new S3Address("my.bucket_1", "", null, "us-east-1", false));
    assertThat(S3Address.parse("bucket/a/b/?endpoint=http%3A%2F%2Flocalhost%3A9000&region=eu-1"))
        .isEqualTo(
            new S3Address("bucket", "a/b/", URI.create("http://localhost:9000"), "eu-1", true));
    assertThat(S3Address.parse("bucket?endpoint=https://[::1]:9000/&forcePathStyle=false"))
        .isEqualTo(
            new S3Address("bucket", "", URI.create("https://[::1]:9000/"), "us-east-1", false));
    assertThat(S3Address.parse("bucket?storageClass=STANDARD_IA&concurrency=2").bucket())
        .isEqualTo("bucket");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/prefix",
        "ab",
        "-bucket",
        "bucket-",
        "buck et",
        "host:9000/bucket",
        "arn:aws:s3:us-east-1:1:accesspoint/x",
        "b.s3.amazonaws.com",
        "b.nyc3.digitaloceanspaces.com",
        "b.s3.eu-central-003.backblazeb2.com/p",
        "bucket/a//b",
        "bucket/../b",
        "bucket/%20",
        "bucket?",
        "bucket?endpoint=",
        "bucket?endpoint=localhost:9000",
        "bucket?endpoint=ftp://h",
        "bucket?endpoint=http://h/path",
        "bucket?endpoint=http://h:66000",
        "bucket?region=",
        "bucket?region=eu west",
        "bucket?forcePathStyle=yes",
        "bucket?region=a&region=b",
        "bucket?endpoint=%zz",
        "bucket?skipVerify=true"
      })
  void anAddressThatIsNoneIsRefused(String address) {
    assertRefused("s3://" + address, "cairn.backup.url ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://key:s3cret@bucket/prefix",
        "s3://key:s3c/ret@bucket/prefix",
        "s3://key:s3c?ret@bucket/prefix",
        "s3://bucket/prefix?endpoint=http://key:s3cret@host",
        "s3://bucket/prefix?secret-access-key=s3cret",
        "s3://bucket/prefix?sseCustomerKey=s3cret",
        "file://key:s3cret@host/x",
        "ftp://key:s3cret@host/x"
      })
  void credentialsInAUrlAreRefusedAndNotRepeated(String url) {
    assertThatThrownBy(() -> ReplicaStores.of(url, VersityGateway.CREDENTIALS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cairn.backup.url")
        .hasNoCause()
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("s3c", "ret@", "key:"));
  }

  private static ReplicaStore store(String url) {
    return requireNonNull(ReplicaStores.of(url, VersityGateway.CREDENTIALS));
  }

  private static void assertRefused(String url, String why) {
    assertThatThrownBy(() -> ReplicaStores.of(url, VersityGateway.CREDENTIALS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}
