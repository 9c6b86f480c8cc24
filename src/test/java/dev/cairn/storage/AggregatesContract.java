package dev.cairn.storage;

import static dev.cairn.storage.Units.batch;
import static dev.cairn.storage.Units.clear;
import static dev.cairn.storage.Units.json;
import static dev.cairn.storage.Units.put;
import static dev.cairn.storage.Units.putNamespace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.query.Aggregates;
import dev.cairn.query.Aggregation;
import dev.cairn.query.Filters;
import dev.cairn.query.Found;
import dev.cairn.query.GroupOrder;
import dev.cairn.query.Groups;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Aggregations. The query room proves its back ends equal; here stands that each driver gives them
 * its entries, all that have not expired and no others, from one state.
 */
abstract class AggregatesContract extends ShardContract {

  private static final String FIGURES =
      "{\"n\":{\"function\":\"count\"},\"sum\":{\"function\":\"sum\",\"field\":\"amount\"},"
          + "\"least\":{\"function\":\"min\",\"field\":\"amount\"},"
          + "\"greatest\":{\"function\":\"max\",\"field\":\"$key\"}}";

  AggregatesContract(Function<Path, DriverUnderTest> start) {
    super(start);
  }

  @BeforeEach
  void putOrders() {
    write(
        batch(
            put("a", "{\"city\":\"Bonn\",\"amount\":1}"),
            put("b", "{\"city\":\"Ulm\",\"amount\":2.5}"),
            put("c", "{\"city\":\"Bonn\",\"amount\":\"3\"}"),
            put("d", "{\"city\":null,\"amount\":4}"),
            put("e", "{\"amount\":5}")));
    write(put(OTHER, "f", "{\"city\":\"Bonn\",\"amount\":100}"));
  }

  private static Aggregation asked(
      @Nullable String filter, @Nullable String groupBy, String aggregates, int groups) {
    return new Aggregation(
        filter == null ? null : Filters.read(json(filter), ""),
        groupBy == null ? null : Aggregates.groupBy(groupBy, ""),
        Aggregates.read(json(aggregates), ""),
        groups,
        1000);
  }

  private List<String> told(Namespace namespace, Aggregation asked) {
    Groups groups = read(reader -> reader.aggregate(namespace, asked));
    List<String> told = new ArrayList<>();
    for (Groups.Group group : groups.first(GroupOrder.BY_GROUP, 100)) {
      StringBuilder line = new StringBuilder(text(group.by()));
      group.figures().forEach(figure -> line.append(' ').append(text(figure)));
      told.add(line.toString());
    }
    return told;
  }

  private static String text(@Nullable Found found) {
    if (found == null) {
      return "-";
    }
    return switch (found.value()) {
      case byte[] utf8 -> new String(utf8, StandardCharsets.UTF_8);
      case null -> String.valueOf(found.kind());
      case Object number -> number.toString();
    };
  }

  @Test
  void eachValueOfAFieldIsAGroupAndSoAreThoseWithoutIt() {
    assertThat(told(Namespace.DEFAULT, asked(null, "city", FIGURES, 10)))
        .containsExactly("NULL 1 4 4 d", "Bonn 2 1 1 c", "Ulm 1 2.5 2.5 b", "null 1 5 5 e");
  }

  @Test
  void theFilterComesFirst() {
    String filter = "{\"field\":\"amount\",\"operator\":\"gt\",\"value\":2}";

    assertThat(told(Namespace.DEFAULT, asked(filter, null, FIGURES, 10)))
        .containsExactly("NULL 3 11.5 2.5 e");
  }

  @Test
  void anIndexThatTheFilterUsesChangesNothing() {
    String filter = "{\"field\":\"city\",\"operator\":\"in\",\"value\":[\"Bonn\",\"Ulm\"]}";
    List<String> before = told(Namespace.DEFAULT, asked(filter, "city", FIGURES, 10));
    FieldIndex definition = new FieldIndex("by-city", "city", false);
    write(new Operation.DeclareIndex(Namespace.DEFAULT, definition));
    OperationResult.Indexed step;
    do {
      step = (OperationResult.Indexed) write(new Operation.FillIndex(Namespace.DEFAULT, "by-city"));
    } while (step.index().state() == DeclaredIndex.State.BUILDING);

    assertThat(told(Namespace.DEFAULT, asked(filter, "city", FIGURES, 10)))
        .isEqualTo(before)
        .containsExactly("Bonn 2 1 1 c", "Ulm 1 2.5 2.5 b");
  }

  @Test
  void ofNothingThereIsOneGroupOrNone() {
    write(clear(Namespace.DEFAULT));

    assertThat(told(Namespace.DEFAULT, asked(null, null, FIGURES, 10)))
        .containsExactly("NULL 0 0 - -");
    assertThat(told(Namespace.DEFAULT, asked(null, "city", FIGURES, 10))).isEmpty();
  }

  @Test
  void aBareCountIsThatOfTheEntries() {
    String count = "{\"n\":{\"function\":\"count\"},\"m\":{\"function\":\"count\"}}";

    assertThat(told(Namespace.DEFAULT, asked(null, null, count, 10))).containsExactly("NULL 5 5");
  }

  @Test
  void whatHasExpiredIsNotThere() {
    underTest.time().set(now);
    write(
        new Operation.Put(
            Namespace.DEFAULT,
            Key.of("z"),
            json("{\"city\":\"Ulm\",\"amount\":7}"),
            MetadataChange.KEEP,
            Precondition.NONE,
            new Expiry.At(now + 5)));
    assertThat(told(Namespace.DEFAULT, asked(null, "city", FIGURES, 10)))
        .contains("Ulm 2 9.5 2.5 z");

    underTest.time().set(now + 5);
    assertThat(told(Namespace.DEFAULT, asked(null, "city", FIGURES, 10)))
        .contains("Ulm 1 2.5 2.5 b");
    String count = "{\"n\":{\"function\":\"count\"}}";
    assertThat(told(Namespace.DEFAULT, asked(null, null, count, 10))).containsExactly("NULL 5");
  }

  @Test
  void moreGroupsThanAllowedAreRefusedAndTheReaderGoesOn() {
    try (ShardReader reader = store.reader()) {
      CairnException refused =
          catchThrowableOfType(
              CairnException.class,
              () -> reader.aggregate(Namespace.DEFAULT, asked(null, "city", FIGURES, 3)));

      assertThat(refused.code()).isEqualTo(ErrorCode.AGGREGATE_TOO_LARGE);
      assertThat(reader.count(Namespace.DEFAULT, null)).isEqualTo(5);
      assertThat(reader.aggregate(Namespace.DEFAULT, asked(null, "city", FIGURES, 4)).size())
          .isEqualTo(4);
    }
  }

  @Test
  void aNamespaceThatIsMissingIsSaidToBe() {
    Namespace nowhere = new Namespace("nowhere");
    CairnException refused =
        catchThrowableOfType(
            CairnException.class, () -> told(nowhere, asked(null, null, FIGURES, 3)));
    assertThat(refused.code()).isEqualTo(ErrorCode.NAMESPACE_NOT_FOUND);

    write(putNamespace(nowhere));
    assertThat(told(nowhere, asked(null, null, FIGURES, 3))).containsExactly("NULL 0 0 - -");
  }

  @Test
  void itTakesNoMoreTimeThanAllowed() {
    List<Operation> many = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      many.add(put("k" + i, "{\"amount\":" + i + "}"));
    }
    write(batch(many.toArray(Operation[]::new)));
    try (ShardReader reader = store.reader()) {
      reader.allow(1);
      CairnException refused =
          catchThrowableOfType(
              CairnException.class,
              () -> reader.aggregate(Namespace.DEFAULT, asked(null, "amount", FIGURES, 2000)));
      assertThat(refused.code()).isEqualTo(ErrorCode.QUERY_TOO_LONG);
    }
  }
}
