package dev.cairn.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The seeds of a target: {@code fuzz/<target>.txt}, each behind a line of four equals signs. */
public final class Seeds {

  private Seeds() {}

  /** Those of a target. */
  public static List<byte[]> of(FuzzTarget target) {
    String file = "/fuzz/" + target.word() + ".txt";
    try (InputStream in = Seeds.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("There are no seeds " + file);
      }
      String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      List<byte[]> seeds = new ArrayList<>();
      for (String seed : all.stripTrailing().split("\n====\n", -1)) {
        seeds.add(seed.getBytes(StandardCharsets.UTF_8));
      }
      return seeds;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the seeds of every target to a directory of its own below the first argument. */
  public static void main(String[] arguments) throws IOException {
    for (FuzzTarget target : FuzzTarget.values()) {
      Path directory = Files.createDirectories(Path.of(arguments[0], target.word()));
      List<byte[]> seeds = of(target);
      for (int i = 0; i < seeds.size(); i++) {
        Files.write(directory.resolve("seed-" + i), seeds.get(i));
      }
    }
  }
}
