package dev.cairn.storage;

import static dev.cairn.storage.Units.after;
import static dev.cairn.storage.Units.all;
import static dev.cairn.storage.Units.batch;
import static dev.cairn.storage.Units.delete;
import static dev.cairn.storage.Units.json;
import static dev.cairn.storage.Units.list;
import static dev.cairn.storage.Units.matching;
import static dev.cairn.storage.Units.put;
import static dev.cairn.storage.Units.replace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.CairnException;
import dev.cairn.Entry;
import dev.cairn.ErrorCode;
import dev.cairn.Key;
import dev.cairn.Namespace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Lists of entries and counts. */
abstract class ListsContract extends ShardContract {

  ListsContract(Function<Path, DriverUnderTest> start) {
    super(start);
  }

  @Test
  void keysAreOrderedByTheirBytesInUtf8() {
    // By UTF-16 units the emoji would stand before U+FFFF.
    List<String> ordered =
        List.of("\u0000", "A", "Z", "a", "a\u0000", "a ", "aa", "b", "é", "\uFFFF", "😀");
    for (String key : ordered.reversed()) {
      write(put(key, "1"));
    }

    assertThat(keys(all())).isEqualTo(ordered);
  }

  @Test
  void aPrefixIsLiteralAndCaseSensitive() {
    write(batch(put("a_1", "1"), put("a_2", "1"), put("A_1", "1"), put("ab1", "1"), put("a", "1")));

    assertThat(keys(list("a_", 10, 0))).containsExactly("a_1", "a_2");
    assertThat(keys(list("a", 10, 0))).containsExactly("a", "a_1", "a_2", "ab1");
    assertThat(keys(list("x", 10, 0))).isEmpty();
  }

  @Test
  void aPrefixOfTheHighestCharactersHasAnEndToo() {
    String top = Character.toString(Character.MAX_CODE_POINT);
    write(batch(put(top, "1"), put(top + top, "1"), put("a", "1")));

    assertThat(keys(list(top, 10, 0))).containsExactly(top, top + top);
    assertThat(keys(list(top + top, 10, 0))).containsExactly(top + top);
  }

  @Test
  void aPrefixOfNulMatchesOnlyWhatBeginsWithIt() {
    write(batch(put("\u0000", "1"), put("\u0000a", "1"), put("a", "1")));

    assertThat(keys(list("\u0000", 10, 0))).containsExactly("\u0000", "\u0000a");
  }

  @Test
  void aPatternTakesStarsAtAnyPlace() {
    write(batch(put("user:1:name", "1"), put("user:2:age", "1"), put("xuser:1:name", "1")));

    assertThat(keys(matching("user:*:name"))).containsExactly("user:1:name");
    assertThat(keys(matching("*:name"))).containsExactly("user:1:name", "xuser:1:name");
    assertThat(keys(matching("*user*"))).hasSize(3);
    assertThat(keys(matching("user:2:age"))).containsExactly("user:2:age");
    assertThat(keys(matching("user:"))).isEmpty();
  }

  @Test
  void prefixAndPatternBothHold() {
    write(batch(put("a1x", "1"), put("a2y", "1"), put("b1x", "1")));

    assertThat(keys(new ListRequest("a", KeyPattern.of("*x"), null, 10, 0))).containsExactly("a1x");
    assertThat(keys(new ListRequest("a", KeyPattern.of("b*"), null, 10, 0))).isEmpty();
  }

  @Test
  void aPageTellsWhetherMoreFollow() {
    write(batch(put("a", "1"), put("b", "1"), put("c", "1")));

    assertThat(page(list("", 2, 0)).more()).isTrue();
    assertThat(page(list("", 3, 0)).more()).isFalse();
    assertThat(page(list("", 2, 1)).more()).isFalse();
  }

  @Test
  void moreSpeaksOfWhatMatchesNotOfWhatFollows() {
    write(batch(put("ax", "1"), put("bx", "1"), put("cy", "1")));

    assertThat(page(new ListRequest("", KeyPattern.of("*x"), null, 2, 0)).more()).isFalse();
    assertThat(page(new ListRequest("", KeyPattern.of("*x"), null, 1, 0)).more()).isTrue();
  }

  @Test
  void anOffsetPassesOverMatchesOnly() {
    write(batch(put("ax", "1"), put("ay", "1"), put("bx", "1"), put("cx", "1")));

    assertThat(keys(new ListRequest("", KeyPattern.of("*x"), null, 10, 1)))
        .containsExactly("bx", "cx");
    assertThat(keys(list("", 10, 100))).isEmpty();
  }

  @Test
  void pagesBehindAKeyAreStableUnderWrites() {
    write(batch(put("a", "1"), put("c", "1"), put("e", "1"), put("g", "1")));
    assertThat(keys(after("a", 1))).containsExactly("c");

    write(batch(put("b", "1"), delete("c"), put("d", "1")));

    assertThat(keys(after("c", 10))).containsExactly("d", "e", "g");
  }

  @Test
  void pagesWalkThroughEverythingOnce() {
    for (int i = 0; i < 25; i++) {
      write(put("k" + i, "1"));
    }
    List<String> walked = new ArrayList<>();
    EntryPage page = page(list("", 4, 0));
    page.entries().forEach(entry -> walked.add(entry.key().text()));
    while (page.more()) {
      page = page(new ListRequest("", null, page.entries().getLast().key(), 4, 0));
      page.entries().forEach(entry -> walked.add(entry.key().text()));
    }

    assertThat(walked).isEqualTo(keys(all())).hasSize(25);
  }

  @Test
  void aPageEndsBeforeTheEntryThatWouldPassItsBytes() {
    // 10 bytes each: 1 of the key, 5 of the value and 4 of the metadata.
    for (String key : List.of("a", "b", "c", "d", "e")) {
      write(put(key, "\"val\"", replace("{  }")));
    }

    assertThat(walk(9, Parts.BOTH)).containsExactly("a", "b", "c", "d", "e");
    assertThat(walk(20, Parts.BOTH)).containsExactly("a b", "c d", "e");
    assertThat(walk(29, Parts.BOTH)).containsExactly("a b", "c d", "e");
    assertThat(walk(50, Parts.BOTH)).containsExactly("a b c d e");
    // Only what is carried counts.
    assertThat(walk(12, Parts.VALUE)).containsExactly("a b", "c d", "e");
    assertThat(walk(10, Parts.METADATA)).containsExactly("a b", "c d", "e");
    assertThat(walk(4, Parts.NEITHER)).containsExactly("a b c d", "e");
  }

  @Test
  void anEntryLargerThanAPageIsAPageOfItsOwn() {
    write(put("a", "1"), put("b", "\"" + "x".repeat(100) + "\""), put("c", "1"));

    assertThat(walk(10, Parts.BOTH)).containsExactly("a", "b", "c");
  }

  @Test
  void whatAnOffsetOrAPatternPassesOverTakesNoBytes() {
    String large = "\"" + "x".repeat(100) + "\"";
    write(batch(put("ax", large), put("ay", large), put("bx", "1"), put("cx", "1")));

    EntryPage behind = page(new ListRequest("", null, null, 10, 10, 2));
    EntryPage matching = page(new ListRequest("b", KeyPattern.of("*x"), null, 10, 10, 0));

    assertThat(behind.entries()).hasSize(2);
    assertThat(behind.more()).isFalse();
    assertThat(matching.entries()).hasSize(1);
    assertThat(matching.more()).isFalse();
  }

  /** The keys of each page in turn. */
  private List<String> walk(int bytes, Parts parts) {
    List<String> pages = new ArrayList<>();
    Key after = null;
    EntryPage page;
    do {
      ListRequest request = new ListRequest("", null, after, 100, bytes, 0);
      page = read(reader -> reader.list(Namespace.DEFAULT, request, parts));
      pages.add(page.entries().stream().map(e -> e.key().text()).collect(Collectors.joining(" ")));
      after = page.entries().getLast().key();
    } while (page.more());
    return pages;
  }

  @Test
  void aListBringsThePartsThatWereAskedFor() {
    write(put("a", "1", replace("{\"m\":1}")));

    Entry both = page(all()).entries().getFirst();
    Entry neither =
        read(reader -> reader.list(Namespace.DEFAULT, all(), Parts.NEITHER)).entries().getFirst();

    assertThat(both).isEqualTo(new Entry(Key.of("a"), 1, now, now, json("1"), json("{\"m\":1}")));
    assertThat(neither).isEqualTo(new Entry(Key.of("a"), 1, now, now, null, null));
  }

  @Test
  void listsAndCountsStayInTheirNamespace() {
    write(put("a", "1"), put(OTHER, "b", "1"), put(OTHER, "c", "1"));

    assertThat(keys(all())).containsExactly("a");
    assertThat(this.<Long>read(reader -> reader.count(Namespace.DEFAULT, null))).isEqualTo(1);
    assertThat(this.<Long>read(reader -> reader.count(OTHER, null))).isEqualTo(2);
  }

  @Test
  void listsCountsAndQueriesOfAMissingNamespaceFindNoneAndMakeNone() {
    assertThat(
            List.of(
                refusedRead(reader -> reader.list(OTHER, all(), Parts.BOTH)),
                refusedRead(reader -> reader.count(OTHER, null)),
                refusedRead(reader -> reader.query(OTHER, QueriesContract.everything()))))
        .containsOnly(ErrorCode.NAMESPACE_NOT_FOUND);
    assertThat(this.<Long>read(reader -> reader.totals().namespaces())).isEqualTo(1);
  }

  private ErrorCode refusedRead(Function<ShardReader, Object> question) {
    return catchThrowableOfType(CairnException.class, () -> read(question)).code();
  }

  private EntryPage page(ListRequest request) {
    return read(reader -> reader.list(Namespace.DEFAULT, request, Parts.BOTH));
  }
}
