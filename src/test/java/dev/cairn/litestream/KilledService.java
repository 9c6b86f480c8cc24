package dev.cairn.litestream;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A Java machine that runs Litestream, for tests to kill. */
final class KilledService {

  private KilledService() {}

  /** Starts one; the first line that it says is the number of its process of Litestream. */
  static Process start(Path directory) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            KilledService.class.getName(),
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Runs until it is killed. */
  public static void main(String[] arguments) throws Exception {
    try (Rig rig = new Rig(Path.of(arguments[0]), Rig.SOON)) {
      System.out.println(rig.pid());
      new CountDownLatch(1).await();
    }
  }
}
