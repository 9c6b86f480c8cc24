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
    String wanted =
        ConfigurationReference.of(Path.of("src/main/java/dev/cairn/app/CairnConfig.java"));
    if (Boolean.getBoolean("cairn.docs.write")) {
      Files.writeString(page, wanted);
    }
    assertThat(page).hasContent(wanted);
  }
}
