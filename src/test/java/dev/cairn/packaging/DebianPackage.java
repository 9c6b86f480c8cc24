package dev.cairn.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** Packages as {@code ./cairn package} makes them. */
final class DebianPackage {

  private static final String BUILD = "src/deb/build";

  private DebianPackage() {}

  /** One whose program and Litestream are a script that says what it was started with. */
  static Path ofStandIn(Path to) throws IOException {
    return ofStandIn(to, "echo \"$@\"");
  }

  /** One whose program and Litestream are a script. */
  static Path ofStandIn(Path to, String script) throws IOException {
    String standIn = script(to.resolve("stand-in"), script).toString();
    return packaged(
        Ran.well(BUILD, "--executable", standIn, "--litestream", standIn, "--to", to.toString()));
  }

  /** One with the program that was built: the native executable if it is named, else the other. */
  static Path ofProgram(Path to) {
    String executable = System.getProperty("cairn.executable");
    return packaged(
        executable == null
            ? Ran.well(BUILD, "--to", to.toString())
            : Ran.well(BUILD, "--executable", executable, "--to", to.toString()));
  }

  /** The same program made at another time, by somebody whose files nobody else may read. */
  static Path again(Path to, Path first) throws IOException {
    String standIn = first.resolveSibling("stand-in").toString();
    List<String> words =
        List.of(
            "sh",
            "-c",
            "umask 077 && exec \"$0\" \"$@\"",
            BUILD,
            "--executable",
            standIn,
            "--litestream",
            standIn,
            "--to",
            to.toString());
    return packaged(Ran.of(Map.of("TZ", "Pacific/Kiritimati", "LC_ALL", "C"), words).output());
  }

  /** The next version of a package, with a line more in the settings it ships. */
  static Path next(Path old, String version, String line) throws IOException {
    Path raw = old.resolveSibling("raw-" + version);
    Ran.well("dpkg-deb", "--raw-extract", old.toString(), raw.toString());
    Path control = raw.resolve("DEBIAN/control");
    Files.writeString(
        control,
        Files.readString(control).replaceFirst("(?m)^Version: .*$", "Version: " + version));
    Path settings = raw.resolve("etc/cairn/cairn.properties");
    Files.writeString(settings, Files.readString(settings) + line);
    Path made = old.resolveSibling("cairn_" + version + ".deb");
    Ran.well("dpkg-deb", "--root-owner-group", "--build", raw.toString(), made.toString());
    return made;
  }

  static Path script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }

  /** The last line of the output names the package. */
  private static Path packaged(String output) {
    return Path.of(output.lines().reduce("", (_, last) -> last));
  }
}
