package dev.cairn.replica;

import dev.cairn.OwnerOnly;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files below a root directory, reached without following any symbolic link below it; the root
 * itself may be one. What vanishes while it is looked at is as if it had not been there. Any
 * thread.
 */
final class LinklessTree {

  private final Path root;

  LinklessTree(Path root) {
    this.root = root;
  }

  /** What to do with a file, a link or, at the greatest depth, a directory that was found. */
  @FunctionalInterface
  interface Visit {
    FileVisitResult visit(Path path, BasicFileAttributes attributes) throws IOException;
  }

  /** Where an object is or would be. */
  Path place(String path) {
    return root.resolve(path);
  }

  /** The path of what lies there, from the root. */
  String pathOf(Path place) {
    return root.relativize(place).toString();
  }

  /**
   * What lies under a path, or null if nothing does or the way there is not made of directories
   * alone.
   */
  @Nullable BasicFileAttributes look(String path) throws IOException {
    Path at = root;
    String[] parts = path.split("/", -1);
    for (int i = 0; i < parts.length - 1; i++) {
      at = at.resolve(parts[i]);
      BasicFileAttributes attributes = attributes(at);
      if (attributes == null || !attributes.isDirectory()) {
        return null;
      }
    }
    return attributes(at.resolve(parts[parts.length - 1]));
  }

  private static @Nullable BasicFileAttributes attributes(Path place) throws IOException {
    return place
        .getFileSystem()
        .provider()
        .readAttributesIfExists(place, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  /** Whether a directory lies under a path. */
  boolean isDirectory(String path) throws IOException {
    BasicFileAttributes attributes = look(path);
    return attributes != null && attributes.isDirectory();
  }

  /** Whether a regular file lies under a path. */
  boolean isFile(String path) throws IOException {
    BasicFileAttributes attributes = look(path);
    return attributes != null && attributes.isRegularFile();
  }

  /** Visits what lies directly in a directory; nothing if there is none. */
  void visitEntries(String directory, Visit visit) throws IOException {
    walk(directory, 1, visit);
  }

  /** Visits everything but the directories below a directory; nothing if there is none. */
  void visitAll(String directory, Visit visit) throws IOException {
    walk(directory, Integer.MAX_VALUE, visit);
  }

  private void walk(String directory, int depth, Visit visit) throws IOException {
    if (!isDirectory(directory)) {
      return;
    }
    Files.walkFileTree(
        place(directory),
        Set.of(),
        depth,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
              throws IOException {
            return visit.visit(path, attributes);
          }

          @Override
          public FileVisitResult visitFileFailed(Path path, IOException failure)
              throws IOException {
            return passOver(failure);
          }

          @Override
          public FileVisitResult postVisitDirectory(Path path, @Nullable IOException failure)
              throws IOException {
            return failure == null ? FileVisitResult.CONTINUE : passOver(failure);
          }
        });
  }

  private static FileVisitResult passOver(IOException failure) throws IOException {
    if (failure instanceof NoSuchFileException) {
      return FileVisitResult.CONTINUE;
    }
    throw failure;
  }

  /** Whether any regular file lies below a directory. */
  boolean holdsFiles(String directory) throws IOException {
    boolean[] found = new boolean[1];
    visitAll(
        directory,
        (path, attributes) -> {
          found[0] = attributes.isRegularFile();
          return found[0] ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        });
    return found[0];
  }

  /** Deletes the directories below a directory, and itself, all of which must be empty by now. */
  void deleteDirectories(String directory) throws IOException {
    if (!isDirectory(directory)) {
      return;
    }
    Files.walkFileTree(
        place(directory),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFileFailed(Path path, IOException failure)
              throws IOException {
            return passOver(failure);
          }

          @Override
          public FileVisitResult postVisitDirectory(Path path, @Nullable IOException failure)
              throws IOException {
            Files.deleteIfExists(path);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Makes the directory that an object's file is to lie in, durably, and gives it. */
  Path makeParent(String path) throws IOException {
    if (attributes(root) == null) {
      OwnerOnly.makeDirectories(root);
      syncParent(root);
    }
    Path at = root;
    String[] parts = path.split("/", -1);
    for (int i = 0; i < parts.length - 1; i++) {
      at = at.resolve(parts[i]);
      make(at);
    }
    return at;
  }

  private static void make(Path directory) throws IOException {
    try {
      OwnerFile.makeDirectory(directory);
      syncParent(directory);
    } catch (FileAlreadyExistsException e) {
      BasicFileAttributes attributes = attributes(directory);
      if (attributes == null || !attributes.isDirectory()) {
        throw new FileSystemException(
            directory.toString(), null, "a link or a file is where a directory must be");
      }
    }
  }

  private static void syncParent(Path directory) throws IOException {
    Path parent = directory.getParent();
    if (parent != null) {
      OwnerFile.sync(parent);
    }
  }
}
