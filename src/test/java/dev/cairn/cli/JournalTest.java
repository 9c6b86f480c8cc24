package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {

  private final Path directory;
  private final AtomicLong now = new AtomicLong();

  JournalTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void whatMayBeSentIsRecordedBeforeItGoesAndAWhileAhead() throws Exception {
    Path file = directory.resolve("state");
    Journal journal = new Journal(file, ImportState.begin("id"), now::get);
    journal.beforeSending(99, 0, 0);
    assertThat(ImportState.read(file)).isEqualTo(new ImportState("id", 0, 99 + Journal.AHEAD, 0));
    journal.beforeSending(199, 100, 3);
    assertThat(ImportState.read(file)).isEqualTo(new ImportState("id", 0, 99 + Journal.AHEAD, 0));
    now.addAndGet(Journal.RECORD_EVERY_NANOS);
    journal.beforeSending(299, 200, 3);
    assertThat(ImportState.read(file)).isEqualTo(new ImportState("id", 200, 99 + Journal.AHEAD, 3));
  }

  @Test
  void stoppingRecordsHowFarItIsAndFinishingRemovesTheFile() throws Exception {
    Path file = directory.resolve("state");
    Journal journal = new Journal(file, new ImportState("id", 10, 50, 2), now::get);
    journal.stopped(5, 1);
    assertThat(ImportState.read(file)).isEqualTo(new ImportState("id", 10, 50, 3));
    journal.finished();
    assertThat(file).doesNotExist();
  }

  @Test
  void withoutAFileNothingIsKept() throws Exception {
    Journal journal = new Journal(null, ImportState.begin(""), now::get);
    journal.beforeSending(1, 0, 0);
    journal.stopped(1, 0);
    journal.finished();
    assertThat(directory).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{}",
        "{\"format\":\"cairn-import-state/1\"}",
        "{\"format\":\"cairn-import-state/2\",\"identity\":\"i\",\"settled\":0,\"sent\":0,\"failed\":0}",
        "{\"format\":\"cairn-import-state/1\",\"identity\":\"i\",\"settled\":5,\"sent\":1,\"failed\":0}",
        "{\"format\":\"cairn-import-state/1\",\"identity\":\"i\",\"settled\":-1,\"sent\":1,\"failed\":0}",
        "{\"format\":\"cairn-import-state/1\",\"identity\":\"i\",\"settled\":\"x\",\"sent\":1,\"failed\":0}"
      })
  void aDamagedStateIsRefused(String content) throws Exception {
    Path file = Files.writeString(directory.resolve("state"), content);
    assertThatThrownBy(() -> ImportState.read(file))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void aStateThatIsTooLargeIsRefusedUnread() throws Exception {
    Path file = Files.writeString(directory.resolve("state"), " ".repeat(70_000));
    assertThatThrownBy(() -> ImportState.read(file)).hasMessageContaining("too large");
  }

  @Test
  void anotherContentOrOtherOptionsAreAnotherImport() throws Exception {
    Path file = Files.writeString(directory.resolve("in"), "a");
    String identity = InputIdentity.of(file, "x");
    assertThat(InputIdentity.of(file, "x")).isEqualTo(identity);
    assertThat(InputIdentity.of(file, "y")).isNotEqualTo(identity);
    Files.writeString(file, "ab");
    assertThat(InputIdentity.of(file, "x")).isNotEqualTo(identity);
  }
}
