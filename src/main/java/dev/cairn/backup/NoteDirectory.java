package dev.cairn.backup;

import dev.cairn.CairnException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;

/** A directory of notes: small files of lines, one for each shard, named after its file. */
final class NoteDirectory {

  /** Ends the name of a note that is being written, which counts for nothing yet. */
  static final String UNFINISHED = ".new";

  private static final System.Logger LOG = System.getLogger(NoteDirectory.class.getName());

  private NoteDirectory() {}

  /** Takes a note in. */
  @FunctionalInterface
  interface Reader {

    /**
     * Takes it in.
     *
     * @throws RuntimeException one of those that reading numbers, ids and lines that are not there
     *     gives: then it can't be understood
     */
    void read(String name, List<String> lines);
  }

  /** Reads every note that is whole; what can't be understood is passed over with a warning. */
  static void forEach(Path directory, Reader reader) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (!name.endsWith(UNFINISHED)) {
          read(file, name, reader);
        }
      }
    }
  }

  private static void read(Path file, String name, Reader reader) throws IOException {
    try {
      reader.read(name, Files.readAllLines(file));
    } catch (CairnException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | NoSuchElementException e) {
      LOG.log(System.Logger.Level.WARNING, "The note " + file + " can't be understood.", e);
    }
  }
}
