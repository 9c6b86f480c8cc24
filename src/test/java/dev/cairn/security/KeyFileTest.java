package dev.cairn.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  private Path directory;

  @Test
  void aKeyComesBackFromAFileThatOnlyItsOwnerMayRead() throws IOException {
    Path file = directory.resolve("a.key");
    KeyFile.write(file, "cairn_abc");
    assertThat(Files.readString(file)).isEqualTo("cairn_abc\n");
    assertThat(KeyFile.read(file)).isEqualTo("cairn_abc");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(directory).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void whatIsThereIsLeftAsItIs() throws IOException {
    Path file = directory.resolve("a.key");
    Files.writeString(file, "mine");
    assertThatExceptionOfType(FileAlreadyExistsException.class)
        .isThrownBy(() -> KeyFile.write(file, "cairn_abc"));
    assertThat(file).hasContent("mine");
    Path link = Files.createSymbolicLink(directory.resolve("b.key"), directory.resolve("none"));
    assertThatExceptionOfType(FileAlreadyExistsException.class)
        .isThrownBy(() -> KeyFile.write(link, "cairn_abc"));
  }

  @Test
  void anUnfinishedFileIsMadeAnew() throws IOException {
    Files.writeString(directory.resolve("a.key.part"), "half");
    KeyFile.write(directory.resolve("a.key"), "cairn_abc");
    assertThat(directory.resolve("a.key")).hasContent("cairn_abc");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("a.key"))))
        .isEqualTo("rw-------");
  }

  @Test
  void blanksAroundAKeyAreNoPartOfIt() throws IOException {
    Path file = directory.resolve("a.key");
    Files.writeString(file, "\r\n  cairn_abc \r\n");
    assertThat(KeyFile.read(file)).isEqualTo("cairn_abc");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\n", "secret\nsecret", "secret secret", "secr\u00e9t", "\u0000secret"})
  void whatIsNoKeyIsNotTold(String content) throws IOException {
    Path file = directory.resolve("a.key");
    Files.writeString(file, content);
    assertThatIOException()
        .isThrownBy(() -> KeyFile.read(file))
        .withMessageContaining(file.toString())
        .withMessageNotContainingAny("secr");
  }

  @Test
  void aFileThatIsTooLongIsNone() throws IOException {
    Path file = directory.resolve("a.key");
    Files.writeString(file, "x".repeat(8193));
    assertThatIOException().isThrownBy(() -> KeyFile.read(file));
    Files.writeString(file, "x".repeat(8192));
    assertThat(KeyFile.read(file)).hasSize(8192);
  }
}
