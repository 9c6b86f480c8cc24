package dev.cairn.replica;

import dev.cairn.backup.ReplicaStore.TransactionFile;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The names of transaction files: {@code 0000000000000001-0000000000000007.ltx}. Pure. */
final class TransactionFileName {

  /**
   * The order of their first transactions; of two that begin with the same one, the shorter first.
   */
  static final Comparator<TransactionFile> ORDER =
      Comparator.comparingLong(TransactionFile::first).thenComparingLong(TransactionFile::last);

  private static final int MAX_LEVEL = 9;
  private static final Pattern FORM = Pattern.compile("([0-9a-f]{16})-([0-9a-f]{16})\\.ltx");
  private static final HexFormat HEX = HexFormat.of();

  private TransactionFileName() {}

  /**
   * The level itself.
   *
   * @throws IllegalArgumentException if there is no such level
   */
  static int checkLevel(int level) {
    if (level < 0 || level > MAX_LEVEL) {
      throw new IllegalArgumentException("no level of transaction files: " + level);
    }
    return level;
  }

  /** The file that is named so, or null if no transaction file is. */
  static @Nullable TransactionFile parse(int level, String name, long bytes, long modified) {
    Matcher parts = FORM.matcher(name);
    if (!parts.matches()) {
      return null;
    }
    long first = HexFormat.fromHexDigitsToLong(parts.group(1));
    long last = HexFormat.fromHexDigitsToLong(parts.group(2));
    return first < 1 || last < first
        ? null
        : new TransactionFile(level, first, last, bytes, modified);
  }

  /** The name of a file. */
  static String of(TransactionFile file) {
    return HEX.toHexDigits(file.first()) + "-" + HEX.toHexDigits(file.last()) + ".ltx";
  }

  /**
   * Whether the path is that of a file with the first transaction in it, which is a full copy.
   * Without any of them nothing of an epoch can be restored.
   */
  static boolean isBeginning(String path) {
    TransactionFile file = parse(0, path.substring(path.lastIndexOf('/') + 1), 0, 0);
    return file != null && file.first() == 1;
  }
}
