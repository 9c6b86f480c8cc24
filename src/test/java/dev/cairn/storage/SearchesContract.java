package dev.cairn.storage;

import static dev.cairn.storage.Units.batch;
import static dev.cairn.storage.Units.clear;
import static dev.cairn.storage.Units.delete;
import static dev.cairn.storage.Units.deleteNamespace;
import static dev.cairn.storage.Units.json;
import static dev.cairn.storage.Units.merge;
import static dev.cairn.storage.Units.metadata;
import static dev.cairn.storage.Units.put;
import static dev.cairn.storage.Units.replace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.CairnException;
import dev.cairn.Entry;
import dev.cairn.ErrorCode;
import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.query.Filter;
import dev.cairn.query.Filters;
import dev.cairn.query.Position;
import dev.cairn.query.Query;
import dev.cairn.search.Found;
import dev.cairn.search.Marks;
import dev.cairn.search.Search;
import dev.cairn.search.SearchEvaluator;
import dev.cairn.search.SearchExpression;
import dev.cairn.search.SearchPage;
import dev.cairn.storage.DeclaredIndex.State;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Full-text indexes: what is found, in which order, and that it is in step with every write. */
abstract class SearchesContract extends ShardContract {

  private static final Namespace HOME = Namespace.DEFAULT;
  private static final List<String> FIELDS = List.of("title", "tags", "$metadata.note");
  private static final String[] WORDS = {
    "red", "fox", "Füchse", "blue", "bl", "whale", "a", "b", "RED", "redder"
  };

  SearchesContract(Function<Path, DriverUnderTest> start) {
    super(start);
  }

  private void declare(Namespace namespace, String name, List<String> fields) {
    write(new Operation.DeclareIndex(namespace, new SearchIndex(name, fields)));
    fill(namespace, name);
  }

  private void fill(Namespace namespace, String name) {
    OperationResult.Indexed step;
    do {
      step = (OperationResult.Indexed) write(new Operation.FillIndex(namespace, name));
    } while (step.index().state() == State.BUILDING);
    assertThat(step.index().state()).isEqualTo(State.READY);
  }

  private static Search search(
      String text, List<String> fields, @Nullable Filter filter, int limit, @Nullable Position at) {
    Query query = new Query(filter, List.of(), limit, 0, at, true, true);
    return new Search(null, SearchExpression.parse(text, ""), fields, query, null, null);
  }

  private List<String> found(String text, String... fields) {
    Search search = search(text, List.of(fields), null, 100, null);
    return read(reader -> reader.search(HOME, search)).found().stream()
        .map(found -> found.entry().key().text())
        .toList();
  }

  private CairnException refused(@Nullable String index, Namespace namespace, String... fields) {
    Query query = new Query(null, List.of(), 1, 0, null, true, true);
    Search search =
        new Search(index, SearchExpression.parse("red", ""), List.of(fields), query, null, null);
    return catchThrowableOfType(
        CairnException.class, () -> read(reader -> reader.search(namespace, search)));
  }

  private void animals() {
    write(
        batch(
            put("a", "{\"title\":\"The red fox\",\"tags\":[\"quick\",7,\"Füchse\"]}"),
            put("b", "{\"title\":\"Red, red whales\",\"tags\":\"slow\"}"),
            put("c", "{\"title\":\"a fox that is not red but very quick to tell so\"}"),
            put("d", "{\"title\":42,\"tags\":{\"x\":\"red\"}}"),
            put("e", "[\"red\"]")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "red | b a c",
        "RED fox | a c",
        "'red fox' | a",
        "fo* quick | a c",
        "red -quick | b",
        "fuchse | a",
        "whale | ''",
        "whales OR quick | b a c",
        "red whales | b",
        "quick fuchse | a"
      })
  void wordsPhrasesBeginningsAndAlternativesAreFound(String typed, String keys) {
    animals();
    declare(HOME, "text", FIELDS);
    List<String> found = found(typed.replace('\'', '"'));
    List<String> expected = keys.equals("''") ? List.of() : List.of(keys.split(" "));
    if (typed.contains("OR")) {
      assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    } else {
      assertThat(found).isEqualTo(expected);
    }
  }

  @Test
  void aPhraseDoesNotGoOverFields() {
    write(put("a", "{\"title\":\"red\",\"tags\":\"fox\"}"));
    declare(HOME, "text", FIELDS);
    assertThat(found("red fox")).containsExactly("a");
    assertThat(found("\"red fox\"")).isEmpty();
    assertThat(found("red", "tags")).isEmpty();
    assertThat(found("red", "tags", "title")).containsExactly("a");
  }

  @Test
  void theIndexIsInStepWithEveryWrite() {
    declare(HOME, "text", FIELDS);
    animals();
    assertThat(found("red")).containsExactly("b", "a", "c");
    write(merge("b", "{\"title\":\"green\"}"), delete("a"), put("c", "{}"));
    assertThat(found("red")).isEmpty();
    write(metadata("c", replace("{\"note\":\"deep red\"}")));
    assertThat(found("red")).containsExactly("c");
    write(put("c", "{\"title\":\"red\"}", replace("{}")));
    assertThat(found("\"deep red\"")).isEmpty();
    assertThat(found("red")).containsExactly("c");
    write(clear(HOME));
    assertThat(found("red")).isEmpty();
    write(put("c", "{\"title\":\"red\"}"));
    restart();
    assertThat(found("red")).containsExactly("c");
  }

  @Test
  void whatIsRefusedIsNotInIt() {
    declare(HOME, "text", FIELDS);
    refusal(
        Units.atomic(
            put("a", "{\"title\":\"red\"}"), Units.deleteIf(Precondition.version(9), "z")));
    assertThat(found("red")).isEmpty();
  }

  @Test
  void whatHasExpiredIsNotFound() {
    declare(HOME, "text", FIELDS);
    write(put("a", "{\"title\":\"red\"}"));
    underTest.time().set(now);
    write(
        new Operation.Put(
            HOME,
            Key.of("b"),
            json("{\"title\":\"red\"}"),
            MetadataChange.KEEP,
            Precondition.NONE,
            new Expiry.At(now)));
    assertThat(found("red")).containsExactly("a");
  }

  @Test
  void anIndexThatIsMissingOrNotWholeIsTold() {
    assertThat(refused(null, HOME).code()).isEqualTo(ErrorCode.INDEX_NOT_FOUND);
    write(new Operation.DeclareIndex(HOME, new FieldIndex("by", "title", false)));
    assertThat(refused(null, HOME).code()).isEqualTo(ErrorCode.INDEX_NOT_FOUND);
    assertThat(refused("by", HOME).code()).isEqualTo(ErrorCode.INDEX_NOT_FOUND);
    declare(HOME, "one", List.of("title"));
    assertThat(refused("other", HOME).code()).isEqualTo(ErrorCode.INDEX_NOT_FOUND);
    declare(HOME, "two", List.of("tags"));
    assertThat(refused(null, HOME).code()).isEqualTo(ErrorCode.INVALID_QUERY);
    assertThat(refused("one", HOME, "tags").code()).isEqualTo(ErrorCode.INVALID_QUERY);
    assertThat(refused("one", OTHER).code()).isEqualTo(ErrorCode.NAMESPACE_NOT_FOUND);
    assertThat(read(reader -> reader.indexes(HOME)).stream().map(i -> i.index().definition()))
        .containsExactly(
            new FieldIndex("by", "title", false),
            new SearchIndex("one", List.of("title")),
            new SearchIndex("two", List.of("tags")));
    write(new Operation.DropIndex(HOME, "one"));
    assertThat(refused("one", HOME).code()).isEqualTo(ErrorCode.INDEX_NOT_FOUND);
    while (write(new Operation.SweepIndexes(HOME)) instanceof OperationResult.Removed(boolean some)
        && some) {}
    declare(HOME, "one", List.of("title"));
  }

  @Test
  void anIndexGoesWithItsNamespaceAndSeesNoOther() {
    write(put("a", "{\"title\":\"red\"}"), put(OTHER, "z", "{\"title\":\"red\"}"));
    declare(HOME, "text", FIELDS);
    declare(OTHER, "text", FIELDS);
    write(put(OTHER, "y", "{\"title\":\"red\"}"));
    assertThat(found("red")).containsExactly("a");
    write(deleteNamespace(OTHER, true));
    assertThat(found("red")).containsExactly("a");
    write(put(OTHER, "x", "{\"title\":\"red\"}"));
    assertThat(refused(null, OTHER).code()).isEqualTo(ErrorCode.INDEX_NOT_FOUND);
  }

  @ParameterizedTest
  @CsvSource({"$key", "$created", "'a..b'"})
  void fieldsWithoutTextsAreRefused(String field) {
    CairnException refused =
        catchThrowableOfType(
            CairnException.class, () -> new SearchIndex("text", List.of("a", field)));
    assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_QUERY);
    assertThat(refused.violations().getFirst().pointer()).isEqualTo("/fields/1");
  }

  @Test
  void fieldsAreSomeAndDifferent() {
    for (List<String> fields : List.of(List.<String>of(), List.of("a", "[\"a\"]"), many())) {
      CairnException refused =
          catchThrowableOfType(CairnException.class, () -> new SearchIndex("text", fields));
      assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_INDEX);
    }
  }

  private static List<String> many() {
    List<String> fields = new ArrayList<>();
    for (int i = 0; i <= SearchIndex.MAX_FIELDS; i++) {
      fields.add("f" + i);
    }
    return fields;
  }

  @Test
  void textsAreShown() {
    animals();
    declare(HOME, "text", FIELDS);
    Query query = new Query(null, List.of(), 1, 0, null, false, false);
    Search search =
        new Search(
            "text",
            SearchExpression.parse("quick fox", ""),
            List.of(),
            query,
            new Marks("<", ">", 2),
            new Marks("*", "*", 1));
    Found first = read(reader -> reader.search(HOME, search)).found().getFirst();
    assertThat(first.entry().key().text()).isEqualTo("a");
    assertThat(first.entry().value()).isNull();
    assertThat(first.snippets())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("title", "…red <fox>", "tags", "<quick>\nFüchse"));
    assertThat(first.highlights()).containsEntry("title", "The red *fox*");
  }

  @Test
  void randomSearchesFindWhatALookAtEveryEntryFinds() {
    long seed = Long.getLong("cairn.seed", System.nanoTime());
    Random random = new Random(seed);
    Map<String, Entry> model = new TreeMap<>();
    for (int round = 0; round < 25; round++) {
      for (int i = random.nextInt(30); i > 0; i--) {
        change(random);
      }
      if (round == 1) {
        declare(HOME, "text", FIELDS);
      }
      model.clear();
      read(reader -> reader.list(HOME, new ListRequest("", null, null, 1000, MUCH, 0), Parts.BOTH))
          .entries()
          .forEach(entry -> model.put(entry.key().text(), entry));
      for (int i = 0; round > 0 && i < 8; i++) {
        compare(random, model, seed);
      }
    }
  }

  private void change(Random random) {
    String key = "k" + random.nextInt(40);
    String title = text(random);
    String tags = "[\"" + text(random) + "\",3,\"" + text(random) + "\"]";
    switch (random.nextInt(6)) {
      case 0 -> write(delete(key));
      case 1 -> write(put(key, "{\"title\":7}"));
      case 2 -> write(put(key, "{}", replace("{\"note\":\"" + text(random) + "\"}")));
      default -> write(put(key, "{\"n\":1,\"title\":\"" + title + "\",\"tags\":" + tags + "}"));
    }
  }

  private static String text(Random random) {
    List<String> words = new ArrayList<>();
    for (int i = random.nextInt(7); i > 0; i--) {
      words.add(WORDS[random.nextInt(WORDS.length)]);
    }
    return String.join(random.nextBoolean() ? " " : ", ", words);
  }

  private String typed(Random random) {
    StringBuilder typed = new StringBuilder(WORDS[random.nextInt(WORDS.length)]);
    for (int i = random.nextInt(3); i > 0; i--) {
      String word = WORDS[random.nextInt(WORDS.length)];
      String other = WORDS[random.nextInt(WORDS.length)];
      typed.append(
          switch (random.nextInt(4)) {
            case 0 -> " -" + word;
            case 1 -> " " + word + "*";
            case 2 -> " \"" + word + " " + other + "\"";
            default -> " " + word;
          });
    }
    return typed.toString();
  }

  private void compare(Random random, Map<String, Entry> model, long seed) {
    String typed = typed(random);
    List<String> fields = random.nextBoolean() ? List.of() : List.of("title", "$metadata.note");
    Filter filter =
        random.nextInt(3) > 0
            ? null
            : Filters.read(json("{\"field\":\"n\",\"operator\":\"exists\",\"value\":true}"), "");
    int limit = 1 + random.nextInt(9);
    Position at = null;
    Position expectedAt = null; // Scores may differ in their last bit, and cursors hold them.
    do {
      Search search = search(typed, fields, filter, limit, at);
      SearchPage page = read(reader -> reader.search(HOME, search));
      SearchPage expected =
          SearchEvaluator.page(
              model.values(), FIELDS, search(typed, fields, filter, limit, expectedAt));
      String about = "%s in %s, filter %s, seed %d".formatted(typed, fields, filter, seed);
      assertThat(page.found().stream().map(Found::entry)).as(about).hasSameSizeAs(expected.found());
      for (int i = 0; i < page.found().size(); i++) {
        assertThat(page.found().get(i).score())
            .as(about)
            .isCloseTo(expected.found().get(i).score(), within(1e-9));
      }
      assertThat(page.found().stream().map(Found::entry))
          .as(about)
          .containsExactlyElementsOf(expected.found().stream().map(Found::entry).toList());
      assertThat(page.next() == null).as(about).isEqualTo(expected.next() == null);
      at = page.next();
      expectedAt = expected.next();
    } while (at != null);
  }
}
