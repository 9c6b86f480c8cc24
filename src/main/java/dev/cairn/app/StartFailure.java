package dev.cairn.app;

import io.smallrye.config.ConfigValidationException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** Why the service did not start, in one line for whoever started it. */
final class StartFailure {

  private StartFailure() {}

  /**
   * What went wrong at the root, since the layers above it tell only that something did; without
   * secrets that a setting may hold.
   */
  static String reason(Throwable failure) {
    return Redaction.text(told(failure));
  }

  private static String told(Throwable failure) {
    Throwable root = failure;
    for (Throwable next = failure; next != null; next = next.getCause()) {
      if (next instanceof ConfigValidationException invalid) {
        return settings(invalid);
      }
      root = next;
    }
    if (root instanceof FileSystemException file) {
      return file.getFile() + " can't be used: " + files(file);
    }
    String address = ListenFailure.reason(root, ConfigProvider.getConfig());
    if (address != null) {
      return address;
    }
    String message = root.getMessage();
    return (message == null ? root.toString() : message).replaceAll("\\s+", " ");
  }

  /** Every setting that is wrong, without the numbers and class names of the library. */
  private static String settings(ConfigValidationException invalid) {
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < invalid.getProblemCount(); i++) {
      problems.add(
          invalid
              .getProblem(i)
              .getMessage()
              .replaceAll("(java\\.[\\w.]+: )?SRCFG\\d+: ?", "")
              .replaceAll("\\s+", " "));
    }
    return "a setting is wrong: " + String.join("; ", problems);
  }

  private static @Nullable String files(FileSystemException fault) {
    return switch (fault) {
      case AccessDeniedException denied -> "access is denied";
      case FileAlreadyExistsException exists -> "it is no directory";
      default -> fault.getReason() == null ? "it can't be made" : fault.getReason();
    };
  }
}
