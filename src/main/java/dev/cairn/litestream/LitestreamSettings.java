package dev.cairn.litestream;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;

/**
 * What the room must be told.
 *
 * @param binary the program: a path, or a bare name that is looked up on {@code PATH}
 * @param directory for what the processes need while they run; made when it is missing, used by
 *     nothing else, and no other service uses it at the same time
 * @param replica the URL of the replica's root in any form that Litestream knows, such as {@code
 *     file:///backup} or {@code s3://bucket/prefix?endpoint=https://host&region=eu}
 * @param files most files that are copied at a time, from 1; the limit of open files may allow
 *     fewer
 * @param credentials variables that the processes get in their environment beside those of this
 *     one; the values are secrets
 */
public record LitestreamSettings(
    String binary, Path directory, String replica, int files, Map<String, String> credentials) {

  /**
   * @throws IllegalArgumentException if a part is out of its range
   */
  public LitestreamSettings {
    if (binary.isBlank()) {
      throw new IllegalArgumentException("The program Litestream has no name");
    }
    if (files < 1) {
      throw new IllegalArgumentException("Files that are copied at a time: " + files);
    }
    directory = directory.toAbsolutePath().normalize();
    credentials = Map.copyOf(credentials);
  }

  /** Without what is secret. */
  @Override
  public String toString() {
    return "LitestreamSettings[binary="
        + binary
        + ", directory="
        + directory
        + ", replica="
        + Secrets.maskUrls(replica)
        + ", files="
        + files
        + ", credentials="
        + new TreeSet<>(credentials.keySet())
        + "]";
  }
}
