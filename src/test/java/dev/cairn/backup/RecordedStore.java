package dev.cairn.backup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A store in memory that has the transaction files a test gives it. One thread. */
final class RecordedStore extends PartialStore {

  private final Map<String, TreeMap<EpochName, List<TransactionFile>>> shards = new TreeMap<>();
  private final Map<Placed, Long> created = new HashMap<>();
  private final Set<String> objects = new TreeSet<>();
  private long requests;
  private boolean away;

  private record Placed(ReplicaPlace place, TransactionFile file) {}

  void away(boolean gone) {
    away = gone;
  }

  /** A file of the finest level with one transaction. */
  void add(String shard, EpochName epoch, long transaction, long millis) {
    add(shard, epoch, 0, transaction, transaction, millis);
  }

  void add(String shard, EpochName epoch, int level, long first, long last, long millis) {
    // As of a store that knows whole seconds only.
    TransactionFile file = new TransactionFile(level, first, last, 100, millis / 1000 * 1000);
    addEmpty(shard, epoch);
    files(shard, epoch).add(file);
    created.put(new Placed(new ReplicaPlace(shard, epoch), file), millis);
  }

  void addCopy(String shard, CopyName copy) {
    objects.add("copies/" + shard + "/" + copy + ".sqlite.gz");
  }

  void addEmpty(String shard, EpochName epoch) {
    shards
        .computeIfAbsent(shard, name -> new TreeMap<>())
        .computeIfAbsent(epoch, any -> new ArrayList<>());
  }

  void remove(String shard, EpochName epoch, long first) {
    files(shard, epoch).removeIf(file -> file.first() == first);
  }

  private List<TransactionFile> files(String shard, EpochName epoch) {
    return shards.getOrDefault(shard, new TreeMap<>()).getOrDefault(epoch, new ArrayList<>());
  }

  private void asked() throws IOException {
    requests++;
    if (away) {
      throw new IOException("The store is away.");
    }
  }

  @Override
  public List<EpochName> epochs(String shard) throws IOException {
    asked();
    return List.copyOf(shards.getOrDefault(shard, new TreeMap<>()).keySet());
  }

  @Override
  public void forEachShard(Consumer<String> consumer) throws IOException {
    asked();
    shards.keySet().forEach(consumer);
  }

  @Override
  public List<TransactionFile> files(ReplicaPlace place, int level) throws IOException {
    asked();
    return files(place.shard(), place.epoch()).stream()
        .filter(file -> file.level() == level)
        .sorted(Comparator.comparingLong(TransactionFile::first))
        .toList();
  }

  @Override
  public @Nullable Long created(ReplicaPlace place, TransactionFile file) throws IOException {
    asked();
    return created.get(new Placed(place, file));
  }

  @Override
  public void delete(ReplicaPlace place, TransactionFile file) throws IOException {
    asked();
    files(place.shard(), place.epoch()).remove(file);
  }

  @Override
  public void deleteEpoch(ReplicaPlace place) throws IOException {
    asked();
    shards.getOrDefault(place.shard(), new TreeMap<>()).remove(place.epoch());
  }

  @Override
  public List<StoredObject> list(String directory) throws IOException {
    asked();
    return objects.stream()
        .filter(path -> path.startsWith(directory + "/"))
        .map(path -> new StoredObject(path, 100, 0))
        .toList();
  }

  @Override
  public void delete(String path) throws IOException {
    asked();
    objects.remove(path);
  }

  @Override
  public long requests() {
    return requests;
  }
}
