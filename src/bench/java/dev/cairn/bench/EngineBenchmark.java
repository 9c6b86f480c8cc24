package dev.cairn.bench;

import dev.cairn.Entry;
import dev.cairn.JsonText;
import dev.cairn.Key;
import dev.cairn.Limits;
import dev.cairn.Namespace;
import dev.cairn.Outcome;
import dev.cairn.query.Filters;
import dev.cairn.query.Query;
import dev.cairn.storage.ListRequest;
import dev.cairn.storage.Operation;
import dev.cairn.storage.Parts;
import dev.cairn.storage.ShardReader;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.WriteUnit;
import dev.cairn.write.WriterThreads;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What the service does to a shard, without HTTP, on one thread: {@code engine.c} is its twin in C.
 * {@link EnginePart} gives it a filled shard by system properties.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class EngineBenchmark {

  static final String DATA = "cairn.bench.data";
  static final String ENTRIES = "cairn.bench.entries";
  static final String BYTES = "cairn.bench.bytes";

  /** Gets that share a read transaction, and puts that share a transaction. */
  static final int GROUP = 64;

  private static final int PAGE = 100;

  private final int entries = Integer.getInteger(ENTRIES, 0);
  private final int bytes = Integer.getInteger(BYTES, 0);
  private final Values values = new Values(bytes, System.nanoTime());
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final Key[] keys =
      IntStream.range(0, entries).mapToObj(FilledShard::key).toArray(Key[]::new);
  private final Query query =
      new Query(
          Filters.read(
              JsonText.ofChecked("{\"field\":\"group\",\"operator\":\"eq\",\"value\":7}"), ""),
          List.of(),
          PAGE,
          0,
          null,
          true,
          false);

  private @Nullable FilledShard shard;
  private @Nullable ShardReader reader;

  /** Opens the shard; its drain tasks run when {@link #group} has filled the queue. */
  @Setup
  public void open() {
    shard = FilledShard.open(Path.of(System.getProperty(DATA)), WriterThreads.of(tasks::add));
    reader = shard.store().reader();
  }

  /** Closes it. */
  @TearDown
  public void close() {
    reader().close();
    shard().close();
  }

  private ShardReader reader() {
    return Objects.requireNonNull(reader);
  }

  private FilledShard shard() {
    return Objects.requireNonNull(shard);
  }

  private Key randomKey() {
    return keys[ThreadLocalRandom.current().nextInt(entries)];
  }

  /** One get, with a read transaction of its own. */
  @Benchmark
  public int get() {
    return size(reader().get(Namespace.DEFAULT, randomKey(), Parts.VALUE));
  }

  /** Gets that share a read transaction; a figure for each. */
  @Benchmark
  @OperationsPerInvocation(GROUP)
  public int sharedGet() {
    List<Operation.Get> gets = new ArrayList<>(GROUP);
    for (int i = 0; i < GROUP; i++) {
      gets.add(new Operation.Get(Namespace.DEFAULT, randomKey(), Parts.VALUE));
    }
    int total = 0;
    for (Entry entry : reader().getAll(gets, Limits.DEFAULT.pageBytes())) {
      total += size(entry);
    }
    return total;
  }

  private int size(@Nullable Entry entry) {
    JsonText value = entry == null ? null : entry.value();
    if (value == null || value.size() != bytes) {
      throw new IllegalStateException("a value is missing or of another size");
    }
    return value.size();
  }

  /** One put through the idle writer: a transaction of its own on the caller's thread. */
  @Benchmark
  public void put() {
    FilledShard.requireWritten(shard().writer().execute(new WriteUnit.Single(randomPut())), 1);
  }

  /** Puts that find themselves in one transaction; a figure for each. */
  @Benchmark
  @OperationsPerInvocation(GROUP)
  public void group() {
    List<CompletableFuture<Outcome<UnitResult>>> outcomes = new ArrayList<>(GROUP);
    for (int i = 0; i < GROUP; i++) {
      outcomes.add(shard().writer().submit(new WriteUnit.Single(randomPut())));
    }
    // The writer's housekeeping, when it is due, is a task of its own.
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
    outcomes.forEach(outcome -> FilledShard.requireWritten(outcome.join(), 1));
  }

  private Operation.Put randomPut() {
    return FilledShard.put(randomKey(), values.next());
  }

  /** One batch of 100 puts. */
  @Benchmark
  public void bulk100() {
    bulk(100);
  }

  /** One batch of 1,000 puts. */
  @Benchmark
  public void bulk1000() {
    bulk(1000);
  }

  private void bulk(int size) {
    List<Operation> puts = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      puts.add(randomPut());
    }
    FilledShard.requireWritten(shard().writer().execute(new WriteUnit.Batch(puts, false)), size);
  }

  /** A page of 100 with values, beginning anywhere. */
  @Benchmark
  public List<Entry> list() {
    Key after = keys[ThreadLocalRandom.current().nextInt(entries * 9 / 10)];
    ListRequest request = new ListRequest("", null, after, PAGE, 0);
    return full(reader().list(Namespace.DEFAULT, request, Parts.VALUE).entries());
  }

  /** The 100 entries of a group, by a field that has no index. */
  @Benchmark
  public List<Entry> query() {
    return full(reader().query(Namespace.DEFAULT, query).entries());
  }

  private List<Entry> full(List<Entry> page) {
    if (page.size() != PAGE || size(page.getLast()) != bytes) {
      throw new IllegalStateException("a page holds " + page.size() + " entries");
    }
    return page;
  }
}
