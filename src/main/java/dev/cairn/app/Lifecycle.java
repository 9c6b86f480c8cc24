package dev.cairn.app;

import dev.cairn.catalogue.Catalogue;
import dev.cairn.operation.Operations;
import dev.cairn.restore.MissingShards;
import dev.cairn.shard.ShardRegistry;
import dev.cairn.storage.ShardFiles;
import dev.cairn.storage.StorageDriver;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Starts and stops the service in order. Start: the address is judged, the data directory is locked
 * and the catalogue opened (by making the beans), what copies shards is started, the registry
 * compares directory and catalogue, operations go on, missing shards are restored; only then does
 * the server listen. Stop: operations stop, the registry answers what is queued and closes every
 * shard, what is left is copied, then the catalogue and the driver are closed.
 */
@Singleton
final class Lifecycle {

  private final CairnConfig config;
  private final ShardRegistry shards;
  private final NodeBackup backup;
  private final Operations operations;
  private final Catalogue catalogue;
  private final StorageDriver driver;

  Lifecycle(
      CairnConfig config,
      ShardRegistry shards,
      NodeBackup backup,
      Operations operations,
      Catalogue catalogue,
      StorageDriver driver) {
    this.config = config;
    this.shards = shards;
    this.backup = backup;
    this.operations = operations;
    this.catalogue = catalogue;
    this.driver = driver;
  }

  void start(@Observes StartupEvent event) {
    requireLoopback(config.host());
    backup.start();
    shards.start();
    backup.follow(shards);
    operations.start();
    ShardFiles files = driver.files();
    if (backup.states() != null && files != null) {
      new MissingShards(catalogue, files, operations).restore();
    }
  }

  void stop(@Observes ShutdownEvent event) {
    operations.close();
    shards.close();
    backup.close();
    catalogue.close();
    driver.close();
  }

  /**
   * Refuses an address that others can reach while there are no keys to keep them out.
   *
   * @throws IllegalStateException with the setting, the danger and the cure
   */
  static void requireLoopback(String host) {
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (!address.isLoopbackAddress()) {
          throw new IllegalStateException(
              "cairn.host is "
                  + host
                  + ", which others can reach, and there are no keys yet to keep them out."
                  + " Use 127.0.0.1, ::1 or localhost, and put a proxy in front that asks who"
                  + " they are.");
        }
      }
    } catch (UnknownHostException e) {
      throw new IllegalStateException("cairn.host is " + host + ", which is no address here.", e);
    }
  }
}
