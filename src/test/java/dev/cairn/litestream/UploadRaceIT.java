package dev.cairn.litestream;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.backup.Point;
import dev.cairn.backup.Points;
import dev.cairn.backup.ReplicaPlace;
import dev.cairn.backup.ReplicaStore;
import dev.cairn.replica.ReplicaStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * States of just now are restored while the real Litestream uploads without a pause. Asked for a
 * time after its last file, Litestream would look for the newest state, and find what has arrived
 * since: known as F14. Cairn asks for a transaction that it has seen.
 */
class UploadRaceIT {

  private static final int RESTORES = 40;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins
  private Path directory;

  /** When the commit of each number was begun, and when it was known to be uploaded. */
  private final NavigableMap<Integer, Long> begun = new ConcurrentSkipListMap<>();

  private final NavigableMap<Integer, Long> uploaded = new ConcurrentSkipListMap<>();
  private final ReplicaPlace place = Rig.place(1);
  private volatile boolean over;

  @Test
  void f14AStateOfJustNowHoldsNothingThatWasCommittedLater() throws Exception {
    LitestreamSettings settings = Rig.settings(directory, Rig.binary(), 10);
    try (Rig rig = new Rig(directory, Rig.SOON);
        SampleDatabase database = new SampleDatabase(directory.resolve("a.sqlite"));
        ReplicaStore store = requireNonNull(ReplicaStores.of(settings.replica(), Map.of()));
        ExecutorService writer = Executors.newSingleThreadExecutor()) {
      rig.litestream.register(database.file(), place, Rig.LIMIT);
      writeAndUpload(rig, database);
      Future<?> writing = writer.submit(writing(rig, database));
      try {
        for (int i = 0; i < RESTORES; i++) {
          restoreJustNow(new Points(store), new LitestreamRestorer(settings));
        }
      } finally {
        over = true;
        writing.get();
      }
    }
    assertThat(begun).as("it was written all the while").hasSizeGreaterThan(RESTORES);
  }

  private Callable<Boolean> writing(Rig rig, SampleDatabase database) {
    return () -> {
      while (!over) {
        writeAndUpload(rig, database);
      }
      return true;
    };
  }

  private void writeAndUpload(Rig rig, SampleDatabase database) throws Exception {
    int number = begun.size();
    begun.put(number, System.currentTimeMillis());
    database.add(number);
    rig.litestream.sync(database.file(), Rig.LIMIT);
    uploaded.put(number, System.currentTimeMillis());
  }

  private void restoreJustNow(Points points, LitestreamRestorer restorer) throws Exception {
    long now = System.currentTimeMillis() + 1;
    int least =
        uploaded.entrySet().stream()
            .filter(each -> each.getValue() < now)
            .mapToInt(Map.Entry::getKey)
            .max()
            .orElseThrow();
    Point point = points.before(place.shard(), now);
    Path file = directory.resolve("restored.sqlite");
    restorer.restore(point, file, Rig.LIMIT);
    List<Integer> numbers = SampleDatabase.numbers(file);
    Files.delete(file);

    assertThat(numbers).isEqualTo(IntStream.range(0, numbers.size()).boxed().toList());
    assertThat(begun.get(numbers.getLast())).as("begun of the newest").isLessThan(now);
    assertThat(numbers.getLast()).as("what was uploaded before").isGreaterThanOrEqualTo(least);
  }
}
