package dev.cairn.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.CairnException;
import dev.cairn.Durability;
import dev.cairn.Entry;
import dev.cairn.Key;
import dev.cairn.Limits;
import dev.cairn.Namespace;
import dev.cairn.ShardId;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every topic of the contract stands on: an open shard, units carried out and committed as the
 * writer does it, and an oracle that judges the shard after each test.
 */
abstract class ShardContract {

  /** More bytes than any test reads at once. */
  static final int MUCH = 1 << 30;

  static final ShardId SHARD = new ShardId("contract");
  static final Namespace OTHER = new Namespace("other");
  static final long CREATED = 1_700_000_000_000L;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins.
  Path directory;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  DriverUnderTest underTest;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  ShardStore store;

  UnitExecutor executor = new UnitExecutor(Limits.DEFAULT, true);

  /** What the wall clock says. */
  long now = CREATED + 1000;

  private final Function<Path, DriverUnderTest> start;
  private long expectedRevision;

  ShardContract(Function<Path, DriverUnderTest> start) {
    this.start = start;
  }

  @BeforeEach
  final void createShard() {
    underTest = start.apply(directory);
    store = underTest.driver().create(SHARD, new NewShard(Durability.NORMAL, CREATED, 0));
    expectedRevision = 0;
  }

  @AfterEach
  final void judgeShard() {
    try {
      assertThat(store.revision()).as("revisions have no gap").isEqualTo(expectedRevision);
      underTest.checkSound(SHARD, store);
    } finally {
      store.close();
      underTest.close();
    }
  }

  /** Carries out a unit and commits it. */
  final UnitResult write(WriteUnit unit) {
    try (UnitOfWork work = store.begin()) {
      UnitResult result = executor.apply(work, unit, store.revision(), now);
      assertThat(result.revision()).isEqualTo(expectedRevision + (result.changed() ? 1 : 0));
      if (result.changed()) {
        work.commit(result.revision());
        expectedRevision++;
      }
      return result;
    }
  }

  /** Carries out each operation as a unit of its own; the result of the last. */
  final OperationResult write(Operation... operations) {
    OperationResult last = null;
    for (Operation operation : operations) {
      last = write(new WriteUnit.Single(operation)).results().getFirst();
    }
    return Objects.requireNonNull(last, "an operation");
  }

  /** Why the unit is refused. Whatever it did is committed: nothing may be left of it. */
  final CairnException refusal(WriteUnit unit) {
    try (UnitOfWork work = store.begin()) {
      long revision = store.revision();
      CairnException refused =
          catchThrowableOfType(
              CairnException.class, () -> executor.apply(work, unit, revision, now));
      assertThat(refused).as("the unit is refused").isNotNull();
      work.commit(revision);
      return refused;
    }
  }

  final CairnException refusal(Operation operation) {
    return refusal(new WriteUnit.Single(operation));
  }

  /** Reads with a reader of its own. */
  final <T> T read(Function<ShardReader, T> question) {
    try (ShardReader reader = store.reader()) {
      return question.apply(reader);
    }
  }

  final @Nullable Entry find(Namespace namespace, String key) {
    try (ShardReader reader = store.reader()) {
      return reader.get(namespace, Key.of(key), Parts.BOTH);
    }
  }

  /** The entry of the default namespace, which must exist. */
  final Entry entry(String key) {
    Entry entry = find(Namespace.DEFAULT, key);
    assertThat(entry).as("entry %s", key).isNotNull();
    return Objects.requireNonNull(entry);
  }

  final void assertMissing(String key) {
    assertThat(find(Namespace.DEFAULT, key)).as("entry %s", key).isNull();
  }

  final List<String> keys(ListRequest request) {
    return read(reader -> reader.list(Namespace.DEFAULT, request, Parts.NEITHER)).entries().stream()
        .map(entry -> entry.key().text())
        .toList();
  }

  /** Closes the shard and opens it again, in a new driver. */
  final void restart() {
    store.close();
    underTest.restart();
    store = underTest.driver().open(SHARD, Durability.NORMAL, false);
  }

  /** For tests that replace the shard: what its revision must be from now on. */
  final void expectRevision(long revision) {
    expectedRevision = revision;
  }
}
