package dev.cairn.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConfigurationReferenceTest {

  @Test
  void theReferenceSaysWhatTheCodeDoes() throws IOException {
    Path page = Path.of("docs", "configuration.md");
    String wanted = ConfigurationReference.of(sources());
    if (Boolean.getBoolean("cairn.docs.write")) {
      Files.writeString(page, wanted);
    }
    assertThat(page).hasContent(wanted);
  }

  /** The interface with all keys first, then those that it is made of. */
  private static Path[] sources() throws IOException {
    Path room = Path.of("src/main/java/dev/cairn/app");
    try (Stream<Path> files = Files.list(room)) {
      return Stream.concat(
              Stream.of(room.resolve("CairnConfig.java")),
              files.filter(file -> file.toString().endsWith("Config.java")).sorted())
          .distinct()
          .toArray(Path[]::new);
    }
  }
}
