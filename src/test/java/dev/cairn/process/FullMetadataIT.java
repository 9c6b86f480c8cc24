package dev.cairn.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.ShardId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk on which Litestream stages what it copies is full, with just enough room for a write: it
 * is kept, and nobody says that it is in the replica.
 */
class FullMetadataIT {

  private static final int BYTES = 1 << 20;
  private static final int PAGE_BYTES = 4096;
  private static final int MOST_PAGES = 300;
  private static final String BALLAST = "ballast";

  private final Map<String, String> written = new TreeMap<>();

  @Test
  void whatCantBeStagedIsNotSaidToBeInTheReplicaAndComesThereLater(@TempDir Path directory)
      throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    String replica = "file://" + directory.resolve("replica");
    try (ReplicatedService service =
            new ReplicatedService(
                directory, replica, Map.of("CAIRN_BACKUP_REPLICATED_WAIT", "2s"));
        RestoredStates states = new RestoredStates(replica, directory.resolve("states"))) {
      service.begin(onSmallDisk(disk), "disk/data");
      fillLog(service);
      Path ballast = service.cairn().seenBy(disk.resolve(BALLAST));
      fillDisk(ballast);

      writeUntilOneIsNotConfirmed(service, ballast);
      assertThat(service.backup("a")).contains("\"state\":\"failing\"", "lagSeconds");

      Files.delete(ballast);
      service.awaitReplicated("a");
      service.putReplicated("a", "k0", "\"after\"");
      written.put("k0", "\"after\"");
      assertThat(requireNonNull(states.before(new ShardId("a"), Long.MAX_VALUE)).entries())
          .isEqualTo(written);
    }
  }

  /**
   * Gives a page of the disk free at a time, so that there is enough for a write before there is
   * for its copy too.
   */
  private void writeUntilOneIsNotConfirmed(ReplicatedService service, Path ballast)
      throws IOException {
    int status = 0;
    for (int i = 0; status != 504; i++) {
      assertThat(i).as("pages that were given free").isLessThan(MOST_PAGES);
      try (FileChannel channel = FileChannel.open(ballast, StandardOpenOption.WRITE)) {
        channel.truncate(channel.size() - PAGE_BYTES);
      }
      String value = "\"on a full disk " + i + "\"";
      status = service.tryPutReplicated("a", "k" + i % 3, value).statusCode();
      assertThat(status).isIn(204, 504, 507);
      if (status != 507) {
        written.put("k" + i % 3, value);
      }
    }
  }

  /** Has the log grow to some megabytes. */
  private void fillLog(ReplicatedService service) {
    for (int i = 0; i < 400; i++) {
      String value = "\"" + i + "x".repeat(15_000) + "\"";
      service.putDone("a", "k" + i % 3, value);
      written.put("k" + i % 3, value);
    }
    service.awaitReplicated("a");
  }

  private static void fillDisk(Path ballast) {
    byte[] block = new byte[BYTES];
    try (OutputStream out = Files.newOutputStream(ballast)) {
      fill(out, block);
    } catch (IOException e) {
      // Full.
    }
  }

  private static void fill(OutputStream out, byte[] block) throws IOException {
    int size = block.length;
    while (size > 0) {
      try {
        out.write(block, 0, size);
      } catch (IOException full) {
        size /= 2;
      }
    }
  }

  private static List<String> onSmallDisk(Path disk) {
    String unshare = "root".equals(System.getProperty("user.name")) ? "-m" : "-rm";
    return List.of(
        "unshare",
        unshare,
        "sh",
        "-c",
        "mount -t tmpfs -o size=40m tmpfs \"$0\" && exec \"$@\"",
        disk.toString());
  }
}
