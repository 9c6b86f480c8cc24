package dev.cairn.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.Limits;
import dev.cairn.Namespace;
import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.query.Filters;
import dev.cairn.query.Query;
import dev.cairn.storage.DeclaredIndex;
import dev.cairn.storage.FieldIndex;
import dev.cairn.storage.IndexInfo;
import dev.cairn.storage.NewShard;
import dev.cairn.storage.Operation;
import dev.cairn.storage.OperationResult;
import dev.cairn.storage.ShardReader;
import dev.cairn.storage.ShardStore;
import dev.cairn.storage.UnitExecutor;
import dev.cairn.storage.UnitOfWork;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.Units;
import dev.cairn.storage.WriteUnit;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is the SQLite driver's own about declared indexes: steps, and what becomes of them. */
class DeclaredIndexesTest {

  private static final ShardId SHARD = new ShardId("indexes");
  private static final Namespace HOME = Namespace.DEFAULT;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins.
  private Path directory;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private SqliteDriver driver;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private ShardStore store;

  private final UnitExecutor executor = new UnitExecutor(Limits.DEFAULT, true);

  @BeforeEach
  void open() {
    driver = new SqliteDriver(directory, SqliteSettings.DEFAULT, Clock.systemUTC(), Ticker.SYSTEM);
    store = driver.create(SHARD, new NewShard(Durability.NORMAL, 1000, 0));
  }

  @AfterEach
  void close() {
    store.close();
    driver.close();
  }

  private UnitResult write(WriteUnit unit) {
    try (UnitOfWork work = store.begin()) {
      UnitResult result = executor.apply(work, unit, store.revision(), 2000);
      work.commit(result.revision());
      return result;
    }
  }

  private OperationResult write(Operation operation) {
    return write(new WriteUnit.Single(operation)).results().getFirst();
  }

  private void putMany(int count, String value) {
    List<Operation> puts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      puts.add(Units.put("k%07d".formatted(i), value.formatted(i)));
    }
    write(new WriteUnit.Batch(puts, true));
  }

  private DeclaredIndex step() {
    return ((OperationResult.Indexed) write(new Operation.FillIndex(HOME, "n"))).index();
  }

  private IndexInfo info() {
    try (ShardReader reader = store.reader()) {
      return reader.indexes(HOME).getFirst();
    }
  }

  private void declare() {
    write(new Operation.DeclareIndex(HOME, new FieldIndex("n", "n", false)));
  }

  @Test
  void aStepTakesInTwoHundredEntries() {
    putMany(500, "{\"n\":%d}");
    declare();
    assertThat(info().entries()).isZero();
    assertThat(step().state()).isEqualTo(DeclaredIndex.State.BUILDING);
    assertThat(info().entries()).isEqualTo(200);
    step();
    step();
    assertThat(info().entries()).isEqualTo(500);
    assertThat(step().state()).isEqualTo(DeclaredIndex.State.READY);
    assertThat(info().bytes()).isGreaterThan(500L * 9);
  }

  @Test
  void aStepTakesInAMebibyteOfValues() {
    putMany(20, "{\"n\":%d,\"long\":\"" + "x".repeat(300_000) + "\"}");
    declare();
    step();
    assertThat(info().entries()).isEqualTo(4);
  }

  @Test
  void whatWasBegunGoesOnAfterARestart() {
    putMany(300, "{\"n\":%d}");
    declare();
    step();
    reopen();
    assertThat(info().entries()).isEqualTo(200);
    step();
    assertThat(step().state()).isEqualTo(DeclaredIndex.State.READY);
    assertThat(info().entries()).isEqualTo(300);
  }

  @Test
  void noQueryUsesAnIndexThatIsBuilding() {
    putMany(300, "{\"n\":%d}");
    declare();
    step();
    Query query =
        new Query(
            Filters.read(Units.json("{\"field\":\"n\",\"operator\":\"eq\",\"value\":290}"), ""),
            List.of(),
            10,
            0,
            null,
            true,
            true);
    try (ShardReader reader = store.reader()) {
      assertThat(reader.explain(HOME, query).index()).isNull();
      assertThat(reader.query(HOME, query).entries()).hasSize(1);
    }
    step();
    step();
    try (ShardReader reader = store.reader()) {
      assertThat(reader.explain(HOME, query).index()).isEqualTo("n");
      assertThat(reader.query(HOME, query).entries()).hasSize(1);
    }
  }

  @Test
  void whatIsDroppedIsClearedAwayInSteps() throws Exception {
    putMany(300, "{\"n\":%d}");
    declare();
    step();
    step();
    write(new Operation.DropIndex(HOME, "n"));
    Operation sweep = new Operation.SweepIndexes(HOME);
    int steps = 0;
    while (write(sweep) instanceof OperationResult.Removed(boolean some) && some) {
      steps++;
    }
    assertThat(steps).isEqualTo(3);
    assertThat(rows("select count(*) from index_rows")).isZero();
    assertThat(rows("select count(*) from indexes")).isZero();
    assertThat(rows("select count(*) from sqlite_schema where type='trigger'")).isZero();
  }

  @Test
  void whatDroppedIndexesLeftIsToldOnceTheShardIsOpened() {
    putMany(1, "{\"n\":%d}");
    declare();
    step();
    write(new Operation.DropIndex(HOME, "n"));
    assertThat(store.unfinishedIndexes()).isEmpty();
    reopen();
    Operation.OnIndex sweep = new Operation.SweepIndexes(HOME);
    assertThat(store.unfinishedIndexes()).containsExactly(sweep);
    write(sweep);
    write(sweep);
    reopen();
    assertThat(store.unfinishedIndexes()).isEmpty();
  }

  private void reopen() {
    store.close();
    store = driver.open(SHARD, Durability.NORMAL, true);
  }

  private long rows(String sql) throws Exception {
    DatabasePath path = ShardFileFixture.pathOf(directory, SHARD);
    try (var connection = java.sql.DriverManager.getConnection(path.url("ro"));
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
