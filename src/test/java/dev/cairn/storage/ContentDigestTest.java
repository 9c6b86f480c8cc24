package dev.cairn.storage;

import static dev.cairn.storage.Units.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Entry;
import dev.cairn.JsonText;
import dev.cairn.Key;
import dev.cairn.Namespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Equal content has equal digests, and any other content others. */
class ContentDigestTest {

  private static final int ROUNDS = 500;

  private final long seed = Long.getLong("cairn.seed", System.nanoTime());
  private final Random random = new Random(seed);

  /** A namespace and what is in it. */
  private record Part(NamespaceInfo info, List<Entry> entries) {}

  private static ContentDigest digest(List<Part> parts) {
    ContentDigest digest = new ContentDigest();
    digest.begin(7);
    for (Part part : parts) {
      digest.namespace(part.info());
      part.entries().forEach(digest::entry);
    }
    return digest;
  }

  private List<Part> anything() {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(4); i++) {
      NamespaceInfo info =
          new NamespaceInfo(new Namespace("n" + i), number(), number(), number(), text());
      List<Entry> entries = new ArrayList<>();
      for (int k = 0; k < random.nextInt(5); k++) {
        entries.add(
            new Entry(Key.of("k" + k), number(), number(), number(), json("" + number()), text()));
      }
      parts.add(new Part(info, entries));
    }
    return parts;
  }

  private long number() {
    return random.nextInt(300);
  }

  private @Nullable JsonText text() {
    return random.nextBoolean() ? null : json("{\"m\":" + number() + "}");
  }

  private static JsonText other(@Nullable JsonText text) {
    return json(text == null ? "{}" : text + " ");
  }

  /** The parts with one thing changed in the namespace of that place. */
  private List<Part> changed(List<Part> parts, int at) {
    Part part = parts.get(at);
    List<Entry> entries = new ArrayList<>(part.entries());
    NamespaceInfo info = part.info();
    if (entries.isEmpty() || random.nextInt(3) == 0) {
      info = changed(info);
    } else {
      int entry = random.nextInt(entries.size());
      switch (random.nextInt(3)) {
        case 0 -> entries.remove(entry);
        case 1 -> entries.add(new Entry(Key.of("z"), 1, 1, 1, json("1"), null));
        default -> entries.set(entry, changed(entries.get(entry)));
      }
    }
    List<Part> all = new ArrayList<>(parts);
    all.set(at, new Part(info, entries));
    return all;
  }

  private NamespaceInfo changed(NamespaceInfo n) {
    return switch (random.nextInt(4)) {
      case 0 ->
          new NamespaceInfo(n.name(), n.version() + 1, n.created(), n.updated(), n.metadata());
      case 1 ->
          new NamespaceInfo(n.name(), n.version(), n.created() + 1, n.updated(), n.metadata());
      case 2 ->
          new NamespaceInfo(n.name(), n.version(), n.created(), n.updated() + 1, n.metadata());
      default ->
          new NamespaceInfo(n.name(), n.version(), n.created(), n.updated(), other(n.metadata()));
    };
  }

  private Entry changed(Entry e) {
    return switch (random.nextInt(6)) {
      case 0 ->
          new Entry(
              Key.of(e.key() + "x"),
              e.version(),
              e.created(),
              e.updated(),
              e.value(),
              e.metadata());
      case 1 ->
          new Entry(e.key(), e.version() + 1, e.created(), e.updated(), e.value(), e.metadata());
      case 2 ->
          new Entry(e.key(), e.version(), e.created() - 1, e.updated(), e.value(), e.metadata());
      case 3 ->
          new Entry(e.key(), e.version(), e.created(), e.updated() + 1, e.value(), e.metadata());
      case 4 ->
          new Entry(e.key(), e.version(), e.created(), e.updated(), other(e.value()), e.metadata());
      default ->
          new Entry(e.key(), e.version(), e.created(), e.updated(), e.value(), other(e.metadata()));
    };
  }

  @Test
  void anyChangeOfANamespaceChangesItsDigestAndNoOther() {
    for (int round = 0; round < ROUNDS; round++) {
      List<Part> parts = anything();
      int at = random.nextInt(parts.size());
      List<Part> changed = changed(parts, at);

      assertThat(digest(parts).differences(digest(parts))).as("seed %d", seed).isEmpty();
      assertThat(digest(changed).differences(digest(parts)))
          .as("seed %d: %s and %s", seed, parts, changed)
          .containsExactly(parts.get(at).info().name());
    }
  }

  @Test
  void textsDoNotRunIntoEachOther() {
    NamespaceInfo info = new NamespaceInfo(Namespace.DEFAULT, 1, 1, 1, null);
    List<Entry> entries =
        List.of(
            new Entry(Key.of("a"), 1, 1, 1, json("11"), json("{}")),
            new Entry(Key.of("a"), 1, 1, 1, json("1"), json("1{}")),
            new Entry(Key.of("a"), 1, 1, 1, json("11{}"), null),
            new Entry(Key.of("a"), 1, 1, 1, null, json("11{}")),
            new Entry(Key.of("a"), 1, 1, 1, json("11{}"), json("")));

    assertThat(entries.stream().map(e -> digest(List.of(new Part(info, List.of(e)))).namespaces()))
        .doesNotHaveDuplicates();
  }

  @Test
  void aNamespaceThatOnlyOneHasIsADifference() {
    Part first = new Part(new NamespaceInfo(Namespace.DEFAULT, 1, 1, 1, null), List.of());
    Part second = new Part(new NamespaceInfo(new Namespace("b"), 1, 1, 1, null), List.of());
    ContentDigest one = digest(List.of(first));
    ContentDigest both = digest(List.of(first, second));

    assertThat(one.differences(both)).containsExactly(new Namespace("b"));
    assertThat(both.differences(one)).containsExactly(new Namespace("b"));
    assertThat(both.revision()).isEqualTo(7);
    assertThat(new ContentDigest().revision()).isEqualTo(-1);
  }
}
