package dev.cairn.replica;

import dev.cairn.backup.ReplicaStore;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes the store that a URL names. Pure but for what the stores do when they are used. */
public final class ReplicaStores {

  /** Where the replicator can write, but no store here can list and delete. */
  private static final Set<String> REPLICATOR_ONLY =
      Set.of("gs", "abs", "sftp", "nats", "oss", "webdav", "webdavs");

  private static final Pattern PLAIN_PART = Pattern.compile("[A-Za-z0-9._~=+-]+");

  private ReplicaStores() {}

  /**
   * The store that a URL names: {@code file:///PATH}, or {@code
   * s3://BUCKET/PREFIX?endpoint=URL&region=REGION}. Nothing is asked of it yet.
   *
   * @param url what the setting {@code cairn.backup.url} says
   * @param environment of the process; if it has {@code AWS_ACCESS_KEY_ID} and {@code
   *     AWS_SECRET_ACCESS_KEY}, they are the credentials for S3, otherwise these come from where
   *     Amazon's own programs take them
   * @return null if the replicator alone can use the place: then backup and restore work, and what
   *     is kept is left to the rules of the place itself
   * @throws IllegalArgumentException if neither can; its message names the setting, is fit for
   *     users and has nothing of the URL in it that could be a credential
   */
  public static @Nullable ReplicaStore of(String url, Map<String, String> environment) {
    int end = url.indexOf("://");
    if (end < 1 || url.indexOf('#') >= 0) {
      throw refusal("must be a URL like file:///srv/backup or s3://bucket/prefix");
    }
    String scheme = url.substring(0, end).toLowerCase(Locale.ROOT);
    String rest = url.substring(end + "://".length());
    return switch (scheme) {
      case "file" -> new DirectoryReplicaStore(directory(rest));
      case "s3" -> new S3ReplicaStore(S3Address.parse(rest), environment, S3Limits.DEFAULT);
      default -> {
        if (!REPLICATOR_ONLY.contains(scheme)) {
          throw refusal("must begin with file:///, s3:// or another scheme that Litestream knows");
        }
        yield null;
      }
    };
  }

  private static Path directory(String path) {
    String plain = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    if (!plain.startsWith("/") || !isPlain(plain.substring(1))) {
      throw refusal(
          "must have an absolute path after file://, in parts of letters, digits, and any of ._~=+-;"
              + " choose a directory with such a name");
    }
    return Path.of(plain);
  }

  /** The URL that a setting names, which may be a directory without a scheme. */
  public static String urlOf(String setting) {
    return setting.contains("://") ? setting : "file://" + Path.of(setting).toAbsolutePath();
  }

  /** Whether a replica can lie in that directory: its name must be one that a URL can have. */
  public static boolean canBeDirectory(Path directory) {
    return directory.isAbsolute() && isPlain(directory.toString().substring(1));
  }

  /**
   * Whether a path means the same to everybody who reads it in a URL. The replicator takes the path
   * of a file URL with its percent signs as they are, where others decode them.
   */
  static boolean isPlain(String path) {
    for (String part : path.split("/", -1)) {
      if (!PLAIN_PART.matcher(part).matches() || part.equals(".") || part.equals("..")) {
        return false;
      }
    }
    return true;
  }

  /** The failure of a URL that is refused. */
  static IllegalArgumentException refusal(String why) {
    return new IllegalArgumentException("cairn.backup.url " + why);
  }
}
