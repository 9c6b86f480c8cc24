package dev.cairn.sqlite;

import dev.cairn.ErrorCode;
import dev.cairn.storage.ReplicatedFile;
import dev.cairn.storage.StorageFault;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** See {@link ReplicatedFile}; uses the connection of the shard's writer, on the writer's turn. */
final class SqliteReplicatedFile implements ReplicatedFile {

  private static final String NOTE = "update meta set epoch = ?";

  private final DatabasePath path;
  private final KeptConnection writer;
  private final Checkpointer checkpointer;
  private final Faults faults;

  /** Written on the writer's turn, read by anyone. */
  private volatile long epoch;

  SqliteReplicatedFile(
      DatabasePath path,
      long epoch,
      KeptConnection writer,
      Checkpointer checkpointer,
      Faults faults) {
    this.path = path;
    this.epoch = epoch;
    this.writer = writer;
    this.checkpointer = checkpointer;
    this.faults = faults;
  }

  @Override
  public Path database() {
    return path.file();
  }

  @Override
  public Path log() {
    return path.wal();
  }

  @Override
  public Path notes() {
    return path.notes();
  }

  @Override
  public String name() {
    String name = path.file().getFileName().toString();
    return name.substring(0, name.length() - FileNames.SUFFIX.length());
  }

  @Override
  public long epoch() {
    return epoch;
  }

  @Override
  public void leaveLog() {
    checkpointer.leave();
  }

  @Override
  public boolean beginEpoch(long number) {
    try {
      WriteTransaction.run(
          writer,
          () -> {
            PreparedStatement note = writer.statement(NOTE);
            note.setLong(1, number);
            return note.executeUpdate();
          });
      epoch = number;
      return checkpointer.run();
    } catch (SQLException e) {
      throw faults.of(e);
    }
  }

  @Override
  public void removeNotes() {
    try {
      DataDirectory.deleteTree(path.notes());
    } catch (IOException e) {
      throw StorageFault.of(
          ErrorCode.INTERNAL, "The notes that its replicator kept can't be removed.", e);
    }
  }

  @Override
  public void takeLogBack() {
    checkpointer.takeBack();
  }
}
