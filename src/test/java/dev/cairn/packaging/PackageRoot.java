package dev.cairn.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A root directory with a dpkg database of its own and nothing in it: packages are installed into
 * it without touching this machine and without being root.
 */
final class PackageRoot {

  private final Path root;

  PackageRoot(Path root) throws IOException {
    this.root = root;
    Path database = root.resolve("var/lib/dpkg");
    Files.createDirectories(database.resolve("info"));
    Files.createDirectories(database.resolve("updates"));
    Files.createDirectories(root.resolve("etc"));
    Files.createFile(database.resolve("status"));
    Files.createFile(database.resolve("available"));
  }

  /** A file or directory in it, by its path from the root. */
  Path at(String path) {
    return root.resolve(path.substring(1));
  }

  Path path() {
    return root;
  }

  String install(Path made, String... options) {
    return dpkg(options, "--install", made.toString());
  }

  String remove() {
    return dpkg(new String[0], "--remove", "cairn");
  }

  String purge() {
    return dpkg(new String[0], "--purge", "cairn");
  }

  /** The state of the package as dpkg has it, such as "ii". */
  String state() {
    return Ran.well(
            "dpkg-query", "--root=" + root, "--show", "--showformat=${db:Status-Abbrev}", "cairn")
        .strip();
  }

  /** Settings, data and backup as somebody who uses it has them. */
  void use(String settings) throws IOException {
    Files.writeString(at("/etc/cairn/cairn.properties"), settings);
    Files.writeString(at("/etc/cairn/environment"), "AWS_SECRET_ACCESS_KEY=x\n");
    for (String kind : List.of("data", "backup")) {
      Path directory = Files.createDirectories(at("/var/lib/cairn/" + kind + "/shards"));
      Files.writeString(directory.resolve("one"), kind);
    }
  }

  private String dpkg(String[] options, String... action) {
    List<String> words = new ArrayList<>(List.of("dpkg", "--root=" + root, "--log=/dev/null"));
    // Its scripts are told the root, and run here, where there is all that they call.
    words.add("--force-not-root,script-chrootless,depends");
    words.addAll(Arrays.asList(options));
    words.addAll(Arrays.asList(action));
    return Ran.well(words.toArray(String[]::new));
  }
}
