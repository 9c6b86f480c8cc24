package dev.cairn.app;

import dev.cairn.OwnerOnly;
import dev.cairn.replica.ReplicaStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Where the setting {@code cairn.backup.url} has the replica lie.
 *
 * @param url its URL
 */
record BackupPlace(String url) {

  private static final Logger LOG = Logger.getLogger(BackupPlace.class);
  private static final String AUTO = "auto";
  private static final String FILE = "file://";

  /**
   * The place that the setting names: by a URL, by a directory, or as {@code auto}.
   *
   * @param data the data directory
   * @return null, with a warning, if the directory beside the data has a name that it can't have
   */
  static @Nullable BackupPlace of(String setting, Path data) {
    if (!setting.equals(AUTO)) {
      return new BackupPlace(ReplicaStores.urlOf(setting));
    }
    Path beside = data.toAbsolutePath().normalize().resolveSibling("backup");
    if (ReplicaStores.canBeDirectory(beside)) {
      keepToItsOwner(beside);
      return new BackupPlace(ReplicaStores.urlOf(beside.toString()));
    }
    LOG.warnf(
        "No backup is made: the name of the directory %s has letters that a backup can't lie"
            + " under. Name another place with cairn.backup.url.",
        beside);
    return null;
  }

  /** Only this one is the service's own; who names another may share it with whom he likes. */
  private static void keepToItsOwner(Path beside) {
    try {
      OwnerOnly.mendDirectory(beside);
    } catch (IOException e) {
      LOG.warnf("Who may read the backup in %s can't be changed: %s", beside, e);
    }
  }

  /** Makes the directory, if it is one, and says so if it would be lost together with the data. */
  void warnOfSameDisk(Path data) {
    if (!url.startsWith(FILE)) {
      return;
    }
    Path replica = Path.of(url.substring(FILE.length()));
    try {
      if (!Files.exists(replica)) {
        OwnerOnly.makeDirectories(replica);
      }
      if (Files.getFileStore(replica).equals(Files.getFileStore(data))) {
        LOG.warnf(
            "The backup in %s is on the same disk as the data; it won't survive the loss of that"
                + " disk. Name another place with cairn.backup.url.",
            replica);
      }
    } catch (IOException e) {
      LOG.warnf("The directory for the backup, %s, can't be used: %s", replica, e);
    }
  }
}
