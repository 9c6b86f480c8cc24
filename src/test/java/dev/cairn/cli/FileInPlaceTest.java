package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileInPlaceTest {

  private final Path directory;

  FileInPlaceTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void aFileTakesItsPlaceAndThenItsDirectoryIsSynced() throws Exception {
    Path place = Files.writeString(directory.resolve("f"), "old");
    List<String> seen = new ArrayList<>();
    try (FileInPlace file =
        new FileInPlace(place, synced -> seen.add(synced + " " + Files.readString(place)))) {
      file.stream().write('n');
      assertThat(place).hasContent("old");
      file.commit();
    }
    assertThat(seen).containsExactly(directory + " n");
    assertThat(directory.toFile().list()).containsExactly("f");
  }

  @Test
  void aFileIsForItsOwnerAloneAndALinkInItsWayIsNotFollowed() throws Exception {
    Path place = directory.resolve("f");
    Path theirs = Files.writeString(directory.resolve("theirs"), "precious");
    Files.createSymbolicLink(directory.resolve("f.part"), theirs);
    try (FileInPlace file = new FileInPlace(place)) {
      file.stream().write('n');
      file.commit();
    }
    assertThat(theirs).hasContent("precious");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place)))
        .isEqualTo("rw-------");
  }

  @Test
  void withoutACommitEverythingStaysAsItWas() throws Exception {
    Path place = Files.writeString(directory.resolve("f"), "old");
    try (FileInPlace file = new FileInPlace(place)) {
      file.stream().write('n');
    }
    assertThat(place).hasContent("old");
    assertThat(directory.toFile().list()).containsExactly("f");
  }

  @Test
  void theSystemsOwnSyncTakesADirectory() throws Exception {
    try (FileInPlace file = new FileInPlace(directory.resolve("f"))) {
      file.commit();
    }
    assertThat(directory.resolve("f")).isEmptyFile();
  }
}
