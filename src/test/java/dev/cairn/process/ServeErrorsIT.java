package dev.cairn.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that can't start says so in one line and ends with a code that tells whose fault. */
class ServeErrorsIT {

  private static final int MISTAKE = 2;
  private static final int FAILURE = 1;

  @TempDir Path directory;

  @Test
  void mistakesOnTheCommandLineAreTold() {
    assertEnds(MISTAKE, "--prot", "--prot", "1");
    assertEnds(MISTAKE, "--port", "--port", "abc");
    assertEnds(MISTAKE, "65535", "--port", "70000");
    assertEnds(MISTAKE, "none.properties", "--config", "none.properties");
  }

  @Test
  void settingsThatAreWrongAreNamed() throws IOException {
    Path file = directory.resolve("cairn.properties");
    Files.writeString(file, "cairn.colour=red\n");
    assertEnds(FAILURE, "cairn.colour", "--config", file.toString());
    Files.writeString(file, "cairn.limits.value-bytes=many\n");
    assertEnds(FAILURE, "cairn.limits.value-bytes", "--config", file.toString());
    assertEnds(FAILURE, "cairn.host is no.host.invalid", "--host", "no.host.invalid");
    Files.writeString(file, "cairn.auth.mode=off\n");
    assertEnds(FAILURE, "cairn.host is 0.0.0.0", "--host", "0.0.0.0", "--config", file.toString());
  }

  @Test
  void aPortInUseIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      assertEnds(FAILURE, port + " (cairn.port)", "--port", port);
      assertEnds(FAILURE, port + " (cairn.management-port)", "--management-port", port);
    }
  }

  @Test
  void aDataDirectoryThatCanNotBeUsedIsNamed() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertEnds(FAILURE, file.toString(), "--data", file.toString());
    Path data = directory.resolve("data");
    try (CairnProcess first = CairnProcess.serve(data)) {
      assertEnds(FAILURE, data.toString(), "--data", data.toString());
      assertThat(first.output()).doesNotContain("ERROR");
    }
  }

  /**
   * Starts with these options, and with free ports and a fresh directory unless they say others.
   */
  private void assertEnds(int exitCode, String named, String... options) {
    List<String> arguments = new ArrayList<>(List.of("serve", "--backup", "off"));
    List<String> given = List.of(options);
    addUnlessGiven(arguments, given, "--port", "0");
    addUnlessGiven(arguments, given, "--management-port", "0");
    addUnlessGiven(arguments, given, "--data", directory.resolve("fresh").toString());
    arguments.addAll(given);
    try (CairnProcess cairn = CairnProcess.start(List.of(), List.of(), arguments)) {
      assertThat(cairn.awaitExit()).as(cairn.output()).isEqualTo(exitCode);
      assertThat(cairn.output().lines()).as(cairn.output()).hasSize(1);
      assertThat(cairn.output()).startsWith("cairn: ").contains(named);
    }
  }

  private static void addUnlessGiven(
      List<String> arguments, List<String> given, String option, String value) {
    if (!given.contains(option)) {
      arguments.addAll(List.of(option, value));
    }
  }
}
