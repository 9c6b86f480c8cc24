package dev.cairn.sqlite;

import static dev.cairn.ErrorCode.INTERNAL;
import static dev.cairn.ErrorCode.OUTCOME_UNKNOWN;
import static dev.cairn.ErrorCode.SHARD_BUSY;
import static dev.cairn.ErrorCode.SHARD_FULL;
import static dev.cairn.ErrorCode.SHARD_QUARANTINED;
import static dev.cairn.ErrorCode.STORAGE_FULL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.ErrorCode;
import dev.cairn.storage.StorageFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What each result code of SQLite means, primary or extended, and that none is forgotten. */
class FaultsTest {

  private static final Set<ErrorCode> MEANT =
      EnumSet.of(INTERNAL, SHARD_BUSY, SHARD_FULL, SHARD_QUARANTINED, STORAGE_FULL);

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins.
  Path directory;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private DatabasePath path;

  @BeforeEach
  void makeFile() throws IOException {
    path = new DatabasePath(Files.createFile(directory.resolve("shard.sqlite")));
  }

  /** What a failure outside of a commit means: by extended code where it matters. */
  private static ErrorCode wanted(SQLiteErrorCode code) {
    return switch (code.name()) {
      case "SQLITE_IOERR_SHMSIZE" -> SHARD_FULL;
      case "SQLITE_IOERR_NOMEM" -> SHARD_BUSY;
      case "SQLITE_IOERR_CORRUPTFS", "SQLITE_IOERR_DATA", "SQLITE_IOERR_SHORT_READ" ->
          SHARD_QUARANTINED;
      default -> wantedOfPrimary(code.code < 0 ? -1 : code.code & 0xff);
    };
  }

  private static ErrorCode wantedOfPrimary(int primary) {
    return switch (primary) {
      case 13 -> SHARD_FULL; // FULL, with room on the disk
      case 11, 24, 26 -> SHARD_QUARANTINED; // CORRUPT, FORMAT, NOTADB
      case 3, 8, 23 -> SHARD_QUARANTINED; // PERM, READONLY, AUTH
      case 5, 6, 15 -> SHARD_BUSY; // BUSY, LOCKED, PROTOCOL
      case 7, 9 -> SHARD_BUSY; // NOMEM, INTERRUPT
      case 14 -> SHARD_BUSY; // CANTOPEN, with a sound file: no descriptor is left
      default -> INTERNAL;
    };
  }

  @ParameterizedTest
  @EnumSource(SQLiteErrorCode.class)
  void everyResultCodeHasAMeaning(SQLiteErrorCode code) {
    StorageFault fault = fullShard().of(failure(code));

    assertThat(fault.code()).as(code.name()).isEqualTo(wanted(code)).isIn(MEANT);
    assertThat(fault.outcomeUnknown()).isFalse();
    assertThat(fault.detail()).doesNotContain("SQLITE", "/", "select").endsWith(".");
    assertThat(fault).hasCauseInstanceOf(SQLException.class);
  }

  @ParameterizedTest
  @EnumSource(SQLiteErrorCode.class)
  void aCommitIsOnlyCalledFailedWhereThatIsSure(SQLiteErrorCode code) {
    StorageFault fault = fullShard().ofCommit(failure(code));

    boolean sure =
        code == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE
            || (code.code > 0
                && switch (code.code & 0xff) {
                  case 3, 5, 6, 8, 11, 13, 19, 26 -> true;
                  default -> false;
                });
    assertThat(fault.outcomeUnknown()).as(code.name()).isEqualTo(!sure);
    assertThat(fault.code()).isEqualTo(sure ? wanted(code) : OUTCOME_UNKNOWN);
  }

  @Test
  void theCodeIsFoundBehindWhateverWrapsIt() {
    SQLException wrapped =
        new SQLException("pool", new SQLException(failure(SQLiteErrorCode.SQLITE_CORRUPT_INDEX)));

    assertThat(fullShard().of(wrapped).damaged()).isTrue();
    assertThat(fullShard().of(new SQLException("nobody knows")).code()).isEqualTo(INTERNAL);
  }

  @Test
  void aFullShardIsToldFromAFullDisk() {
    SQLException full = failure(SQLiteErrorCode.SQLITE_FULL);

    assertThat(new Faults(path, 1 << 20).of(full).code()).isEqualTo(SHARD_FULL);
    assertThat(new Faults(path, 1 << 20).of(full).detail()).contains("1048576 bytes");
    assertThat(new Faults(path, Long.MAX_VALUE).of(full).code()).isEqualTo(STORAGE_FULL);
  }

  @Test
  void aFileThatCantBeOpenedIsToldFromAProcessWithoutDescriptors() throws IOException {
    SQLException cantOpen = failure(SQLiteErrorCode.SQLITE_CANTOPEN);
    assertThat(new Faults(path, 1).of(cantOpen).code()).isEqualTo(SHARD_BUSY);

    Files.delete(path.file());
    assertThat(new Faults(path, 1).of(cantOpen).damaged()).isTrue();

    Files.createSymbolicLink(path.file(), Files.createFile(directory.resolve("elsewhere")));
    assertThat(new Faults(path, 1).of(cantOpen).damaged()).isTrue();
  }

  /** A shard that has met its bound, on a disk with room. */
  private Faults fullShard() {
    return new Faults(path, 1);
  }

  private static SQLException failure(SQLiteErrorCode code) {
    return new SQLiteException("while running select 1 on /data/x", code);
  }
}
