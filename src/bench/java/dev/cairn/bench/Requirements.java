package dev.cairn.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

/** The programs that the parts need besides Cairn. */
final class Requirements {

  private Requirements() {}

  /**
   * @throws IllegalStateException if one is missing, with the cure
   */
  static void check(Set<Bench.PartName> parts) {
    if (parts.stream().anyMatch(Bench.PartName::needsWrk)) {
      require("wrk", "wrk");
    }
    if (parts.contains(Bench.PartName.HTTP)) {
      require("ab", "apache2-utils");
    }
    if (parts.contains(Bench.PartName.POSTGRES)
        && !Files.exists(Postgres.programs().resolve("initdb"))) {
      throw missing("initdb", "postgresql");
    }
    if (parts.contains(Bench.PartName.SCALING)) {
      require("cc", "gcc");
    }
    if (parts.contains(Bench.PartName.ENGINE)) {
      require("cc", "gcc");
      if (!Files.exists(Path.of("/usr/include/sqlite3.h"))) {
        throw missing("sqlite3.h", "libsqlite3-dev");
      }
    }
  }

  private static void require(String program, String debianPackage) {
    boolean there =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    if (!there) {
      throw missing(program, debianPackage);
    }
  }

  private static IllegalStateException missing(String what, String debianPackage) {
    return new IllegalStateException(
        "The benchmarks need " + what + "; on Debian: apt-get install " + debianPackage);
  }
}
