package dev.cairn.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationReferenceTest {

  @Test
  void theReferenceSaysWhatTheCodeDoes() throws IOException {
    Path page = Path.of("docs", "configuration.md");
    Path room = Path.of("src/main/java/dev/cairn/app");
    String wanted =
        ConfigurationReference.of(
            room.resolve("CairnConfig.java"),
            room.resolve("AuthConfig.java"),
            room.resolve("IssuerConfig.java"),
            room.resolve("TlsConfig.java"),
            room.resolve("BackupConfig.java"));
    if (Boolean.getBoolean("cairn.docs.write")) {
      Files.writeString(page, wanted);
    }
    assertThat(page).hasContent(wanted);
  }
}
