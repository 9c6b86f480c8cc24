package dev.cairn.app;

import dev.cairn.catalogue.Catalogue;
import dev.cairn.health.Serving;
import dev.cairn.operation.Operations;
import dev.cairn.restore.MissingShards;
import dev.cairn.security.Tokens;
import dev.cairn.shard.ShardRegistry;
import dev.cairn.snapshot.Snapshots;
import dev.cairn.storage.ShardFiles;
import dev.cairn.storage.StorageDriver;
import dev.cairn.transaction.Transactions;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Starts and stops the service in order. Start: the address is judged, the data directory is locked
 * and the catalogue opened (by making the beans), what copies shards is started, the registry
 * compares directory and catalogue, operations go on, missing shards are restored; only then does
 * the server listen, and {@link Service} makes the first key if one is needed. Stop, after {@link
 * Leaving} has seen to the requests and the ports are closed: operations stop, open transactions
 * are rolled back, the registry answers what is queued and closes every shard, what is left is
 * copied, the use of keys is kept, then the catalogue and the driver are closed.
 */
@Singleton
final class Lifecycle {

  private final CairnConfig config;
  private final ShardRegistry shards;
  private final NodeBackup backup;
  private final Operations operations;
  private final Transactions transactions;
  private final Snapshots snapshots;
  private final NodeKeys nodeKeys;
  private final Tokens tokens;
  private final Catalogue catalogue;
  private final StorageDriver driver;
  private final Serving serving;

  Lifecycle(
      CairnConfig config,
      ShardRegistry shards,
      NodeBackup backup,
      Operations operations,
      Transactions transactions,
      Snapshots snapshots,
      NodeKeys nodeKeys,
      Tokens tokens,
      Catalogue catalogue,
      StorageDriver driver,
      Serving serving) {
    this.config = config;
    this.shards = shards;
    this.backup = backup;
    this.operations = operations;
    this.transactions = transactions;
    this.snapshots = snapshots;
    this.nodeKeys = nodeKeys;
    this.tokens = tokens;
    this.catalogue = catalogue;
    this.driver = driver;
    this.serving = serving;
  }

  void start(@Observes StartupEvent event) {
    Exposure.of(config);
    backup.start();
    shards.start();
    backup.follow(shards);
    operations.start();
    ShardFiles files = driver.files();
    if (backup.states() != null && files != null) {
      new MissingShards(catalogue, files, operations).restore();
    }
    nodeKeys.start();
    serving.begin();
  }

  void stop(@Observes ShutdownEvent event) {
    operations.close();
    transactions.close();
    snapshots.close();
    shards.close();
    backup.close();
    nodeKeys.close();
    tokens.close();
    catalogue.close();
    driver.close();
  }
}
