package dev.cairn.storage;

import static dev.cairn.storage.Units.put;
import static dev.cairn.storage.Units.putNamespace;
import static dev.cairn.storage.Units.replace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Entry;
import dev.cairn.Namespace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Exports: everything, from one state. */
abstract class ExportContract extends ShardContract {

  ExportContract(Function<Path, DriverUnderTest> start) {
    super(start);
  }

  @Test
  void anExportTellsEverythingInOrder() {
    write(put("b", "1", replace("{\"m\":1}")), put("a", " 1.10 "), put(OTHER, "c", "null"));
    write(putNamespace(new Namespace("empty")));

    assertThat(export(() -> {}))
        .containsExactly(
            "begin 4",
            "namespace default 0 null",
            "entry a 2  1.10  null",
            "entry b 1 1 {\"m\":1}",
            "namespace empty 4 null",
            "namespace other 3 null",
            "entry c 3 null null");
  }

  @Test
  void anEmptyShardIsItsDefaultNamespace() {
    assertThat(export(() -> {})).containsExactly("begin 0", "namespace default 0 null");
  }

  @Test
  void writesDuringAnExportAreNotPartOfIt() {
    for (int i = 0; i < 50; i++) {
      write(put("k" + i, "\"old\""));
    }
    write(put(OTHER, "z", "\"old\""));

    List<String> told =
        export(() -> write(put("k9", "\"new\""), put("new", "\"new\""), put(OTHER, "z", "1")));

    assertThat(told).hasSize(1 + 2 + 51).noneMatch(line -> line.contains("new"));
    assertThat(told).first().isEqualTo("begin 51");
    assertThat(entry("k9").version()).isEqualTo(52);
  }

  @Test
  void aVisitorMayEndAnExportByThrowing() {
    write(put("a", "1"), put("b", "1"));
    Teller teller =
        new Teller(
            () -> {
              throw new IllegalStateException("enough");
            });

    try (ShardReader reader = store.reader()) {
      assertThatThrownBy(() -> reader.export(teller)).hasMessage("enough");
      // The reader is as good as before, and sees what is written from now on.
      write(put("c", "1"));
      assertThat(reader.totals()).isEqualTo(new ShardReader.Totals(1, 3));
    }
  }

  private List<String> export(Runnable atFirstEntry) {
    Teller teller = new Teller(atFirstEntry);
    try (ShardReader reader = store.reader()) {
      reader.export(teller);
    }
    return teller.told;
  }

  /** Writes down what it is told. */
  private static final class Teller implements ExportVisitor {

    private final List<String> told = new ArrayList<>();
    private final Runnable atFirstEntry;
    private boolean entrySeen;

    private Teller(Runnable atFirstEntry) {
      this.atFirstEntry = atFirstEntry;
    }

    @Override
    public void begin(long revision) {
      told.add("begin " + revision);
    }

    @Override
    public void namespace(NamespaceInfo told) {
      this.told.add("namespace " + told.name() + " " + told.version() + " " + told.metadata());
    }

    @Override
    public void entry(Entry entry) {
      told.add(
          "entry %s %d %s %s"
              .formatted(entry.key(), entry.version(), entry.value(), entry.metadata()));
      if (!entrySeen) {
        entrySeen = true;
        atFirstEntry.run();
      }
    }
  }
}
