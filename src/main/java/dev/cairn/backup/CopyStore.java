package dev.cairn.backup;

import dev.cairn.OwnerOnly;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/**
 * Whole copies of shards in a replica, each one SQLite file compressed with gzip, which need
 * nothing of the epochs and nobody to restore them: {@code copies/SHARD/NAME.sqlite.gz}. Any
 * thread; every call asks the store and blocks. Shards have the names of {@link
 * ReplicaPlace#isShard}.
 */
public final class CopyStore {

  /** The path below which all copies lie. */
  public static final String COPIES = "copies";

  /** Ends the path of a copy. */
  public static final String SUFFIX = ".sqlite.gz";

  private static final String PACKED = ".gz";

  /** Bytes that are compressed or expanded at a time. */
  private static final int CHUNK_BYTES = 1 << 16;

  private final ReplicaStore store;

  /** The copies in that store, which stays its owner's to close. */
  public CopyStore(ReplicaStore store) {
    this.store = store;
  }

  /**
   * A copy that is there.
   *
   * @param name its name
   * @param bytes its size as it lies in the store
   */
  public record StoredCopy(CopyName name, long bytes) {}

  /** The copies of a shard, the oldest first; none if there are none. */
  public List<CopyName> list(String shard) throws IOException {
    return stored(shard).stream().map(StoredCopy::name).toList();
  }

  /** As {@link #list}, with what each takes. */
  public List<StoredCopy> stored(String shard) throws IOException {
    String directory = directory(shard);
    List<StoredCopy> copies = new ArrayList<>();
    for (ReplicaStore.StoredObject object : store.list(directory)) {
      String file = object.path().substring(directory.length() + 1);
      CopyName name =
          file.endsWith(SUFFIX)
              ? CopyName.parse(file.substring(0, file.length() - SUFFIX.length()))
              : null;
      if (name != null) {
        copies.add(new StoredCopy(name, object.bytes()));
      }
    }
    copies.sort(Comparator.comparing(StoredCopy::name));
    return copies;
  }

  /** The names of all shards of which a copy may lie there, in order. Lists every copy. */
  public Set<String> shards() throws IOException {
    Set<String> shards = new TreeSet<>();
    for (ReplicaStore.StoredObject object : store.list(COPIES)) {
      String[] parts = object.path().split("/", -1);
      if (parts.length == 3 && ReplicaPlace.isShard(parts[1]) && parts[2].endsWith(SUFFIX)) {
        shards.add(parts[1]);
      }
    }
    return shards;
  }

  /**
   * Writes a copy, expanded, to a file; does not look at what is in it.
   *
   * @param file where nothing lies yet, nor under its name with {@code .gz} behind it; its
   *     directory is there. It is for the owner alone.
   * @throws IOException if it can't be done, or there is no such copy; then nothing is left there
   */
  public void fetch(String shard, CopyName copy, Path file) throws IOException {
    Path packed = packed(file);
    if (!store.get(path(shard, copy), packed)) {
      throw new IOException("There is no copy " + copy + " of shard " + shard + ".");
    }
    try {
      // As what the store has made: for the owner alone.
      Files.createFile(file, permissions(packed));
      expand(packed, file);
    } catch (EOFException | ZipException e) {
      throw new IOException(
          "Copy " + copy + " of shard " + shard + " is damaged: " + e.getMessage(), e);
    } finally {
      Files.delete(packed);
    }
  }

  private static FileAttribute<?>[] permissions(Path like) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(like, PosixFileAttributeView.class);
    return view == null
        ? new FileAttribute<?>[0]
        : new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(view.readAttributes().permissions())
        };
  }

  private static void expand(Path packed, Path file) throws IOException {
    boolean whole = false;
    try (InputStream from = new GZIPInputStream(Files.newInputStream(packed), CHUNK_BYTES);
        OutputStream to = Files.newOutputStream(file)) {
      from.transferTo(to);
      whole = true;
    } finally {
      if (!whole) {
        Files.deleteIfExists(file);
      }
    }
  }

  /**
   * Puts a file there as a copy.
   *
   * @param file a whole shard; under its name with {@code .gz} behind it nothing lies yet
   * @return the size of the copy as it lies there
   */
  long put(String shard, CopyName copy, Path file) throws IOException {
    Path packed = packed(file);
    Files.createFile(packed, OwnerOnly.file());
    try {
      compress(shard, file, packed);
      store.put(path(shard, copy), packed);
      return Files.size(packed);
    } finally {
      Files.delete(packed);
    }
  }

  private static void compress(String shard, Path file, Path packed) throws IOException {
    try (OutputStream to = new GZIPOutputStream(Files.newOutputStream(packed), CHUNK_BYTES)) {
      Files.copy(file, to);
    } catch (IOException e) {
      // Its own message has a path in it.
      throw new IOException("The copy of shard " + shard + " can't be compressed.", e);
    }
  }

  /** Deletes a copy; does nothing if it is not there. */
  void delete(String shard, CopyName copy) throws IOException {
    store.delete(path(shard, copy));
  }

  private static String directory(String shard) {
    if (!ReplicaPlace.isShard(shard)) {
      throw new IllegalArgumentException("no shard's name in a replica: " + shard);
    }
    return COPIES + "/" + shard;
  }

  private static String path(String shard, CopyName copy) {
    return directory(shard) + "/" + copy + SUFFIX;
  }

  private static Path packed(Path file) {
    return file.resolveSibling(file.getFileName() + PACKED);
  }
}
