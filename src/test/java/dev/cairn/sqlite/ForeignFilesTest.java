package dev.cairn.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.Durability;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.storage.NewShard;
import dev.cairn.storage.ShardStore;
import dev.cairn.storage.StorageFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links and files of others below the data directory lead nobody out of it. */
class ForeignFilesTest {

  private static final ShardId ID = new ShardId("shard");
  private static final NewShard NEW = new NewShard(Durability.NORMAL, 0, 0);

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins.
  Path directory;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private Path outside;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private SqliteDriver driver;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private DatabasePath path;

  @BeforeEach
  void start() throws IOException {
    outside = Files.createDirectory(directory.resolve("outside"));
    Path data = directory.resolve("data");
    driver = new SqliteDriver(data, SqliteSettings.DEFAULT, Clock.systemUTC(), Ticker.SYSTEM);
    path = ShardFileFixture.pathOf(data, ID);
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  @Test
  void noShardIsMadeThroughALinkedDirectory() throws IOException {
    Files.createSymbolicLink(path.parent(), outside);

    assertThat(createFault().code()).isEqualTo(ErrorCode.INTERNAL);

    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void nothingIsDeletedThroughALinkedDirectory() throws IOException {
    Path theirs = Files.createFile(outside.resolve(path.file().getFileName()));
    Path unfinished = Files.createFile(outside.resolve(path.unfinished().file().getFileName()));
    Files.createSymbolicLink(path.parent(), outside);

    StorageFault fault = catchThrowableOfType(StorageFault.class, () -> driver.delete(ID));

    assertThat(fault.code()).isEqualTo(ErrorCode.INTERNAL);
    assertThat(createFault().code()).isEqualTo(ErrorCode.INTERNAL);
    assertThat(theirs).exists();
    assertThat(unfinished).exists();
  }

  @Test
  void noShardIsOpenedOrFoundThroughALinkedDirectory() throws IOException {
    create().close();
    Files.move(path.parent(), outside.resolve("moved"));
    Files.createSymbolicLink(path.parent(), outside.resolve("moved"));

    assertThat(openFault().damaged()).isTrue();
    assertThat(found()).isEmpty();
  }

  @Test
  void aFileInPlaceOfADirectoryIsToldAndKept() throws IOException {
    Files.writeString(path.parent(), "theirs");

    assertThat(createFault().code()).isEqualTo(ErrorCode.INTERNAL);
    assertThat(openFault().damaged()).isTrue();
    assertThat(found()).isEmpty();
    assertThat(path.parent()).hasContent("theirs");
  }

  @Test
  void aLinkInPlaceOfAShardIsNeitherOpenedNorFoundAndDeletedAsALink() throws IOException {
    create().close();
    Path moved = outside.resolve("moved.sqlite");
    Files.move(path.file(), moved);
    Files.createSymbolicLink(path.file(), moved);

    assertThat(openFault().damaged()).isTrue();
    assertThat(found()).isEmpty();
    assertThatIllegalStateException().isThrownBy(this::create);

    driver.delete(ID);
    assertThat(path.file()).doesNotExist();
    assertThat(moved).exists();
  }

  @Test
  void linksInPlaceOfSideFilesAreNotFollowed() throws IOException {
    create().close();
    Path theirs = Files.writeString(outside.resolve("theirs"), "precious");
    for (Path side : path.sideFiles()) {
      Files.createSymbolicLink(side, theirs);

      assertThat(openFault().damaged()).as("%s", side).isTrue();
      assertThat(theirs).hasContent("precious");
      Files.delete(side);
    }
    driver.open(ID, Durability.NORMAL, false).close();
  }

  @Test
  void leftOverLinksBesideANewShardAreClearedAwayAndNotFollowed() throws IOException {
    Files.createDirectory(path.parent());
    Path theirs = Files.writeString(outside.resolve("theirs"), "precious");
    Files.createSymbolicLink(path.unfinished().file(), theirs);
    Files.createSymbolicLink(path.unfinished().wal(), theirs);
    Files.createSymbolicLink(path.wal(), theirs);

    create().close();

    assertThat(theirs).hasContent("precious");
  }

  @Test
  void filesOfOthersArePassedOverAndKept() throws IOException {
    create().close();
    Path parent = path.parent();
    Path shards = directory.resolve("data").resolve("shards");
    List<Path> theirs =
        List.of(
            parent.resolve("notes.txt"),
            parent.resolve("UPPER.sqlite"),
            parent.resolve("=2f.sqlite"),
            parent.resolve("another-place.sqlite"),
            parent.resolve("x.sqlite.bak"),
            shards.resolve("readme"),
            shards.resolve("zz").resolve("a.sqlite"),
            shards.resolve("AB").resolve("a.sqlite"));
    for (Path file : theirs) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, "theirs");
    }

    assertThat(found()).containsExactly(ID);

    assertThat(theirs).allSatisfy(file -> assertThat(file).hasContent("theirs"));
  }

  @Test
  void whatACreationLeftIsClearedAwayAtTheNextStart() throws IOException {
    create().close();
    Files.createFile(path.unfinished().file());
    Files.createFile(path.unfinished().journal());
    ShardId gone = new ShardId("gone");
    DatabasePath goneToo = ShardFileFixture.pathOf(directory.resolve("data"), gone);
    Files.createDirectories(goneToo.parent());
    Files.createFile(goneToo.wal());

    assertThat(found()).containsExactly(ID);

    assertThat(path.unfinished().file()).doesNotExist();
    assertThat(path.unfinished().journal()).doesNotExist();
    assertThat(goneToo.wal()).doesNotExist();
    driver.open(ID, Durability.NORMAL, false).close();
  }

  @Test
  void aLinkInPlaceOfTheDirectoryOfShardsKeepsTheDriverFromStarting() throws IOException {
    Path data = Files.createDirectory(directory.resolve("second"));
    Files.createSymbolicLink(data.resolve("shards"), outside);

    assertThatIllegalStateException()
        .isThrownBy(
            () -> new SqliteDriver(data, SqliteSettings.DEFAULT, Clock.systemUTC(), Ticker.SYSTEM))
        .withMessageContaining("symbolic link");
    DataDirectory.lock(data).close();
  }

  @Test
  void aShardThatHasASecondNameElsewhereIsNotOpened() throws IOException {
    create().close();
    Path second = Files.createLink(outside.resolve("second.sqlite"), path.file());

    StorageFault fault = openFault();

    assertThat(fault.damaged()).isTrue();
    assertThat(fault.detail()).contains("hard link");
    assertThat(found()).containsExactly(ID);
    Files.delete(second);
    driver.open(ID, Durability.NORMAL, false).close();
  }

  @Test
  void hardLinksInPlaceOfSideFilesAreNotWrittenTo() throws IOException {
    create().close();
    Path theirs = Files.writeString(outside.resolve("theirs"), "precious");
    Files.createLink(path.wal(), theirs);

    assertThat(openFault().detail()).contains("beside").contains("hard link");
    assertThat(theirs).hasContent("precious");
  }

  @Test
  void theSecondNameThatARestoreGaveAShardKeepsNobodyOut() throws IOException {
    create().close();
    Path aside = Files.createDirectory(directory.resolve("data").resolve("set-aside"));
    Files.createLink(aside.resolve("shard.sqlite-1"), path.file());

    driver.open(ID, Durability.NORMAL, false).close();
  }

  @Test
  void aPipeInPlaceOfAShardIsNotWaitedFor() throws IOException, InterruptedException {
    Files.createDirectories(path.parent());
    pipe(path.file());
    Path longName =
        path.parent().resolve(FileNames.encode(new ShardId("L".repeat(128))) + ".sqlite");
    pipe(longName);

    assertThat(openFault().detail()).contains("not a regular file");
    assertThat(found()).isEmpty();
    assertThat(longName).exists();
  }

  private static void pipe(Path place) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("mkfifo", place.toString()).start().waitFor()).isZero();
  }

  @Test
  void aFileOfAnotherUserIsNotOpened() throws IOException {
    create().close();
    FileFacts facts = FileFacts.of(path.file());
    int user = facts == null ? 0 : facts.user();

    new FileCheck(directory.resolve("data"), new Owners(user, user + 1)).check(path);
    new FileCheck(directory.resolve("data"), new Owners(user + 1, user)).check(path);
    FileCheck others = new FileCheck(directory.resolve("data"), new Owners(user + 1, user + 1));

    assertThat(catchThrowableOfType(StorageFault.class, () -> others.check(path)).detail())
        .contains("another user");
  }

  @Test
  void whatOthersMayReadIsMendedAtTheNextStart() throws IOException {
    create().close();
    Path data = directory.resolve("data");
    Path note =
        Files.writeString(Files.createDirectories(data.resolve("operations")).resolve("a"), "");
    Path key = Files.writeString(data.resolve("admin.key"), "key");
    Path theirs = Files.writeString(data.resolve("theirs.txt"), "theirs");
    List<Path> ours = List.of(data, path.parent(), path.file(), note.getParent(), note, key);
    driver.close();
    for (Path file : ours) {
      chmod(file, Files.isDirectory(file) ? "rwxr-xr-x" : "rw-rw-rw-");
    }
    chmod(theirs, "rw-r--r--");

    driver = new SqliteDriver(data, SqliteSettings.DEFAULT, Clock.systemUTC(), Ticker.SYSTEM);
    assertThat(found()).containsExactly(ID);

    for (Path file : ours) {
      assertThat(permissions(file))
          .as("%s", file)
          .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------");
    }
    assertThat(permissions(theirs)).isEqualTo("rw-r--r--");
  }

  @Test
  void permissionsOfAFileWithASecondNameAreSomebodysAndKept() throws IOException {
    create().close();
    Path second = Files.createLink(outside.resolve("second.sqlite"), path.file());
    chmod(second, "rw-r--r--");

    assertThat(found()).containsExactly(ID);

    assertThat(permissions(second)).isEqualTo("rw-r--r--");
  }

  @Test
  void aLinkInPlaceOfWhatTheServiceWritesKeepsItFromStarting() throws IOException {
    Path data = directory.resolve("data");
    Path theirs = Files.writeString(outside.resolve("theirs"), "precious");
    driver.close();
    for (String name : List.of("catalogue.sqlite", "catalogue.sqlite-wal", "lock", "operations")) {
      Path place = data.resolve(name);
      Files.deleteIfExists(place);
      Files.createSymbolicLink(place, theirs);
      assertRefused(data, name, "symbolic link");
      Files.delete(place);
    }
    Files.deleteIfExists(data.resolve("lock"));
    Files.createLink(data.resolve("lock"), theirs);
    assertRefused(data, "lock", "hard link");

    assertThat(theirs).hasContent("precious");
    Files.delete(data.resolve("lock"));
    driver = new SqliteDriver(data, SqliteSettings.DEFAULT, Clock.systemUTC(), Ticker.SYSTEM);
  }

  private static void assertRefused(Path data, String name, String why) {
    assertThatIllegalStateException()
        .isThrownBy(
            () -> new SqliteDriver(data, SqliteSettings.DEFAULT, Clock.systemUTC(), Ticker.SYSTEM))
        .as(name)
        .withMessageContaining(name)
        .withMessageContaining(why);
  }

  private static void chmod(Path file, String permissions) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private ShardStore create() {
    return driver.create(ID, NEW);
  }

  private StorageFault createFault() {
    return catchThrowableOfType(StorageFault.class, this::create);
  }

  private StorageFault openFault() {
    return catchThrowableOfType(
        StorageFault.class, () -> driver.open(ID, Durability.NORMAL, false));
  }

  private List<ShardId> found() {
    List<ShardId> found = new ArrayList<>();
    driver.forEachShard(kept -> found.add(kept.id()));
    return found;
  }
}
