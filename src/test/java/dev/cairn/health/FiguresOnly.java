package dev.cairn.health;

import dev.cairn.Outcome;
import dev.cairn.Quotas;
import dev.cairn.ShardId;
import dev.cairn.shard.Commits;
import dev.cairn.shard.ReadTurn;
import dev.cairn.shard.RegistryFigures;
import dev.cairn.shard.Replacement;
import dev.cairn.shard.SettingsChange;
import dev.cairn.shard.ShardStatus;
import dev.cairn.shard.ShardSummary;
import dev.cairn.shard.Shards;
import dev.cairn.storage.ShardImage;
import dev.cairn.storage.Snapshot;
import dev.cairn.storage.SnapshotDraft;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.WriteUnit;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A registry that tells its figures, if it does, and can do nothing else: health only looks. */
record FiguresOnly(Supplier<RegistryFigures> told) implements Shards {

  @Override
  public RegistryFigures figures() {
    return told.get();
  }

  private static UnsupportedOperationException notForHealth() {
    return new UnsupportedOperationException("health only looks");
  }

  @Override
  public ReadTurn readTurn() {
    throw notForHealth();
  }

  @Override
  public <T> T read(ShardId id, ShardRead<T> read) {
    throw notForHealth();
  }

  @Override
  public <T> T readBriefly(ShardId id, ShardRead<T> read) {
    throw notForHealth();
  }

  @Override
  public CompletableFuture<Outcome<UnitResult>> write(ShardId id, WriteUnit unit) {
    throw notForHealth();
  }

  @Override
  public Outcome<UnitResult> writeAndWait(ShardId id, WriteUnit unit) {
    throw notForHealth();
  }

  @Override
  public boolean put(ShardId id, SettingsChange change) {
    throw notForHealth();
  }

  @Override
  public Quotas quotas(ShardId id) {
    throw notForHealth();
  }

  @Override
  public Commits commits() {
    throw notForHealth();
  }

  @Override
  public void delete(ShardId id) {
    throw notForHealth();
  }

  @Override
  public void copy(ShardId id, Path target) {
    throw notForHealth();
  }

  @Override
  public ShardImage image(ShardId id) {
    throw notForHealth();
  }

  @Override
  public Snapshot snapshot(ShardId id, SnapshotDraft draft) {
    throw notForHealth();
  }

  @Override
  public void replace(ShardId id, Replacement replacement) {
    throw notForHealth();
  }

  @Override
  public ShardStatus status(ShardId id) {
    throw notForHealth();
  }

  @Override
  public List<ShardSummary> list(String prefix, @Nullable ShardId after, int limit) {
    throw notForHealth();
  }
}
