package dev.cairn.litestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Processes of the system, as far as tests look at them and meddle with them. */
final class Processes {

  private Processes() {}

  /** Numbers of the processes that are remembered in a directory. */
  static List<Long> remembered(Path directory) throws IOException {
    List<Long> pids = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "process-*")) {
      for (Path file : files) {
        pids.add(Long.valueOf(file.getFileName().toString().substring("process-".length())));
      }
    }
    return pids;
  }

  /** Whether a process runs; one that has ended and is only not forgotten yet does not. */
  static boolean isRunning(long pid) {
    return ProcessHandle.of(pid).flatMap(process -> process.info().command()).isPresent();
  }

  /** Sends a signal. */
  static void signal(String name, long pid) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start();
    assertThat(kill.waitFor()).isZero();
  }

  /** Makes a program of shell commands. */
  static Path script(Path file, String commands) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + commands + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
