package dev.cairn.sqlite;

import dev.cairn.ErrorCode;
import dev.cairn.storage.StorageFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * What a result code of SQLite means for whoever asked. The one place that says so. Details go to
 * clients: no path and no SQL is in them; the cause, for the log, has both. Any thread.
 */
final class Faults {

  /** Less free space than this, and a file that can't be opened is put down to a full disk. */
  private static final long SCARCE_BYTES = 64 * 1024;

  private final DatabasePath path;
  private volatile long maxBytes;

  /**
   * @param maxBytes the bound on the file, to tell a full shard from a full disk
   */
  Faults(DatabasePath path, long maxBytes) {
    this.path = path;
    this.maxBytes = maxBytes;
  }

  /** Whether a read was ended because it had spent its budget; nothing else interrupts one. */
  static boolean isInterrupt(SQLException e) {
    return primary(codeOf(e)) == SQLiteErrorCode.SQLITE_INTERRUPT;
  }

  /** Tells of another bound on the file. */
  void setMaxBytes(long bytes) {
    maxBytes = bytes;
  }

  /** A reason that is not SQLite's to put a shard in quarantine. */
  static StorageFault damaged(String detail) {
    return StorageFault.of(ErrorCode.SHARD_QUARANTINED, detail, null);
  }

  /** The fault behind an exception outside of a commit: nothing of the transaction was kept. */
  StorageFault of(SQLException e) {
    SQLiteErrorCode code = codeOf(e);
    return switch (code) {
      case SQLITE_IOERR_SHMSIZE -> full(e);
      case SQLITE_IOERR_NOMEM -> busy("There is not enough memory for the shard now.", e);
      case SQLITE_IOERR_CORRUPTFS, SQLITE_IOERR_DATA, SQLITE_IOERR_SHORT_READ ->
          damaged("A page of it is damaged.", e);
      default -> ofPrimary(primary(code), e);
    };
  }

  /**
   * The fault behind a commit that failed. A failed sync or write may have left it whole in the
   * log, where the next open would find it; so may a failure that says nothing clear. Only those
   * that SQLite meets before its last write are sure.
   */
  StorageFault ofCommit(SQLException e) {
    SQLiteErrorCode code = codeOf(e);
    return switch (primary(code)) {
      case SQLITE_FULL,
          SQLITE_BUSY,
          SQLITE_LOCKED,
          SQLITE_READONLY,
          SQLITE_PERM,
          SQLITE_CONSTRAINT,
          SQLITE_CORRUPT,
          SQLITE_NOTADB ->
          of(e);
      default -> {
        if (code == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE) {
          yield of(e);
        }
        yield StorageFault.unknownOutcome(
            "The storage failed during the commit; whether the write was kept is not known.", e);
      }
    };
  }

  private StorageFault ofPrimary(SQLiteErrorCode code, SQLException e) {
    return switch (code) {
      case SQLITE_FULL -> full(e);
      case SQLITE_CORRUPT, SQLITE_FORMAT -> damaged("A page of it is damaged.", e);
      case SQLITE_NOTADB -> damaged("Its file is not a database.", e);
      case SQLITE_CANTOPEN -> cannotOpen(e);
      case SQLITE_PERM, SQLITE_READONLY, SQLITE_AUTH ->
          damaged("Its file must not be read or written by the service.", e);
      case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL ->
          busy("The shard's file is locked by another process.", e);
      case SQLITE_NOMEM -> busy("There is not enough memory for the shard now.", e);
      case SQLITE_INTERRUPT -> busy("The work on the shard was interrupted.", e);
      case SQLITE_IOERR ->
          StorageFault.of(ErrorCode.INTERNAL, "The disk failed; nothing was changed.", e);
      default -> StorageFault.of(ErrorCode.INTERNAL, "The storage engine failed.", e);
    };
  }

  private StorageFault full(SQLException e) {
    // Both bounds answer FULL. The one with less room left is the one that was met.
    if (maxBytes - sizeOr(0) < usableOr(0)) {
      return StorageFault.of(
          ErrorCode.SHARD_FULL,
          "The shard has no room left for this write; delete something, or have its "
              + maxBytes
              + " bytes raised.",
          e);
    }
    return StorageFault.of(
        ErrorCode.STORAGE_FULL,
        "The disk has no room left for this write; it can be sent again once there is space.",
        e);
  }

  private StorageFault cannotOpen(SQLException e) {
    if (!Files.isRegularFile(path.file(), LinkOption.NOFOLLOW_LINKS)
        || !Files.isReadable(path.file())
        || !Files.isWritable(path.file())) {
      return damaged("Its file can't be opened.", e);
    }
    if (usableOr(Long.MAX_VALUE) < SCARCE_BYTES) {
      return StorageFault.of(
          ErrorCode.STORAGE_FULL, "The disk has no room left to open the shard.", e);
    }
    // The file is all right: most likely the process has no file descriptor left.
    return busy("The shard can't be opened now; the limit of open files may have been met.", e);
  }

  private long sizeOr(long unknown) {
    try {
      return Files.size(path.file());
    } catch (IOException e) {
      return unknown;
    }
  }

  private long usableOr(long unknown) {
    try {
      return Files.getFileStore(path.file().getParent()).getUsableSpace();
    } catch (IOException e) {
      return unknown;
    }
  }

  private static StorageFault damaged(String detail, SQLException e) {
    return StorageFault.of(ErrorCode.SHARD_QUARANTINED, detail, e);
  }

  private static StorageFault busy(String detail, SQLException e) {
    return StorageFault.of(ErrorCode.SHARD_BUSY, detail, e);
  }

  private static SQLiteErrorCode codeOf(SQLException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLiteException sqlite) {
        return sqlite.getResultCode();
      }
    }
    return SQLiteErrorCode.SQLITE_ERROR;
  }

  private static SQLiteErrorCode primary(SQLiteErrorCode code) {
    return code.code < 0 ? code : SQLiteErrorCode.getErrorCode(code.code & 0xff);
  }
}
