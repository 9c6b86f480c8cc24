package dev.cairn.replica;

import dev.cairn.backup.EpochName;
import dev.cairn.backup.ReplicaPlace;
import dev.cairn.backup.ReplicaStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Replicas in a bucket of an S3-compatible store. A put is one request, which such stores carry out
 * whole or not at all; docs/decisions/0014 tells why one is enough. Any thread.
 */
final class S3ReplicaStore implements ReplicaStore {

  /** Where the replicator keeps the time that stands in a transaction file. */
  private static final String CREATED = "litestream-timestamp";

  private final S3Bucket bucket;

  /**
   * A store at that address.
   *
   * @param environment see {@link ReplicaStores#of}
   */
  S3ReplicaStore(S3Address address, Map<String, String> environment, S3Limits limits) {
    this.bucket = new S3Bucket(address, environment, limits);
  }

  @Override
  public List<EpochName> epochs(String shard) throws IOException {
    List<EpochName> epochs = new ArrayList<>();
    for (String name : bucket.directoriesIn(ReplicaPlace.directory(shard))) {
      EpochName epoch = EpochName.parse(name);
      if (epoch != null) {
        epochs.add(epoch);
      }
    }
    epochs.sort(Comparator.naturalOrder());
    return epochs;
  }

  @Override
  public void forEachShard(Consumer<String> consumer) throws IOException {
    bucket.directoriesIn(ReplicaPlace.SHARDS).stream()
        .filter(ReplicaPlace::isShard)
        .forEach(consumer);
  }

  @Override
  public List<TransactionFile> files(ReplicaPlace place, int level) throws IOException {
    String directory = levelOf(place, level);
    List<TransactionFile> files = new ArrayList<>();
    for (S3Object object : bucket.below(directory)) {
      String name = bucket.path(object).substring(directory.length() + 1);
      long modified = object.lastModified().toEpochMilli();
      TransactionFile file = TransactionFileName.parse(level, name, object.size(), modified);
      if (file != null) {
        files.add(file);
      }
    }
    files.sort(TransactionFileName.ORDER);
    return files;
  }

  private static String levelOf(ReplicaPlace place, int level) {
    return String.format(
        Locale.ROOT, "%s/%04x", place.path(), TransactionFileName.checkLevel(level));
  }

  private static String pathOf(ReplicaPlace place, TransactionFile file) {
    return levelOf(place, file.level()) + "/" + TransactionFileName.of(file);
  }

  @Override
  public @Nullable Long created(ReplicaPlace place, TransactionFile file) throws IOException {
    String path = pathOf(place, file);
    HeadObjectResponse head = bucket.look(path);
    if (head == null) {
      return null;
    }
    String created = created(head.metadata());
    if (created == null) {
      return head.lastModified().toEpochMilli();
    }
    try {
      return Instant.parse(created).toEpochMilli();
    } catch (DateTimeParseException e) {
      throw bucket.odd(path, "its " + CREATED + " is no time");
    }
  }

  /** Stores differ in the case of such names. */
  private static @Nullable String created(Map<String, String> metadata) {
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      if (entry.getKey().equalsIgnoreCase(CREATED)) {
        return entry.getValue();
      }
    }
    return null;
  }

  @Override
  public void delete(ReplicaPlace place, TransactionFile file) throws IOException {
    bucket.delete(pathOf(place, file));
  }

  @Override
  public void deleteAll(ReplicaPlace place, List<TransactionFile> files) throws IOException {
    bucket.deleteAll(
        place.path(),
        files.reversed().stream().map(file -> bucket.at(pathOf(place, file))).toList());
  }

  @Override
  public void deleteEpoch(ReplicaPlace place) throws IOException {
    String directory = place.path();
    Map<Boolean, List<S3Object>> objects =
        bucket.below(directory).stream()
            .collect(
                Collectors.partitioningBy(object -> TransactionFileName.isBeginning(object.key())));
    bucket.deleteAll(directory, objects.getOrDefault(true, List.of()));
    bucket.deleteAll(directory, objects.getOrDefault(false, List.of()));
  }

  @Override
  public List<StoredObject> list(String directory) throws IOException {
    ObjectPath.check(directory);
    return bucket.below(directory).stream()
        .map(this::stored)
        .filter(object -> ObjectPath.isOne(object.path()))
        .sorted(Comparator.comparing(StoredObject::path))
        .toList();
  }

  private StoredObject stored(S3Object object) {
    return new StoredObject(
        bucket.path(object), object.size(), object.lastModified().toEpochMilli());
  }

  @Override
  public void put(String path, Path file) throws IOException {
    bucket.put(ObjectPath.check(path), file);
  }

  @Override
  public boolean get(String path, Path file) throws IOException {
    return bucket.get(ObjectPath.check(path), file);
  }

  @Override
  public void delete(String path) throws IOException {
    bucket.delete(ObjectPath.check(path));
  }

  @Override
  public long requests() {
    return bucket.requests();
  }

  @Override
  public void close() {
    bucket.close();
  }
}
