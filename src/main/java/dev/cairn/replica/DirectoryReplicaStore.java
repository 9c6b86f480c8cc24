package dev.cairn.replica;

import dev.cairn.backup.EpochName;
import dev.cairn.backup.ReplicaPlace;
import dev.cairn.backup.ReplicaStore;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Replicas in a directory, which the first put makes if it is missing. Below it no symbolic link is
 * followed, and a link counts as nothing. Any thread; other processes may use the directory too.
 */
final class DirectoryReplicaStore implements ReplicaStore {

  private final Path root;
  private final LinklessTree tree;
  private final DirectoryPut puts = new DirectoryPut();

  DirectoryReplicaStore(Path root) {
    this.root = root;
    this.tree = new LinklessTree(root);
  }

  @FunctionalInterface
  private interface Reading<T> {
    T read() throws IOException;
  }

  @FunctionalInterface
  private interface Change {
    void make() throws IOException;
  }

  private <T> T read(String operation, String thing, Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } catch (IOException e) {
      throw DirectoryFaults.of(root, operation, thing, e);
    }
  }

  private void change(String operation, String thing, Change change) throws IOException {
    try {
      change.make();
    } catch (IOException e) {
      throw DirectoryFaults.of(root, operation, thing, e);
    }
  }

  @Override
  public List<EpochName> epochs(String shard) throws IOException {
    String directory = ReplicaPlace.directory(shard);
    return read("list", directory, () -> epochsIn(directory));
  }

  private List<EpochName> epochsIn(String directory) throws IOException {
    List<EpochName> epochs = new ArrayList<>();
    for (String name : directoriesIn(directory)) {
      EpochName epoch = EpochName.parse(name);
      if (epoch != null && tree.holdsFiles(directory + "/" + name)) {
        epochs.add(epoch);
      }
    }
    epochs.sort(Comparator.naturalOrder());
    return epochs;
  }

  @Override
  public void forEachShard(Consumer<String> consumer) throws IOException {
    read("list", ReplicaPlace.SHARDS, this::shards).forEach(consumer);
  }

  private List<String> shards() throws IOException {
    List<String> shards = new ArrayList<>();
    for (String name : directoriesIn(ReplicaPlace.SHARDS)) {
      if (ReplicaPlace.isShard(name) && tree.holdsFiles(ReplicaPlace.directory(name))) {
        shards.add(name);
      }
    }
    return shards;
  }

  private List<String> directoriesIn(String directory) throws IOException {
    List<String> names = new ArrayList<>();
    tree.visitEntries(
        directory,
        (path, attributes) -> {
          if (attributes.isDirectory()) {
            names.add(path.getFileName().toString());
          }
          return FileVisitResult.CONTINUE;
        });
    return names;
  }

  @Override
  public List<TransactionFile> files(ReplicaPlace place, int level) throws IOException {
    String directory = levelOf(place, level);
    return read("list", directory, () -> filesIn(directory, level));
  }

  private List<TransactionFile> filesIn(String directory, int level) throws IOException {
    List<TransactionFile> files = new ArrayList<>();
    tree.visitEntries(
        directory,
        (path, attributes) -> {
          String name = path.getFileName().toString();
          long modified = attributes.lastModifiedTime().toMillis();
          TransactionFile file =
              TransactionFileName.parse(level, name, attributes.size(), modified);
          if (file != null && attributes.isRegularFile()) {
            files.add(file);
          }
          return FileVisitResult.CONTINUE;
        });
    files.sort(TransactionFileName.ORDER);
    return files;
  }

  /** The replicator gives the file the time that stands in it. */
  @Override
  public @Nullable Long created(ReplicaPlace place, TransactionFile file) throws IOException {
    String path = pathOf(place, file);
    try {
      BasicFileAttributes attributes = tree.look(path);
      return attributes == null || !attributes.isRegularFile()
          ? null
          : (Long) attributes.lastModifiedTime().toMillis();
    } catch (IOException e) {
      throw DirectoryFaults.of(root, "look at", path, e);
    }
  }

  private static String pathOf(ReplicaPlace place, TransactionFile file) {
    return levelOf(place, file.level()) + "/" + TransactionFileName.of(file);
  }

  private static String levelOf(ReplicaPlace place, int level) {
    return place.path() + "/ltx/" + TransactionFileName.checkLevel(level);
  }

  @Override
  public void delete(ReplicaPlace place, TransactionFile file) throws IOException {
    deleteFile(pathOf(place, file));
  }

  @Override
  public void deleteEpoch(ReplicaPlace place) throws IOException {
    String directory = place.path();
    change(
        "delete",
        directory,
        () -> {
          Set<Path> beginnings = new TreeSet<>();
          Set<Path> others = new TreeSet<>();
          tree.visitAll(
              directory,
              (path, attributes) -> {
                (TransactionFileName.isBeginning(path.toString()) ? beginnings : others).add(path);
                return FileVisitResult.CONTINUE;
              });
          deleteAll(beginnings);
          deleteAll(others);
          tree.deleteDirectories(directory);
          deleteIfEmpty(tree.place(ReplicaPlace.directory(place.shard())));
        });
  }

  /** Deletes files and makes that durable, so that no later deletion is on the disk before it. */
  private static void deleteAll(Set<Path> files) throws IOException {
    Set<Path> directories = new TreeSet<>();
    for (Path file : files) {
      Files.deleteIfExists(file);
      directories.add(file.resolveSibling(""));
    }
    for (Path directory : directories) {
      OwnerFile.sync(directory);
    }
  }

  private static void deleteIfEmpty(Path directory) throws IOException {
    try {
      Files.deleteIfExists(directory);
    } catch (DirectoryNotEmptyException e) {
      // Other epochs of the shard lie in it.
    }
  }

  @Override
  public List<StoredObject> list(String directory) throws IOException {
    ObjectPath.check(directory);
    return read("list", directory, () -> objectsIn(directory));
  }

  private List<StoredObject> objectsIn(String directory) throws IOException {
    List<StoredObject> objects = new ArrayList<>();
    tree.visitAll(
        directory,
        (path, attributes) -> {
          String name = tree.pathOf(path);
          if (attributes.isRegularFile() && ObjectPath.isOne(name)) {
            long modified = attributes.lastModifiedTime().toMillis();
            objects.add(new StoredObject(name, attributes.size(), modified));
          }
          return FileVisitResult.CONTINUE;
        });
    objects.sort(Comparator.comparing(StoredObject::path));
    return objects;
  }

  @Override
  public void put(String path, Path file) throws IOException {
    ObjectPath.check(path);
    change("put", path, () -> puts.put(file, tree.makeParent(path), tree.place(path)));
  }

  @Override
  public boolean get(String path, Path file) throws IOException {
    ObjectPath.check(path);
    return read("get", path, () -> tree.isFile(path) && copy(tree.place(path), file));
  }

  private static boolean copy(Path place, Path file) throws IOException {
    FileChannel from;
    try {
      from = FileChannel.open(place, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return false;
    }
    try (from) {
      OwnerFile.make(file, to -> OwnerFile.copy(from, to));
    }
    return true;
  }

  @Override
  public void delete(String path) throws IOException {
    deleteFile(ObjectPath.check(path));
  }

  private void deleteFile(String path) throws IOException {
    change(
        "delete",
        path,
        () -> {
          if (tree.isFile(path)) {
            Files.deleteIfExists(tree.place(path));
          }
        });
  }

  @Override
  public long requests() {
    return 0;
  }

  /** Does nothing: a directory need not be closed. */
  @Override
  public void close() {}
}
