package dev.cairn.operation;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.OwnerOnly;
import dev.cairn.ShardId;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps operations on the disk, each in a file of properties ({@link Properties}) of its own. Any
 * thread; one at a time for the same operation.
 */
final class OperationFiles {

  private static final System.Logger LOG = System.getLogger(OperationFiles.class.getName());

  private static final String UNFINISHED = ".new";
  private static final String PARAMETER = "parameter.";
  private static final String NOTE = "note.";
  private static final String RESULT = "result.";

  private final Path directory;

  /**
   * @param directory made if it is missing
   */
  OperationFiles(Path directory) {
    try {
      this.directory = OwnerOnly.makeDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("The directory of operations can't be made", e);
    }
  }

  /** Puts it on the disk, whole or not at all. */
  void put(Operation operation) {
    Path unfinished = directory.resolve(operation.id() + UNFINISHED);
    try {
      StringWriter text = new StringWriter();
      properties(operation).store(text, null);
      OwnerOnly.write(unfinished, text.toString());
      try (FileChannel content = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
        content.force(true);
      }
      Files.move(unfinished, directory.resolve(operation.id()), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new CairnException(ErrorCode.INTERNAL, "The operation could not be noted.", e);
    }
  }

  /** Takes it off the disk. */
  void remove(String id) {
    try {
      Files.deleteIfExists(directory.resolve(id));
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "An old operation stays on the disk.", e);
    }
  }

  /** Tells of all that are there; what can't be read is passed over with a warning. */
  void forEach(Consumer<Operation> consumer) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        if (file.toString().endsWith(UNFINISHED)) {
          Files.deleteIfExists(file);
        } else {
          read(file, consumer);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The directory of operations can't be read", e);
    }
  }

  private static void read(Path file, Consumer<Operation> consumer) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
      consumer.accept(operation(file.getFileName().toString(), properties));
    } catch (IOException | CairnException | IllegalArgumentException e) {
      LOG.log(System.Logger.Level.WARNING, "The operation " + file + " can't be understood.", e);
    }
  }

  private static Properties properties(Operation operation) {
    Properties properties = new Properties();
    properties.setProperty("kind", operation.kind());
    properties.setProperty("shard", operation.shard().value());
    properties.setProperty("state", operation.state().name());
    properties.setProperty("progress", Double.toString(operation.progress()));
    properties.setProperty("detail", operation.detail());
    properties.setProperty("started", Long.toString(operation.started()));
    if (operation.finished() != null) {
      properties.setProperty("finished", Long.toString(operation.finished()));
    }
    if (operation.problem() != null) {
      properties.setProperty("problem", operation.problem().name());
    }
    operation.parameters().forEach((name, v) -> properties.setProperty(PARAMETER + name, v));
    operation.notes().forEach((name, value) -> properties.setProperty(NOTE + name, value));
    operation.result().forEach((name, v) -> properties.setProperty(RESULT + name, typed(v)));
    return properties;
  }

  private static String typed(Object value) {
    return switch (value) {
      case Long number -> "n" + number;
      case Boolean truth -> "b" + truth;
      default -> "t" + value;
    };
  }

  private static Object untyped(String text) {
    String value = text.substring(1);
    return switch (text.charAt(0)) {
      case 'n' -> Long.valueOf(value);
      case 'b' -> Boolean.valueOf(value);
      default -> value;
    };
  }

  private static Operation operation(String id, Properties properties) {
    String finished = properties.getProperty("finished");
    String problem = properties.getProperty("problem");
    Map<String, Object> result = new HashMap<>();
    below(properties, RESULT).forEach((name, value) -> result.put(name, untyped(value)));
    return new Operation(
        id,
        required(properties, "kind"),
        new ShardId(required(properties, "shard")),
        below(properties, PARAMETER),
        below(properties, NOTE),
        OperationState.valueOf(required(properties, "state")),
        Double.parseDouble(required(properties, "progress")),
        required(properties, "detail"),
        Long.parseLong(required(properties, "started")),
        finished == null ? null : Long.valueOf(finished),
        result,
        problem == null ? null : ErrorCode.valueOf(problem));
  }

  private static String required(Properties properties, String name) {
    @Nullable String value = properties.getProperty(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }

  private static Map<String, String> below(Properties properties, String prefix) {
    Map<String, String> found = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      if (name.startsWith(prefix)) {
        found.put(name.substring(prefix.length()), properties.getProperty(name));
      }
    }
    return found;
  }
}
