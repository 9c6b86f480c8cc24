package dev.cairn.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DirectoryBackupIT extends BackupContract {

  private static final Pattern UPLOADS = Pattern.compile("\"uploads\":(\\d+)");
  private static final String FINEST = "/ltx/0";

  DirectoryBackupIT() {
    super(ReplicaKind.DIRECTORY);
  }

  @Test
  void asManyUploadsAreToldAsThereAreFiles() throws Exception {
    try (CairnProcess cairn = serve("data");
        Client client = new Client(cairn.awaitUrl())) {
      for (int i = 0; i < 5; i++) {
        putReplicated(client, "a", "k", "" + i);
        putReplicated(client, "b", "k", "" + i);
      }
      AtomicInteger more = new AtomicInteger();

      // Litestream may have just uploaded one of which nobody has asked yet.
      Eventually.holds(
          "as many are told as there are",
          () -> {
            try {
              putReplicated(client, "a", "k", "\"" + more.incrementAndGet() + "\"");
              putReplicated(client, "b", "k", "\"" + more.incrementAndGet() + "\"");
              return uploads(client) == finestFiles();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      assertThat(finestFiles()).isGreaterThanOrEqualTo(10);
      assertThat(cairn.stop()).as(cairn.output()).isIn(0, 143);
    }
  }

  @Test
  void nobodyElseMayLookIntoTheDirectories() throws Exception {
    try (CairnProcess cairn = serve("data");
        Client client = new Client(cairn.awaitUrl())) {
      putReplicated(client, "a", "k", "1");
      assertThat(cairn.stop()).as(cairn.output()).isIn(0, 143);
    }
    Path data = directory.resolve("data");
    try (Stream<Path> all = Files.walk(data)) {
      assertThat(all.filter(Files::isDirectory))
          .as("those of notes, of operations, of shards")
          .hasSizeGreaterThan(5)
          .allSatisfy(
              each ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                      .isEqualTo("rwx------"));
    }
  }

  private static long uploads(Client client) throws IOException {
    Matcher told = UPLOADS.matcher(client.get("/v1/status").body());
    assertThat(told.find()).isTrue();
    return Long.parseLong(told.group(1));
  }

  private long finestFiles() throws IOException {
    try (Stream<Path> all = Files.walk(Path.of(URI.create(replica.url())))) {
      return all.filter(Files::isRegularFile)
          .filter(file -> file.getParent().toString().endsWith(FINEST))
          .count();
    }
  }
}
