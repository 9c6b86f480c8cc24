package dev.cairn.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The bill of materials of the build: what the program is made of, and under which licences. */
class BillOfMaterialsIT {

  /** Licences under which a part may be in a program that is under Apache-2.0. */
  private static final Set<String> FIT =
      Set.of(
          "Apache-2.0",
          "MIT",
          "MIT-0",
          "BSD-2-Clause",
          "BSD-3-Clause",
          "CC0-1.0",
          "EPL-1.0",
          "EPL-2.0",
          "GPL-2.0-with-classpath-exception",
          "Public Domain");

  /** Says "The BSD License", which is taken for the oldest of these; its file is the third. */
  private static final String JLINE = "pkg:maven/org.jline/";

  private final JsonNode bill = read();

  private static JsonNode read() {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      Path file =
          files
              .filter(path -> path.toString().endsWith(".cdx.json"))
              .findFirst()
              .orElseThrow(() -> new AssertionError("made by ./cairn build and ./mvnw -P sbom"));
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void itNamesWhatTheProgramIsPackedWithAndItsChecksums() throws IOException {
    Set<String> named = new TreeSet<>();
    for (JsonNode part : bill.get("components")) {
      assertThat(part.path("purl").asText()).as(part.toString()).startsWith("pkg:maven/");
      assertThat(part.path("hashes").toString()).as(part.toString()).contains("SHA-256");
      named.add(
          part.path("group").asText()
              + "."
              + part.path("name").asText()
              + "-"
              + part.path("version").asText());
    }
    for (Path jar : packed()) {
      String name = jar.getFileName().toString().replaceFirst("(-linux-[a-z0-9_]+)?\\.jar$", "");
      assertThat(named).as("the bill of materials").contains(name);
    }
  }

  @Test
  void everyPartIsUnderALicenceThatFits() {
    List<String> odd = new ArrayList<>();
    for (JsonNode part : bill.get("components")) {
      boolean fits = part.path("purl").asText().startsWith(JLINE);
      for (JsonNode licence : part.path("licenses")) {
        JsonNode one = licence.path("license");
        fits |= FIT.contains(one.path("id").asText()) || FIT.contains(one.path("name").asText());
      }
      if (!fits) {
        odd.add(part.path("purl").asText() + " " + part.path("licenses"));
      }
    }
    assertThat(odd).isEmpty();
  }

  /** The libraries that the packaged program loads; the generated code among them is our own. */
  private static List<Path> packed() throws IOException {
    try (Stream<Path> jars = Files.list(Path.of("target", "quarkus-app", "lib", "main"))) {
      return jars.filter(path -> path.toString().endsWith(".jar")).toList();
    }
  }
}
