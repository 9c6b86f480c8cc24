package dev.cairn.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeFileTest {

  private static final int LARGE_BYTES = 11 << 20;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  Path directory;

  @Test
  void anEmptyASmallAndALargeOneGo() throws IOException {
    for (int bytes : new int[] {0, 1, 2 << 20, LARGE_BYTES}) {
      Path file = filled("of-" + bytes, bytes);

      LargeFile.delete(file);

      assertThat(file).doesNotExist();
    }
  }

  @Test
  void whatALargeOneHeldIsFreedThoughSomebodyStillHasItOpen() throws IOException {
    Path file = filled("held", LARGE_BYTES);
    try (FileChannel held = FileChannel.open(file)) {
      LargeFile.delete(file);

      assertThat(held.size()).isLessThan(4 << 20);
    }
  }

  @Test
  void oneThatHasAnotherNameKeepsItsContent() throws IOException {
    Path file = filled("one", LARGE_BYTES);
    Path other = Files.createLink(directory.resolve("other"), file);

    LargeFile.delete(file);

    assertThat(file).doesNotExist();
    assertThat(other).hasSize(LARGE_BYTES);
  }

  @Test
  void aLinkGoesAndNotWhatItLeadsTo() throws IOException {
    Path file = filled("target", LARGE_BYTES);
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);

    LargeFile.delete(link);

    assertThat(link).doesNotExist();
    assertThat(file).hasSize(LARGE_BYTES);
  }

  @Test
  void oneThatIsNotThereIsAnError() {
    assertThatThrownBy(() -> LargeFile.delete(directory.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void anInterruptedThreadDeletesItAllTheSame() throws IOException {
    Path file = filled("interrupted", LARGE_BYTES);
    Thread.currentThread().interrupt();

    LargeFile.delete(file);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(file).doesNotExist();
  }

  private Path filled(String name, int bytes) throws IOException {
    Path file = directory.resolve(name);
    try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
      content.write(new byte[bytes]);
    }
    return file;
  }
}
