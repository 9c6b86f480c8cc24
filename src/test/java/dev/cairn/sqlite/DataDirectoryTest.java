package dev.cairn.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins.
  Path directory;

  @Test
  void aMissingDirectoryIsMadeForItsOwnerAlone() throws IOException {
    Path data = directory.resolve("a").resolve("b");

    try (DataDirectory locked = DataDirectory.lock(data)) {
      assertThat(locked.root()).isEqualTo(data.toRealPath());
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
          .isEqualTo("rwx------");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("lock"))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void nobodyElseGetsItUntilItIsGivenUp() {
    DataDirectory first = DataDirectory.lock(directory);

    assertThatIllegalStateException()
        .isThrownBy(() -> DataDirectory.lock(directory))
        .withMessageContaining("in use")
        .withMessageContaining("--data");

    first.close();
    first.close();
    DataDirectory.lock(directory).close();
  }

  @Test
  void aLinkInPlaceOfTheLockIsNotFollowed() throws IOException {
    Path elsewhere = directory.resolve("elsewhere");
    Path data = Files.createDirectory(directory.resolve("data"));
    Files.createSymbolicLink(data.resolve("lock"), elsewhere);

    assertThatIllegalStateException()
        .isThrownBy(() -> DataDirectory.lock(data))
        .withMessageContaining("symbolic link");

    assertThat(elsewhere).doesNotExist();
  }

  @Test
  void aFileIsNoDirectory() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    assertThatThrownBy(() -> DataDirectory.lock(file))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("can't be used");
  }

  @Test
  void aDirectoryReachedThroughALinkIsOne() throws IOException {
    Path real = Files.createDirectory(directory.resolve("real"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), real);

    try (DataDirectory locked = DataDirectory.lock(link)) {
      assertThat(locked.root()).isEqualTo(real.toRealPath());
      assertThatIllegalStateException().isThrownBy(() -> DataDirectory.lock(real));
    }
  }
}
