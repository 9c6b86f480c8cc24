package dev.cairn.app;

import dev.cairn.catalogue.Catalogue;
import dev.cairn.shard.ShardRegistry;
import dev.cairn.storage.StorageDriver;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Starts and stops the service in order. Start: the address is judged, the data directory is locked
 * and the catalogue opened (by making the beans), the registry compares the two; only then does the
 * server listen. Stop: the registry answers what is queued and closes every shard, then the
 * catalogue and the driver are closed.
 */
@Singleton
final class Lifecycle {

  private final CairnConfig config;
  private final ShardRegistry shards;
  private final Catalogue catalogue;
  private final StorageDriver driver;

  Lifecycle(CairnConfig config, ShardRegistry shards, Catalogue catalogue, StorageDriver driver) {
    this.config = config;
    this.shards = shards;
    this.catalogue = catalogue;
    this.driver = driver;
  }

  void start(@Observes StartupEvent event) {
    requireLoopback(config.host());
    shards.start();
  }

  void stop(@Observes ShutdownEvent event) {
    shards.close();
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
