package dev.cairn.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.backup.ReplicaPlace;
import dev.cairn.backup.ReplicaStore;
import dev.cairn.backup.ReplicaStore.TransactionFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DirectoryReplicaStoreTest extends ReplicaStoreContract {

  @Override
  protected ReplicaStore open() {
    return new DirectoryReplicaStore(root());
  }

  private Path root() {
    return scratch.resolve("replica");
  }

  @Override
  protected void writeAsReplicator(
      ReplicaPlace place, int level, long first, long last, long created, byte[] content)
      throws IOException {
    String name = "%016x-%016x.ltx".formatted(first, last);
    Path file = root().resolve(place.path()).resolve("ltx").resolve("" + level).resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    Files.setLastModifiedTime(file, FileTime.fromMillis(created));
  }

  @Override
  protected void writeAsStranger(String path) throws IOException {
    Path file = root().resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "strange");
  }

  @Test
  void filesAndDirectoriesAreForTheirOwnerAlone() throws Exception {
    put("copies/a/b", "b");
    try (Stream<Path> all = Files.walk(root())) {
      for (Path path : (Iterable<Path>) all::iterator) {
        assertThat(Files.getPosixFilePermissions(path))
            .as(path.toString())
            .isEqualTo(
                PosixFilePermissions.fromString(
                    Files.isDirectory(path) ? "rwx------" : "rw-------"));
      }
    }
  }

  @Test
  void aRootThatIsALinkIsFollowed() throws Exception {
    Path elsewhere = Files.createDirectory(scratch.resolve("elsewhere"));
    Files.createSymbolicLink(root(), elsewhere);
    put("copies/a", "a");
    put("b", "b");
    assertThat(paths("copies")).containsExactly("copies/a");
    assertThat(elsewhere.resolve("copies/a")).hasContent("a");
  }

  @Test
  void noLinkBelowTheRootIsFollowed() throws Exception {
    Path outside = Files.createDirectories(scratch.resolve("outside/e00000001-1790000000000"));
    Path secret = Files.writeString(outside.resolve("secret"), "secret");
    put("copies/a", "a");
    Files.createDirectories(root().resolve("shards/s"));
    Files.createSymbolicLink(root().resolve("copies/link"), outside);
    Files.createSymbolicLink(root().resolve("copies/file"), secret);
    Files.createSymbolicLink(root().resolve("shards/outside"), outside.getParent());
    Files.createSymbolicLink(root().resolve("shards/s").resolve(FIRST.toString()), outside);

    assertThat(paths("copies")).containsExactly("copies/a");
    assertThat(paths("copies/link")).isEmpty();
    assertThat(store.get("copies/link/secret", scratch.resolve("got"))).isFalse();
    assertThat(store.get("copies/file", scratch.resolve("got"))).isFalse();
    assertThat(shards()).isEmpty();
    assertThat(store.epochs("outside")).isEmpty();
    assertThat(store.epochs("s")).isEmpty();
    store.delete("copies/link/secret");
    store.delete("copies/file");
    store.deleteEpoch(new ReplicaPlace("s", FIRST));
    store.deleteEpoch(new ReplicaPlace("outside", FIRST));
    Path b = file(content(1));
    assertThatThrownBy(() -> store.put("copies/link/b", b))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a link or a file is where a directory must be");

    assertThat(secret).hasContent("secret");
    assertThat(outside.toFile().list()).containsExactly("secret");
  }

  @Test
  void aPutReplacesALinkAndNotWhatItLeadsTo() throws Exception {
    Path secret = Files.writeString(scratch.resolve("secret"), "secret");
    put("copies/a", "a");
    Files.createSymbolicLink(root().resolve("copies/b"), secret);
    put("copies/b", "b");
    assertThat(secret).hasContent("secret");
    assertThat(got("copies/b")).asString().isEqualTo("b");
  }

  @Test
  void linksInAnEpochAreDeletedAndNotWhatTheyLeadTo() throws Exception {
    Path outside = Files.createDirectory(scratch.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "secret");
    writeAsReplicator(PLACE, 0, 1, 1, CREATED, content(1));
    Files.createSymbolicLink(root().resolve(PLACE.path()).resolve("link"), outside);
    store.deleteEpoch(PLACE);
    assertThat(outside.resolve("secret")).hasContent("secret");
    assertThat(root().resolve("shards/" + PLACE.shard())).doesNotExist();
  }

  @Test
  void whatAKilledProcessLeftOfAPutGoesWithTheNext() throws Exception {
    put("copies/a", "a");
    Path leftOver = Files.writeString(root().resolve("copies/.put-1234.tmp"), "half");
    assertThat(paths("copies")).containsExactly("copies/a");
    put("copies/b", "b");
    assertThat(leftOver).doesNotExist();
    assertThat(paths("copies")).containsExactly("copies/a", "copies/b");
  }

  @Test
  void putsAtTheSameTimeLeaveEachOtherAlone() throws Exception {
    int each = 40;
    try (ExecutorService writers = Executors.newFixedThreadPool(4)) {
      List<Future<?>> writing = new ArrayList<>();
      for (String name : List.of("a", "b", "c", "d")) {
        writing.add(
            writers.submit(
                () -> {
                  for (int i = 0; i < each; i++) {
                    put("copies/" + name + i, name);
                  }
                  return null;
                }));
      }
      for (Future<?> writer : writing) {
        writer.get();
      }
    }
    assertThat(store.list("copies")).hasSize(4 * each);
  }

  @Test
  void whatVanishesDuringAListingIsNoError() throws Exception {
    int rounds = 150;
    put("copies/kept", "kept");
    try (ExecutorService changer = Executors.newSingleThreadExecutor()) {
      Future<?> changing =
          changer.submit(
              () -> {
                for (int i = 0; i < rounds; i++) {
                  writeAsReplicator(PLACE, i % 10, 1, 1, CREATED, content(1));
                  put("copies/gone/" + i, "gone");
                  store.delete("copies/gone/" + i);
                  store.deleteEpoch(PLACE);
                }
                return null;
              });
      do {
        assertThat(paths("copies")).contains("copies/kept");
        store.epochs(PLACE.shard());
        store.forEachShard(shard -> assertThat(shard).isEqualTo(PLACE.shard()));
        store.files(PLACE, 0);
        store.created(PLACE, new TransactionFile(0, 1, 1, 1, 0));
      } while (!changing.isDone());
      changing.get();
    }
  }

  @Test
  void aFileInPlaceOfADirectoryIsSaidToBeThere() throws Exception {
    put("copies", "a file");
    Path file = file(content(1));
    assertThatThrownBy(() -> store.put("copies/a", file))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "The backup directory "
                + root()
                + ": can't put copies/a: a link or a file is where a directory must be; look at the"
                + " disk and its mount, then try again");
  }

  @Test
  void aDirectoryInPlaceOfAnObjectIsKept() throws Exception {
    put("copies/a/b", "b");
    Path file = file(content(1));
    assertThatThrownBy(() -> store.put("copies/a", file)).isInstanceOf(IOException.class);
    assertThat(got("copies/a/b")).asString().isEqualTo("b");
    assertThat(root().resolve("copies").toFile().list()).containsExactly("a");
  }

  @Test
  void noRequestsAreCounted() throws Exception {
    put("copies/a", "a");
    assertThat(store.requests()).isZero();
  }
}
