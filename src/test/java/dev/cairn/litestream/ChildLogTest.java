package dev.cairn.litestream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ChildLogTest {

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);
  private final Secrets secrets =
      new Secrets(
          new LitestreamSettings("x", Path.of("x"), "s3://x", 1, Map.of("KEY", "hidden-key")),
          Map.of());
  private final RecordedLog out = new RecordedLog(Level.INFO);
  private final ChildLog log = new ChildLog(out, secrets, now::get);
  private final CompactionWatch watch = new CompactionWatch(now::get);

  @Test
  void aLineKeepsItsLevelAndNamesTheFile() {
    log.tell(
        """
        {"time":"2026-01-01T00:00:00Z","level":"ERROR","msg":"sync error","system":"store",\
        "path":"/data/shards/00/a.sqlite","error":"disk full"}""");
    log.tell("{\"level\":\"WARN\",\"msg\":\"gap\",\"db\":\"a.sqlite\",\"txid\":7}");

    assertThat(out.lines())
        .containsExactly(
            "ERROR Litestream: sync error (path=a.sqlite, error=disk full)",
            "WARNING Litestream: gap (db=a.sqlite, txid=7)");
  }

  @Test
  void aLineThatTellsOfALevelKeepsItsOwn() {
    log.tell(
        """
        {"level":"ERROR","msg":"compaction failed","system":"store","db":"a.sqlite","level":1,\
        "error":"refused"}""");

    assertThat(out.lines())
        .containsExactly("ERROR Litestream: compaction failed (db=a.sqlite, error=refused)");
  }

  @Test
  void whatIsToldInTheCourseOfThingsIsDetail() {
    log.tell("{\"level\":\"INFO\",\"msg\":\"compaction complete\"}");
    log.tell("{\"level\":\"ERROR\",\"msg\":\"no databases specified in configuration\"}");
    log.tell(
        "{\"level\":\"WARN\",\"msg\":\"retention disabled; cloud provider lifecycle policies must"
            + " handle retention\"}");

    assertThat(out.lines()).isEmpty();
    assertThat(log.lastTrouble()).isEmpty();
  }

  @Test
  void whatIsNoJsonIsALastWord() {
    log.tell("panic: out of memory");

    assertThat(out.lines()).containsExactly("WARNING Litestream: panic: out of memory");
    assertThat(log.lastTrouble()).isEqualTo("panic: out of memory");
  }

  @Test
  void secretsAreMasked() {
    log.tell("{\"level\":\"ERROR\",\"msg\":\"refused\",\"error\":\"hidden-key\"}");

    assertThat(out.lines()).containsExactly("ERROR Litestream: refused (error=***)");
  }

  @Test
  void aFloodIsCutOffAndCounted() {
    for (int i = 0; i < LineLimit.LINES + 7; i++) {
      log.tell("{\"level\":\"ERROR\",\"msg\":\"e\"}");
      log.tick();
    }
    assertThat(out.lines()).hasSize(LineLimit.LINES);

    now.addAndGet(LineLimit.SPAN.toNanos());
    log.tick();
    log.tick();
    log.tell("{\"level\":\"ERROR\",\"msg\":\"e\"}");

    assertThat(out.lines().subList(LineLimit.LINES, out.lines().size()))
        .containsExactly("WARNING Litestream: 7 lines were left out", "ERROR Litestream: e");
  }

  @Test
  void linesThatNobodyReadsCountNothing() {
    for (int i = 0; i < 2 * LineLimit.LINES; i++) {
      log.tell("{\"level\":\"INFO\",\"msg\":\"i\"}");
    }
    log.tell("{\"level\":\"ERROR\",\"msg\":\"e\"}");

    assertThat(out.lines()).containsExactly("ERROR Litestream: e");
  }

  @Test
  void outputIsFollowedToItsEndAndWhatWasLeftOutIsTold() throws Exception {
    String output = "{\"level\":\"ERROR\",\"msg\":\"e\"}\n".repeat(LineLimit.LINES + 1) + "no end";

    log.follow(new ByteArrayInputStream(output.getBytes(UTF_8)), "reader", watch).join();

    assertThat(out.lines()).hasSize(LineLimit.LINES + 1);
    assertThat(out.lines().getLast()).isEqualTo("WARNING Litestream: 2 lines were left out");
    assertThat(log.lastTrouble()).isEqualTo("no end");
  }

  @Test
  void aLineIsReadUpToItsLimit() throws Exception {
    String longLine = "x".repeat(3 * BoundedLines.MAX_LINE_BYTES);
    BoundedLines lines =
        new BoundedLines(new ByteArrayInputStream((longLine + "\n\nshort\nlast").getBytes(UTF_8)));

    assertThat(lines.next()).isEqualTo("x".repeat(BoundedLines.MAX_LINE_BYTES));
    assertThat(lines.next()).isEmpty();
    assertThat(lines.next()).isEqualTo("short");
    assertThat(lines.next()).isEqualTo("last");
    assertThat(lines.next()).isNull();
  }
}
