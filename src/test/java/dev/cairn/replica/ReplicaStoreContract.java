package dev.cairn.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.cairn.backup.EpochName;
import dev.cairn.backup.ReplicaPlace;
import dev.cairn.backup.ReplicaStore;
import dev.cairn.backup.ReplicaStore.StoredObject;
import dev.cairn.backup.ReplicaStore.TransactionFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Everything that is asked of a store of replicas. A store's test is a subclass that says how to
 * open it, how others write to it, and what is its alone.
 */
public abstract class ReplicaStoreContract {

  /** With a thousandth of a second that listings of some stores leave out. */
  static final long CREATED = 1_790_000_000_123L;

  static final EpochName FIRST = new EpochName(1, 1_790_000_000_000L);
  static final EpochName SECOND = new EpochName(2, 1_790_000_100_000L);
  static final ReplicaPlace PLACE = new ReplicaPlace("a=2eb-_1", FIRST);

  /** More than a page of a listing and a batch of deletions hold. */
  private static final int MANY = 1_003;

  /** Stores may cut times to seconds, and clocks of stores may be read in ticks. */
  private static final long SLACK_MILLIS = 2_000;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins.
  Path scratch;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  ReplicaStore store;

  /** Opens an empty store. */
  protected abstract ReplicaStore open() throws IOException;

  /** Writes a transaction file as the replicator does. */
  protected abstract void writeAsReplicator(
      ReplicaPlace place, int level, long first, long last, long created, byte[] content)
      throws IOException;

  /** Writes something under a path, whether or not it can be that of an object. */
  protected abstract void writeAsStranger(String path) throws IOException;

  @BeforeEach
  final void openStore() throws IOException {
    store = open();
  }

  @AfterEach
  final void closeStore() {
    store.close();
  }

  @Test
  void anEmptyStoreHasNothing() throws Exception {
    TransactionFile file = new TransactionFile(0, 1, 1, 1, CREATED);
    assertThat(shards()).isEmpty();
    assertThat(store.epochs("a")).isEmpty();
    assertThat(store.files(PLACE, 0)).isEmpty();
    assertThat(store.created(PLACE, file)).isNull();
    assertThat(store.list("copies/a")).isEmpty();
    assertThat(store.get("copies/a", scratch.resolve("got"))).isFalse();
    assertThat(scratch.resolve("got")).doesNotExist();
  }

  @Test
  void whatIsNotThereCanBeDeleted() throws Exception {
    store.delete("copies/a");
    store.delete(PLACE, new TransactionFile(0, 1, 1, 1, CREATED));
    store.deleteEpoch(PLACE);
    assertThat(shards()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1_000_000, 9_000_000})
  void whatWasPutIsGotByteForByte(int bytes) throws Exception {
    byte[] content = content(bytes);
    store.put("copies/a/x", file(content));
    assertThat(got("copies/a/x")).isEqualTo(content);
  }

  @Test
  void aPutReplacesWhatIsThere() throws Exception {
    put("copies/a", "a long old text");
    put("copies/a", "new");
    assertThat(got("copies/a")).asString().isEqualTo("new");
    assertThat(store.list("copies")).extracting(StoredObject::bytes).containsExactly(3L);
  }

  @Test
  void aPutThatFailsLeavesNothingBehind() throws Exception {
    put("copies/old", "old");
    for (String path : List.of("copies/new", "copies/old")) {
      // A directory can be opened but not read; the other is not there at all.
      for (Path source : List.of(scratch, scratch.resolve("nothing"))) {
        assertThatThrownBy(() -> store.put(path, source))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("put " + path);
      }
    }
    assertThat(paths("copies")).containsExactly("copies/old");
    assertThat(got("copies/old")).asString().isEqualTo("old");
  }

  @Test
  void aReaderSeesOneOfThePutsAsAWhole() throws Exception {
    int puts = 30;
    byte[] ones = new byte[300_000];
    byte[] twos = new byte[500_000];
    Arrays.fill(ones, (byte) 1);
    Arrays.fill(twos, (byte) 2);
    Path onesFile = file(ones);
    Path twosFile = file(twos);
    store.put("copies/a", onesFile);
    try (ExecutorService writer = Executors.newSingleThreadExecutor()) {
      Future<?> writing =
          writer.submit(
              () -> {
                for (int i = 0; i < puts; i++) {
                  store.put("copies/a", i % 2 == 0 ? twosFile : onesFile);
                }
                return null;
              });
      do {
        assertThat(got("copies/a")).isIn(ones, twos);
      } while (!writing.isDone());
      writing.get();
    }
  }

  @Test
  void getLeavesAFileThatIsThereAlone() throws Exception {
    put("copies/a", "a");
    Path there = Files.writeString(scratch.resolve("there"), "mine");
    assertThatThrownBy(() -> store.get("copies/a", there))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("get copies/a")
        .hasMessageContaining("is there already");
    assertThat(there).hasContent("mine");
  }

  @Test
  void aFileThatWasGotIsForItsOwnerAlone() throws Exception {
    put("copies/a", "a");
    Path got = scratch.resolve("got");
    assertThat(store.get("copies/a", got)).isTrue();
    assertThat(Files.getPosixFilePermissions(got))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void whatWasDeletedIsGoneAndNothingElse() throws Exception {
    put("copies/a", "a");
    put("copies/a-b", "b");
    store.delete("copies/a");
    assertThat(paths("copies")).containsExactly("copies/a-b");
    assertThat(store.get("copies/a", scratch.resolve("got"))).isFalse();
  }

  @Test
  void aDirectoryIsNoObject() throws Exception {
    put("copies/a/b", "b");
    assertThat(store.get("copies/a", scratch.resolve("got"))).isFalse();
    store.delete("copies/a");
    assertThat(paths("copies")).containsExactly("copies/a/b");
  }

  @Test
  void aListingIsInTheOrderOfBytesWithSizesAndTimes() throws Exception {
    List<String> names = List.of("b", "a/b", "a-b", "a.b", "B", "a/a/a", "~", "a0");
    long before = System.currentTimeMillis() - SLACK_MILLIS;
    for (String name : names) {
      put("copies/x/" + name, name);
    }
    put("copies/xx/beside", "");
    put("copies/x-", "");
    long after = System.currentTimeMillis() + SLACK_MILLIS;
    List<StoredObject> listed = store.list("copies/x");
    assertThat(listed)
        .extracting(StoredObject::path)
        .containsExactly(
            "copies/x/B",
            "copies/x/a-b",
            "copies/x/a.b",
            "copies/x/a/a/a",
            "copies/x/a/b",
            "copies/x/a0",
            "copies/x/b",
            "copies/x/~");
    for (StoredObject object : listed) {
      assertThat(object.bytes()).isEqualTo(object.path().length() - "copies/x/".length());
      assertThat(object.modified()).isBetween(before, after);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "100%",
        "%41",
        "a+b",
        "a&b=c",
        "<a>",
        "\"a\"",
        "it's",
        "#a",
        "a?b",
        "a..b",
        "a.",
        "-a",
        "@$!*(),;:|^`{}[]~_=",
        " a ",
        "a  b"
      })
  void oddPathsArePathsLikeAnyOther(String odd) throws Exception {
    put("copies/" + odd + "/" + odd, "odd");
    assertThat(paths("copies")).containsExactly("copies/" + odd + "/" + odd);
    assertThat(paths("copies/" + odd)).containsExactly("copies/" + odd + "/" + odd);
    assertThat(got("copies/" + odd + "/" + odd)).asString().isEqualTo("odd");
    store.delete("copies/" + odd + "/" + odd);
    assertThat(paths("copies")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/a",
        "a/",
        "a//b",
        ".",
        "..",
        "../a",
        "a/../b",
        "a/..",
        "a/.b",
        "a\\b",
        "a\u0000b",
        "a\nb",
        "a\u007f",
        "ä",
        "a/b.tmp",
        "a.tmp/b"
      })
  void pathsThatCouldLeadElsewhereAreRefused(String path) throws Exception {
    Path file = file(content(1));
    Path got = scratch.resolve("got");
    assertThatThrownBy(() -> store.put(path, file)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.get(path, got)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.delete(path)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.list(path)).isInstanceOf(IllegalArgumentException.class);
    assertThat(got).doesNotExist();
  }

  @Test
  void pathsThatAreTooLongAreRefused() throws Exception {
    Path file = file(content(1));
    String longest = "a".repeat(250) + "/" + "b".repeat(250) + "/" + "c".repeat(198);
    store.put(longest, file);
    assertThat(got(longest)).hasSize(1);
    for (String tooLong : List.of(longest + "c", "a".repeat(256))) {
      assertThatThrownBy(() -> store.put(tooLong, file))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void whatStrangersNamedOtherwiseIsNotListed() throws Exception {
    put("copies/a", "a");
    writeAsStranger("copies/.hidden");
    writeAsStranger("copies/b.tmp");
    writeAsStranger("copies/.hidden-too/a");
    assertThat(paths("copies")).containsExactly("copies/a");
  }

  @Test
  void shardsAndEpochsAreThoseThatSomethingLiesIn() throws Exception {
    write(new ReplicaPlace("b", SECOND), 0, 1, 1);
    write(new ReplicaPlace("b", FIRST), 9, 1, 1);
    write(new ReplicaPlace("b", FIRST), 0, 1, 1);
    write(PLACE, 0, 1, 1);
    writeAsStranger("shards/b/e1-2/0000/0000000000000001-0000000000000001.ltx");
    writeAsStranger("shards/b/notes");
    writeAsStranger("shards/UPPER/e00000001-1790000000000/x");
    writeAsStranger("shards/notes");
    put("copies/c", "c");
    assertThat(shards()).containsExactlyInAnyOrder("b", PLACE.shard());
    assertThat(store.epochs("b")).containsExactly(FIRST, SECOND);
    assertThat(store.epochs(PLACE.shard())).containsExactly(FIRST);
    assertThat(store.epochs("c")).isEmpty();
  }

  @Test
  void aNameThatNoShardHasIsRefused() {
    for (String name : List.of("", "a/b", "..", "A", "a".repeat(201))) {
      assertThatThrownBy(() -> store.epochs(name)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void transactionFilesAreListedByLevelInTheOrderOfTheirFirstTransactions() throws Exception {
    write(PLACE, 0, 255, 256);
    write(PLACE, 0, 2, 254);
    write(PLACE, 0, 1, 1);
    write(PLACE, 1, 1, 256);
    write(PLACE, 9, 1, 300);
    write(new ReplicaPlace(PLACE.shard(), SECOND), 0, 1, 7);
    assertThat(store.files(PLACE, 0))
        .extracting(TransactionFile::first, TransactionFile::last)
        .containsExactly(tuple(1L, 1L), tuple(2L, 254L), tuple(255L, 256L));
    TransactionFile whole = store.files(PLACE, 9).getFirst();
    assertThat(whole.level()).isEqualTo(9);
    assertThat(whole.last()).isEqualTo(300);
    assertThat(whole.bytes()).isEqualTo(300);
    assertThat(store.files(PLACE, 1)).hasSize(1);
    assertThat(store.files(PLACE, 2)).isEmpty();
  }

  @Test
  void thereAreLevelsFromZeroToNine() {
    for (int level : new int[] {-1, 10}) {
      assertThatThrownBy(() -> store.files(PLACE, level))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aTransactionFileIsAsOldAsWhatStandsInItSays() throws Exception {
    write(PLACE, 0, 1, 1);
    writeAsReplicator(PLACE, 0, 2, 2, CREATED + 877, content(5));
    assertThat(createdTimes()).containsExactly(CREATED, CREATED + 877);
  }

  @Test
  void aTransactionFileThatWasDeletedHasNoTime() throws Exception {
    write(PLACE, 0, 1, 1);
    write(PLACE, 0, 2, 2);
    TransactionFile first = store.files(PLACE, 0).getFirst();
    store.delete(PLACE, first);
    assertThat(store.created(PLACE, first)).isNull();
    assertThat(store.files(PLACE, 0)).extracting(TransactionFile::first).containsExactly(2L);
  }

  @Test
  void severalTransactionFilesAreDeletedAndNoOthers() throws Exception {
    for (int i = 1; i <= 5; i++) {
      write(PLACE, 0, i, i);
    }
    write(PLACE, 1, 1, 4);
    List<TransactionFile> files = store.files(PLACE, 0);
    store.deleteAll(PLACE, List.of());
    store.deleteAll(PLACE, files.subList(0, 3));
    store.deleteAll(PLACE, files.subList(1, 4));
    assertThat(store.files(PLACE, 0)).extracting(TransactionFile::first).containsExactly(5L);
    assertThat(store.files(PLACE, 1)).hasSize(1);
  }

  @Test
  void anEpochIsDeletedWithAllThatIsInItAndNothingElse() throws Exception {
    ReplicaPlace next = new ReplicaPlace(PLACE.shard(), SECOND);
    write(PLACE, 0, 1, 1);
    write(PLACE, 9, 1, 1);
    write(next, 0, 1, 1);
    writeAsStranger(PLACE.path() + "/.hidden/notes.tmp");
    store.deleteEpoch(PLACE);
    store.deleteEpoch(PLACE);
    assertThat(store.epochs(PLACE.shard())).containsExactly(SECOND);
    assertThat(store.list(PLACE.path())).isEmpty();
    assertThat(store.files(next, 0)).hasSize(1);
    store.deleteEpoch(next);
    assertThat(shards()).isEmpty();
  }

  @Test
  void theFullCopiesOfAnEpochAreDeletedBeforeTheRest() throws Exception {
    int others = 300;
    write(PLACE, 0, 1, 1);
    write(PLACE, 9, 1, others);
    for (int first = 2; first <= others; first++) {
      write(PLACE, 1, first, first);
    }
    try (ExecutorService deleter = Executors.newSingleThreadExecutor()) {
      Future<?> deleting =
          deleter.submit(
              () -> {
                store.deleteEpoch(PLACE);
                return null;
              });
      do {
        // In this order: what is missing of the rest was missing before the full copies are asked
        // for.
        int rest = store.files(PLACE, 1).size();
        int copies = store.files(PLACE, 0).size() + store.files(PLACE, 9).size();
        assertThat(rest == others - 1 || copies == 0).isTrue();
      } while (!deleting.isDone());
      deleting.get();
    }
  }

  @Test
  void anEpochOfMoreThanOnePageIsListedAndDeletedWhole() throws Exception {
    for (int first = 1; first <= MANY; first++) {
      write(PLACE, 0, first, first);
    }
    assertThat(store.list(PLACE.path())).hasSize(MANY);
    assertThat(store.files(PLACE, 0)).hasSize(MANY);
    store.deleteEpoch(PLACE);
    assertThat(store.list(PLACE.path())).isEmpty();
    assertThat(store.epochs(PLACE.shard())).isEmpty();
  }

  private List<Long> createdTimes() throws IOException {
    List<Long> times = new ArrayList<>();
    for (TransactionFile file : store.files(PLACE, 0)) {
      times.add(store.created(PLACE, file));
    }
    return times;
  }

  /** Writes a transaction file of as many bytes as the number of its last transaction. */
  private void write(ReplicaPlace place, int level, long first, long last) throws IOException {
    writeAsReplicator(place, level, first, last, CREATED, content((int) last));
  }

  final void put(String path, String text) throws IOException {
    store.put(path, Files.writeString(Files.createTempFile(scratch, "put", ""), text));
  }

  final byte[] got(String path) throws IOException {
    Path file = Files.createTempDirectory(scratch, "get").resolve("got");
    assertThat(store.get(path, file)).isTrue();
    byte[] content = Files.readAllBytes(file);
    Files.delete(file);
    return content;
  }

  final List<String> paths(String directory) throws IOException {
    return store.list(directory).stream().map(StoredObject::path).toList();
  }

  final List<String> shards() throws IOException {
    List<String> shards = new ArrayList<>();
    store.forEachShard(shards::add);
    return shards;
  }

  final Path file(byte[] content) throws IOException {
    return Files.write(Files.createTempFile(scratch, "put", ""), content);
  }

  static byte[] content(int bytes) {
    byte[] content = new byte[bytes];
    new Random(bytes).nextBytes(content);
    return content;
  }
}
