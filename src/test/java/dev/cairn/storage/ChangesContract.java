package dev.cairn.storage;

import static dev.cairn.storage.Units.delete;
import static dev.cairn.storage.Units.merge;
import static dev.cairn.storage.Units.metadata;
import static dev.cairn.storage.Units.put;
import static dev.cairn.storage.Units.putNamespace;
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
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The feed: every change, in order, none twice, none missing. */
abstract class ChangesContract extends ShardContract {

  private static final int KEYS = 8;
  private static final int UNITS = 300;

  private final long seed = Long.getLong("cairn.seed", System.nanoTime());

  ChangesContract(Function<Path, DriverUnderTest> start) {
    super(start);
  }

  private ChangePage page(ChangeRequest request) {
    return read(reader -> reader.changes(request));
  }

  private static ChangeRequest all(@Nullable String since) {
    return asked(since, null, Parts.NEITHER, 1000);
  }

  private static ChangeRequest asked(
      @Nullable String since, @Nullable Namespace namespace, Parts parts, int limit) {
    return new ChangeRequest(
        since == null ? null : ChangePosition.of(since), namespace, parts, limit, MUCH);
  }

  private List<String> told(ChangeRequest request) {
    return page(request).changes().stream().map(ChangesContract::text).toList();
  }

  private static String text(Change change) {
    Entry entry = change.entry();
    return "%d.%d %s %s %s%s"
        .formatted(
            change.revision(),
            change.index(),
            change.kind(),
            change.namespace(),
            change.key(),
            entry == null ? "" : " " + entry.value() + " " + entry.metadata());
  }

  @Test
  void aNewShardHasChangedNothing() {
    ChangePage page = page(all(null));

    assertThat(page.changes()).isEmpty();
    assertThat(page.more()).isFalse();
    assertThat(page.reached()).hasToString("0");
  }

  @Test
  void everyKindOfChangeIsTold() {
    write(put("a", "1"), put("a", "2"), merge("a", "{\"n\":1}"));
    write(metadata("a", replace("{}")), delete("a"), delete("never"));
    write(putNamespace(OTHER), put(OTHER, "b", "1"), new Operation.Clear(OTHER));
    write(new Operation.Clear(OTHER), new Operation.DeleteNamespace(OTHER, false));

    assertThat(told(all(null)))
        .containsExactly(
            "1.1 PUT default a",
            "2.1 PUT default a",
            "3.1 PUT default a",
            "4.1 PUT default a",
            "5.1 DELETE default a",
            "6.1 NAMESPACE other null",
            "7.1 PUT other b",
            "8.1 CLEAR other null",
            "9.1 REMOVE_NAMESPACE other null");
  }

  @Test
  void aRecursiveDeleteIsOneChange() {
    write(put(OTHER, "a", "1"), put(OTHER, "b", "1"));
    write(new Operation.DeleteNamespace(OTHER, true));

    assertThat(told(all("2"))).containsExactly("3.1 REMOVE_NAMESPACE other null");
  }

  @Test
  void aChangeHasTheTimeOfItsUnit() {
    write(put("a", "1"));
    now += 5;
    write(put("a", "2"));

    assertThat(page(all(null)).changes())
        .extracting(Change::at)
        .containsExactly(CREATED + 1000, CREATED + 1005);
  }

  @Test
  void whatWasRefusedOrUndoneIsNotTold() {
    refusal(
        new WriteUnit.Batch(
            List.of(put("a", "1"), Units.putIf(Precondition.EXISTS, "b", "1")), true));
    write(
        new WriteUnit.Batch(
            List.of(put("a", "1"), Units.putIf(Precondition.EXISTS, "b", "1"), put("c", "1")),
            false));

    assertThat(told(all(null))).containsExactly("1.1 PUT default a", "1.2 PUT default c");
  }

  @Test
  void aPageMayEndAndBeginWithinAUnit() {
    write(put("z", "1"));
    write(new WriteUnit.Batch(List.of(put("a", "1"), put("b", "1"), put("c", "1")), true));

    ChangePage first = page(asked(null, null, Parts.NEITHER, 3));
    ChangePage rest = page(new ChangeRequest(first.reached(), null, Parts.NEITHER, 3, MUCH));

    assertThat(first.more()).isTrue();
    assertThat(first.reached()).hasToString("2.2");
    assertThat(rest.changes().stream().map(ChangesContract::text))
        .containsExactly("2.3 PUT default c");
    assertThat(rest.more()).isFalse();
    assertThat(rest.reached()).hasToString("2");
    assertThat(page(asked(null, null, Parts.NEITHER, 1)).reached()).hasToString("1");
  }

  @Test
  void aNamespaceCanBeAskedForAlone() {
    write(put("a", "1"), put(OTHER, "b", "1"), put("c", "1"));

    assertThat(told(asked(null, OTHER, Parts.NEITHER, 10))).containsExactly("2.1 PUT other b");
    ChangePage page = page(asked("2", OTHER, Parts.NEITHER, 10));
    assertThat(page.changes()).isEmpty();
    assertThat(page.reached()).hasToString("3");
  }

  @Test
  void anEntryIsShownAsLongAsNothingHasChangedIt() {
    write(put("a", "1"), put("b", "1", replace("{\"m\":1}")), put("a", "2"), put("c", "1"));
    write(delete("c"));
    write(put(OTHER, "d", "1"));

    assertThat(told(asked(null, null, Parts.BOTH, 10)))
        .containsExactly(
            "1.1 PUT default a",
            "2.1 PUT default b 1 {\"m\":1}",
            "3.1 PUT default a 2 null",
            "4.1 PUT default c",
            "5.1 DELETE default c",
            "6.1 PUT other d 1 null");
    assertThat(told(asked("2", null, Parts.VALUE, 1))).containsExactly("3.1 PUT default a 2 null");
  }

  @Test
  void theEntryOfANamespaceThatWasMadeAgainIsShown() {
    write(put(OTHER, "a", "1"));
    told(asked(null, null, Parts.VALUE, 10));
    write(new Operation.DeleteNamespace(OTHER, true));
    write(put(OTHER, "a", "2"));

    assertThat(told(asked("2", null, Parts.VALUE, 10))).containsExactly("3.1 PUT other a 2 null");
  }

  @Test
  void aPageEndsAtItsBytes() {
    String large = "\"" + "x".repeat(1000) + "\"";
    write(put("a", large), put("b", large), put("c", large));
    ChangeRequest request = new ChangeRequest(null, null, Parts.VALUE, 10, 1500);

    assertThat(page(request).changes()).hasSize(2);
    assertThat(page(new ChangeRequest(null, null, Parts.VALUE, 10, 1)).changes()).hasSize(1);
  }

  @Test
  void aPlaceAheadOfTheShardIsNone() {
    write(put("a", "1"));

    assertThat(refusal("2")).isEqualTo(ErrorCode.INVALID_CURSOR);
    assertThat(refusal("2.1")).isEqualTo(ErrorCode.INVALID_CURSOR);
    assertThat(told(all("1"))).isEmpty();
    assertThat(told(all("1.1"))).isEmpty();
    assertThat(told(all("1.9"))).isEmpty();
  }

  private ErrorCode refusal(String since) {
    return catchThrowableOfType(CairnException.class, () -> page(all(since))).code();
  }

  @Test
  void theFeedOutlastsARestart() {
    write(put("a", "1"));
    restart();
    write(put("b", "1"));

    assertThat(told(all(null))).containsExactly("1.1 PUT default a", "2.1 PUT default b");
  }

  @Test
  void replayedFromAnyRevisionItGivesTheStateOfTheShard() {
    Random random = new Random(seed);
    List<Map<String, String>> states = new ArrayList<>();
    states.add(state());
    while (store.revision() < UNITS) {
      long before = store.revision();
      writeSomething(random);
      if (store.revision() > before) {
        states.add(state());
      }
    }
    Map<String, String> last = states.getLast();
    for (int since = 0; since < states.size(); since += 1 + random.nextInt(9)) {
      Map<String, String> replayed = new TreeMap<>(states.get(since));
      ChangePosition place = ChangePosition.behind(since);
      boolean more = true;
      while (more) {
        ChangePage page =
            page(new ChangeRequest(place, null, Parts.BOTH, 1 + random.nextInt(20), MUCH));
        page.changes().forEach(change -> replay(change, replayed));
        place = page.reached();
        more = page.more();
      }
      assertThat(place.whole()).isEqualTo(UNITS);
      assertThat(replayed).as("since %d, -Dcairn.seed=%d", since, seed).isEqualTo(last);
    }
  }

  private static void replay(Change change, Map<String, String> state) {
    String prefix = change.namespace() + "/";
    String key = prefix + change.key();
    switch (change.kind()) {
      case PUT -> {
        Entry entry = change.entry();
        // What was changed again is told of again.
        state.put(key, entry == null ? "changed later" : entry.value() + " " + entry.metadata());
        state.put(prefix, "");
      }
      case DELETE, EXPIRE -> state.remove(key);
      case CLEAR -> state.keySet().removeIf(k -> k.startsWith(prefix) && !k.equals(prefix));
      case NAMESPACE -> state.put(prefix, "");
      case REMOVE_NAMESPACE -> state.keySet().removeIf(k -> k.startsWith(prefix));
    }
  }

  private Map<String, String> state() {
    Map<String, String> state = new TreeMap<>();
    read(
        reader -> {
          for (NamespaceInfo info : reader.namespaces("", null, 100)) {
            String prefix = info.name() + "/";
            state.put(prefix, "");
            reader
                .list(info.name(), new ListRequest("", null, null, 1000, 0), Parts.BOTH)
                .entries()
                .forEach(e -> state.put(prefix + e.key(), e.value() + " " + e.metadata()));
          }
          return true;
        });
    return state;
  }

  private void writeSomething(Random random) {
    int choice = random.nextInt(100);
    Namespace namespace = random.nextBoolean() ? OTHER : Namespace.DEFAULT;
    if (choice < 70) {
      List<Operation> operations = new ArrayList<>();
      for (int i = random.nextInt(6); i >= 0; i--) {
        operations.add(step(random, namespace));
      }
      write(new WriteUnit.Batch(operations, false));
    } else if (choice < 80) {
      write(new WriteUnit.Batch(List.of(new Operation.Clear(namespace)), false));
    } else if (choice < 90) {
      write(putNamespace(OTHER));
    } else {
      write(new Operation.DeleteNamespace(OTHER, true));
    }
  }

  private static Operation step(Random random, Namespace namespace) {
    String key = "k" + random.nextInt(KEYS);
    return switch (random.nextInt(4)) {
      case 0 ->
          new Operation.Delete(
              namespace,
              Key.of(key),
              random.nextBoolean() ? Precondition.NONE : Precondition.EXISTS);
      case 1 ->
          new Operation.ChangeMetadata(
              namespace,
              Key.of(key),
              replace("{\"m\":" + random.nextInt(100) + "}"),
              Precondition.NONE);
      default -> put(namespace, key, "" + random.nextInt(1000));
    };
  }
}
