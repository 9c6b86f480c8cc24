package dev.cairn.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.replica.ReplicaStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole copies in a directory: put, listed, fetched, deleted. */
class CopyStoreTest {

  private static final CopyName OLD = new CopyName(1_790_000_000_000L, 12);
  private static final CopyName NEW = new CopyName(1_790_000_100_000L, 3_000_000_001L);

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins
  Path directory;

  @SuppressWarnings("NullAway.Init") // set before each test
  private Path replica;

  @SuppressWarnings("NullAway.Init") // set before each test
  private Path scratch;

  @SuppressWarnings("NullAway.Init") // set before each test
  private CopyStore copies;

  @BeforeEach
  void begin() throws IOException {
    replica = directory.resolve("replica");
    scratch = Files.createDirectory(directory.resolve("scratch"));
    copies =
        new CopyStore(
            Objects.requireNonNull(ReplicaStores.of("file://" + replica, Map.of()), "a store"));
  }

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(scratch.resolve(name), content);
  }

  private static byte[] noise(int bytes) {
    byte[] noise = new byte[bytes];
    new Random(bytes).nextBytes(noise);
    return noise;
  }

  private Path stored(CopyName copy) {
    return replica.resolve("copies/a/" + copy + ".sqlite.gz");
  }

  @Test
  void whatWasPutIsFetchedByteForByte() throws IOException {
    for (int size : new int[] {0, 1, 65_536, 300_001}) {
      byte[] content = noise(size);
      Path file = file("in" + size, content);
      Path out = scratch.resolve("out" + size);

      long bytes = copies.put("a", NEW, file);
      copies.fetch("a", NEW, out);

      assertThat(out).hasBinaryContent(content);
      assertThat(copies.stored("a")).containsExactly(new CopyStore.StoredCopy(NEW, bytes));
    }
  }

  @Test
  void nothingButTheFilesIsLeftAndTheyAreTheOwnersAlone() throws IOException {
    copies.put("a", NEW, file("in", noise(1000)));
    copies.fetch("a", NEW, scratch.resolve("out"));

    try (Stream<Path> left = Files.list(scratch)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("in", "out");
    }
    assertThat(Files.getPosixFilePermissions(scratch.resolve("out")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void theyAreListedFromTheOldestOn() throws IOException {
    assertThat(copies.list("a")).isEmpty();
    copies.put("a", NEW, file("in", noise(1000)));
    copies.put("a", OLD, scratch.resolve("in"));
    copies.put("b", OLD, scratch.resolve("in"));
    Files.writeString(replica.resolve("copies/a/notes.txt"), "of somebody else");
    Files.createDirectories(replica.resolve("shards/c/e00000001-1790000000000/ltx/0"));

    assertThat(copies.list("a")).containsExactly(OLD, NEW);
    assertThat(copies.shards()).containsExactly("a", "b");

    copies.delete("a", OLD);
    copies.delete("a", OLD);

    assertThat(copies.list("a")).containsExactly(NEW);
    assertThat(copies.list("b")).containsExactly(OLD);
  }

  @Test
  void aCopyThatIsNotThereIsAFailureAndNoFile() {
    Path out = scratch.resolve("out");

    assertThatThrownBy(() -> copies.fetch("a", OLD, out))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no copy " + OLD);
    assertThat(scratch).isEmptyDirectory();
  }

  @Test
  void aCopyThatIsCutShortOrChangedIsAFailureAndNoFile() throws IOException {
    copies.put("a", NEW, file("in", noise(100_000)));
    Files.delete(scratch.resolve("in"));
    byte[] whole = Files.readAllBytes(stored(NEW));
    byte[] flipped = whole.clone();
    flipped[50_000] ^= 1;
    Path out = scratch.resolve("out");

    for (byte[] bad : List.of(Arrays.copyOf(whole, 50_000), flipped, noise(100))) {
      Files.write(stored(NEW), bad);
      assertThatThrownBy(() -> copies.fetch("a", NEW, out))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("is damaged");
      assertThat(scratch).isEmptyDirectory();
    }
  }

  @Test
  void whatIsThereAlreadyIsLeftAlone() throws IOException {
    copies.put("a", NEW, file("in", noise(1000)));
    Path out = file("out", noise(10));
    Path packed = file("other.gz", noise(20));

    assertThatThrownBy(() -> copies.fetch("a", NEW, out)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> copies.fetch("a", NEW, scratch.resolve("other")))
        .isInstanceOf(IOException.class);

    assertThat(out).hasBinaryContent(noise(10));
    assertThat(packed).hasBinaryContent(noise(20));
  }

  @Test
  void noNameLeadsElsewhere() {
    assertThatThrownBy(() -> copies.list("../a")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> copies.fetch("A", NEW, scratch.resolve("out")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
