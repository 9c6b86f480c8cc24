package dev.cairn.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the items, has their lines sent, keeps the journal. The steps: skip what an earlier run has
 * settled; make each further item a line; hand it to the flow; finish the flow; drop the journal.
 * One thread.
 */
final class ImportRun {

  /** Takes lines and sends them; {@link ChunkFlow} and, for a dry run, a counter. */
  interface Lines {
    void add(Line line) throws IOException, InterruptedException;

    void finish() throws IOException, InterruptedException;
  }

  private final JsonItems items;
  private final MeaningChoice choice;
  private final Tally tally;
  private final Progress progress;
  private final long settledBefore;
  private long read;

  /** Chooses by the first item. */
  @FunctionalInterface
  interface MeaningChoice {
    Meaning of(Item.Sound first) throws IOException;
  }

  /**
   * @param settledBefore items that an earlier run has settled
   */
  ImportRun(
      JsonItems items, MeaningChoice choice, Tally tally, Progress progress, long settledBefore) {
    this.items = items;
    this.choice = choice;
    this.tally = tally;
    this.progress = progress;
    this.settledBefore = settledBefore;
  }

  /** Items read and handed on so far. */
  long read() {
    return read;
  }

  /**
   * Reads to the end. Input that can't be read any further is a failure that is reported; what was
   * read before it is sent.
   *
   * @throws ServerGone if it can't go on now; it can later
   */
  void run(Lines lines) throws IOException, InterruptedException {
    try {
      readAll(lines);
    } catch (BadInput e) {
      tally.fault("input", e.getMessage() + " Nothing behind it was imported.");
    }
    lines.finish();
  }

  private void readAll(Lines lines) throws IOException, InterruptedException {
    Meaning meaning = null;
    for (Item item = items.next(); item != null; item = items.next()) {
      switch (item) {
        case Item.Malformed malformed -> passOver(meaning, malformed);
        case Item.Sound sound -> {
          meaning = meaning == null ? choice.of(sound) : meaning;
          Line line = line(meaning, sound);
          if (line != null && item.number() >= settledBefore) {
            lines.add(line);
          }
        }
      }
      read = item.number() + 1;
      progress.at(items.position(), read);
    }
    if (meaning != null) {
      meaning.end();
    }
  }

  private void passOver(@Nullable Meaning meaning, Item.Malformed item) {
    if (meaning != null) {
      meaning.passedOver();
    }
    fail(item, "malformed: " + item.why());
  }

  private void fail(Item item, String why) {
    if (item.number() >= settledBefore) {
      tally.fail(item.number(), item.name(), why);
    }
  }

  private @Nullable Line line(Meaning meaning, Item.Sound item)
      throws IOException, InterruptedException {
    try {
      return meaning.read(item);
    } catch (ItemFault e) {
      fail(item, e.getMessage() + hint(item));
      return null;
    }
  }

  private String hint(Item item) {
    return item.number() == 0 && items.isSequence()
        ? " (if the items are in an array inside this object, name it with --items)"
        : "";
  }
}
