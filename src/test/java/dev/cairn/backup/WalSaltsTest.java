package dev.cairn.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a log is still the one that was copied from. */
class WalSaltsTest {

  private static final byte[] SALTS = {1, 2, 3, 4, 5, 6, 7, 8};
  private static final byte[] OTHERS = {1, 2, 3, 5, 5, 6, 7, 8};

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins
  Path directory;

  @SuppressWarnings("NullAway.Init") // set before each test
  private Path log;

  @SuppressWarnings("NullAway.Init") // set before each test
  private Path notes;

  @BeforeEach
  void place() throws IOException {
    log = directory.resolve("a.sqlite-wal");
    notes = directory.resolve(".a.sqlite-litestream");
    Files.createDirectories(notes.resolve("ltx/0"));
  }

  private static byte[] head(int length, int position, byte[] salts) {
    byte[] head = new byte[length];
    Arrays.fill(head, (byte) 9);
    System.arraycopy(salts, 0, head, position, salts.length);
    return head;
  }

  private void log(byte[] salts) throws IOException {
    Files.write(log, head(4152, 16, salts));
  }

  private void note(int transaction, byte[] salts) throws IOException {
    Files.write(
        notes.resolve(String.format("ltx/0/%016x-%<016x.ltx", transaction)), head(200, 64, salts));
  }

  @Test
  void itIsIfTheNewestNoteHasItsSalts() throws IOException {
    log(SALTS);
    note(1, OTHERS);
    note(0x1f, SALTS);
    note(9, OTHERS);

    assertThat(WalSalts.match(log, notes)).isTrue();
  }

  @Test
  void itIsNotIfOnlyAnOlderNoteHas() throws IOException {
    log(SALTS);
    note(1, SALTS);
    note(2, OTHERS);

    assertThat(WalSalts.match(log, notes)).isFalse();
  }

  @Test
  void itIsNotWithoutALog() throws IOException {
    note(1, SALTS);
    assertThat(WalSalts.match(log, notes)).isFalse();
    Files.createFile(log);
    assertThat(WalSalts.match(log, notes)).isFalse();
  }

  @Test
  void itIsNotWithoutNotes() throws IOException {
    log(SALTS);
    assertThat(WalSalts.match(log, notes)).isFalse();
    assertThat(WalSalts.match(log, directory.resolve("none"))).isFalse();
  }

  @Test
  void itIsNotIfTheNewestNoteWasCutShort() throws IOException {
    log(SALTS);
    note(1, SALTS);
    Files.write(notes.resolve("ltx/0/0000000000000002-0000000000000002.ltx"), new byte[70]);

    assertThat(WalSalts.match(log, notes)).isFalse();
  }

  @Test
  void whatIsBeingWrittenIsNoNoteYet() throws IOException {
    log(SALTS);
    note(1, SALTS);
    Files.write(notes.resolve("ltx/0/0000000000000002-0000000000000002.ltx.tmp"), new byte[70]);

    assertThat(WalSalts.match(log, notes)).isTrue();
  }
}
