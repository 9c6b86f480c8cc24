package dev.cairn.shard;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.CairnException;
import dev.cairn.Durability;
import dev.cairn.ErrorCode;
import dev.cairn.Eventually;
import dev.cairn.Revision;
import dev.cairn.ShardId;
import dev.cairn.storage.FaultPlan.Call;
import dev.cairn.storage.FileImage;
import dev.cairn.storage.RestoredShard;
import dev.cairn.storage.Scratch;
import dev.cairn.storage.ShardFiles;
import dev.cairn.storage.ShardImage;
import dev.cairn.storage.StorageFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Another file in the place of a shard's, over the driver that keeps shards in files. */
class ReplacementTest extends RegistryContract {

  private static final long SPAN = Revision.HISTORY_SPAN;

  ReplacementTest() {
    super(new SqliteRegistryTest()::start);
  }

  private ShardFiles files() {
    ShardFiles files = backing.driver().files();
    if (files == null) {
      throw new AssertionError("the driver keeps shards in files");
    }
    return files;
  }

  /** A copy of a shard as it is now. */
  private Path copy(ShardId id) {
    Path copy = files().scratch().resolve("copy.sqlite");
    registry.copy(id, copy);
    return copy;
  }

  private Replacement replacement(Path file, boolean mustBeNew, LongConsumer onBegin) {
    RestoredShard shard = files().examine(file);
    return new Replacement(
        image(file, shard), shard.created(), Durability.FULL, mustBeNew, null, onBegin);
  }

  private ShardImage image(Path file, RestoredShard shard) {
    try {
      return new FileImage(files(), new Scratch(files(), "test"), file, shard);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CairnException refusal(ShardId id, Replacement replacement) {
    return catchThrowableOfType(CairnException.class, () -> registry.replace(id, replacement));
  }

  private List<String> setAside() throws IOException {
    Path directory = files().scratch().resolveSibling("set-aside");
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(path -> path.getFileName().toString()).toList();
    }
  }

  @Test
  void theShardHasTheOtherContentInANewHistory() {
    write(A, "k", "1");
    write(B, "k", "2");
    Path former = copy(A);
    write(A, "k", "3");
    List<Long> begins = new ArrayList<>();

    registry.replace(A, replacement(former, false, begins::add));

    assertThat(value(A, "k")).isEqualTo("1");
    assertThat(begins).containsExactly(SPAN);
    assertThat(write(A, "k", "4")).isEqualTo(SPAN + 1);
    assertThat(value(B, "k")).isEqualTo("2");
    assertThat(former).doesNotExist();
    restart();
    assertThat(value(A, "k")).isEqualTo("4");
    registry.delete(A);
    assertThat(write(A, "k", "5")).isEqualTo(2 * SPAN + 1);
  }

  @Test
  void aShardThatWasNeverBackedUpIsSetAside() throws Exception {
    write(A, "k", "1");
    Path former = copy(A);

    registry.replace(A, replacement(former, false, begin -> {}));

    assertThat(setAside()).singleElement().asString().startsWith("a.sqlite-");
  }

  @Test
  void theHistoryLiesAboveThatOfTheFileToo() {
    makeByHand(B, 7 * SPAN + 5);
    write(A, "k", "1");

    registry.replace(A, replacement(copy(B), false, begin -> {}));

    assertThat(write(A, "k", "2")).isEqualTo(8 * SPAN + 1);
  }

  @Test
  void aShardThatIsNotThereIsMadeOfTheFile() {
    write(A, "k", "1");

    registry.replace(C, replacement(copy(A), true, begin -> {}));

    assertThat(value(C, "k")).isEqualTo("1");
    assertThat(registry.status(C).durability()).isEqualTo(Durability.FULL);
    assertThat(write(C, "k", "2")).isEqualTo(SPAN + 1);
    assertThat(value(A, "k")).isEqualTo("1");
  }

  @Test
  void aDeletedShardThatComesBackBeginsAboveAllThatItHandedOut() {
    makeByHand(A, 3 * SPAN);
    write(A, "k", "1");
    Path former = copy(A);
    registry.delete(A);

    registry.replace(A, replacement(former, true, begin -> {}));

    assertThat(value(A, "k")).isEqualTo("1");
    assertThat(write(A, "k", "2")).isGreaterThan(4 * SPAN);
  }

  @Test
  void aShardThatIsThereIsNotReplacedByOneThatMustBeNew() {
    write(A, "k", "1");
    write(B, "k", "2");
    Path copied = copy(A);

    assertThat(refusal(B, replacement(copied, true, begin -> {})).code())
        .isEqualTo(ErrorCode.SHARD_EXISTS);

    assertThat(value(B, "k")).isEqualTo("2");
    assertThat(write(B, "k", "3")).isEqualTo(2);
  }

  @Test
  void requestsUnderWayAreWaitedForAndOthersRefused() throws Exception {
    write(A, "k", "1");
    Replacement replacement = replacement(copy(A), false, begin -> {});
    HeldRead held = hold(A);
    Future<?> replacing = requests.submit(() -> registry.replace(A, replacement));
    Eventually.holds("it drains", () -> state(A).equals("draining"));
    assertThat(readFailure(A).code()).isEqualTo(ErrorCode.SHARD_BUSY);

    held.end();

    replacing.get();
    assertThat(value(A, "k")).isEqualTo("1");
  }

  @Test
  void whoEndsItBeforeItBeginsLeavesTheShardAsItWas() {
    write(A, "k", "1");
    Path former = copy(A);
    write(A, "k", "2");

    CairnException refusal =
        refusal(
            A,
            replacement(
                former,
                false,
                begin -> {
                  throw new CairnException(ErrorCode.STORAGE_FULL, "Full.");
                }));

    assertThat(refusal.code()).isEqualTo(ErrorCode.STORAGE_FULL);
    assertThat(value(A, "k")).isEqualTo("2");
    assertThat(write(A, "k", "3")).isEqualTo(3);
  }

  @Test
  void aFailureOfTheCatalogueLeavesTheShardAsItWas() {
    write(A, "k", "1");
    Path former = copy(A);
    write(A, "k", "2");
    plan.failNext(
        Call.CATALOGUE_ENTER_HISTORY, new CairnException(ErrorCode.STORAGE_FULL, "Full."));

    assertThat(refusal(A, replacement(former, false, begin -> {})).code())
        .isEqualTo(ErrorCode.STORAGE_FULL);

    assertThat(value(A, "k")).isEqualTo("2");
  }

  @Test
  void aQuarantinedShardIsHealedAndItsFileSetAside() throws Exception {
    write(A, "k", "1");
    Path former = copy(A);
    restart();
    plan.failNext(Call.OPEN, damage);
    assertThat(readFailure(A).code()).isEqualTo(ErrorCode.SHARD_QUARANTINED);
    Path kept = directory.resolve("kept.sqlite");
    write(B, "k", "1");
    registry.copy(B, kept);
    assertThat(former).as("scratch files do not survive a restart").doesNotExist();

    registry.replace(A, replacement(kept, false, begin -> {}));

    assertThat(value(A, "k")).isEqualTo("1");
    assertThat(registry.figures().quarantined()).isEmpty();
    assertThat(setAside()).singleElement().asString().startsWith("a.sqlite-");
  }

  @Test
  void aMissingFileIsPutBack() {
    write(A, "k", "1");
    Path former = copy(A);
    registry.delete(B);
    write(B, "k", "0");
    Path moved = directory.resolve("moved.sqlite");
    assertThat(former.toFile().renameTo(moved.toFile())).isTrue();
    restart();
    backing.driver().delete(A);

    registry.replace(A, replacement(moved, false, begin -> {}));

    assertThat(value(A, "k")).isEqualTo("1");
  }

  @Test
  void aFaultThatPassesLeavesAClosedShardAsItWas() {
    write(A, "k", "1");
    Replacement replacement = replacement(copy(A), false, begin -> {});
    write(A, "k", "2");
    StorageFault fault = passing;
    registry.sweep();
    restartKeeping(requireNonNull(replacement.image().file()));
    plan.failNext(Call.OPEN, fault);

    assertThat(refusal(A, replacement)).isSameAs(fault);

    assertThat(value(A, "k")).isEqualTo("2");
  }

  /** A restart that leaves a scratch file where it is. */
  private void restartKeeping(Path file) {
    Path aside = directory.resolve("aside.sqlite");
    assertThat(file.toFile().renameTo(aside.toFile())).isTrue();
    restart();
    assertThat(aside.toFile().renameTo(file.toFile())).isTrue();
  }
}
