package dev.cairn.storage;

import static dev.cairn.storage.Units.batch;
import static dev.cairn.storage.Units.deleteNamespace;
import static dev.cairn.storage.Units.json;
import static dev.cairn.storage.Units.mergeInto;
import static dev.cairn.storage.Units.put;
import static dev.cairn.storage.Units.putNamespace;
import static dev.cairn.storage.Units.replace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.CairnException;
import dev.cairn.Entry;
import dev.cairn.ErrorCode;
import dev.cairn.Key;
import dev.cairn.Limits;
import dev.cairn.Namespace;
import dev.cairn.query.Query;
import dev.cairn.query.Sorts;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Namespaces: made, changed, listed, cleared, deleted. */
abstract class NamespacesContract extends ShardContract {

  NamespacesContract(Function<Path, DriverUnderTest> start) {
    super(start);
  }

  @Test
  void theDefaultNamespaceExistsAtTheBaseRevision() {
    assertThat(info(Namespace.DEFAULT))
        .isEqualTo(new NamespaceInfo(Namespace.DEFAULT, 0, CREATED, CREATED, null));
  }

  @Test
  void aNamespaceIsMadeWithItsMetadata() {
    OperationResult result = write(new Operation.PutNamespace(OTHER, replace("{\"m\":1}")));

    assertThat(result).isEqualTo(new OperationResult.Written(true, 1, json("{\"m\":1}")));
    assertThat(info(OTHER)).isEqualTo(new NamespaceInfo(OTHER, 1, now, now, json("{\"m\":1}")));
  }

  @Test
  void aNamespaceMadeAgainIsUnchangedAndTakesNoRevision() {
    write(new Operation.PutNamespace(OTHER, replace("{\"m\":1}")));

    assertThat(write(putNamespace(OTHER))).isEqualTo(new OperationResult.Unchanged(1));
    assertThat(store.revision()).isEqualTo(1);
  }

  @Test
  void itsMetadataAreReplacedMergedAndTakenAway() {
    write(putNamespace(OTHER));
    long created = now;
    now += 5;

    write(new Operation.PutNamespace(OTHER, replace("{\"m\":1}")));
    write(new Operation.PutNamespace(OTHER, mergeInto("{\"n\":2}")));

    assertThat(info(OTHER))
        .isEqualTo(new NamespaceInfo(OTHER, 3, created, now, json("{\"m\":1,\"n\":2}")));
    write(new Operation.PutNamespace(OTHER, MetadataChange.CLEAR));
    assertThat(info(OTHER)).isEqualTo(new NamespaceInfo(OTHER, 4, created, now, null));
  }

  @Test
  void theDefaultNamespaceMayHaveMetadata() {
    write(new Operation.PutNamespace(Namespace.DEFAULT, replace("{\"m\":1}")));

    assertThat(info(Namespace.DEFAULT))
        .isEqualTo(new NamespaceInfo(Namespace.DEFAULT, 1, CREATED, now, json("{\"m\":1}")));
  }

  @Test
  void aClockSetBackNeverPutsUpdatedBeforeCreated() {
    write(putNamespace(OTHER));
    long created = now;
    now -= 500;

    write(new Operation.PutNamespace(OTHER, replace("{}")));

    assertThat(info(OTHER)).isEqualTo(new NamespaceInfo(OTHER, 2, created, created, json("{}")));
  }

  @Test
  void writingEntriesLeavesTheNamespacesOwnVersionAlone() {
    write(putNamespace(OTHER), put(OTHER, "a", "1"), put(OTHER, "a", "2"));

    assertThat(info(OTHER)).isNotNull().extracting(NamespaceInfo::version).isEqualTo(1L);
  }

  @Test
  void strictModeMakesNoNamespaceByAPut() {
    executor = new UnitExecutor(Limits.DEFAULT, false);

    assertThat(refusal(put(OTHER, "a", "1")).code()).isEqualTo(ErrorCode.NAMESPACE_NOT_FOUND);
    assertThat(info(OTHER)).isNull();
    write(putNamespace(OTHER), put(OTHER, "a", "1"));
    assertThat(find(OTHER, "a")).isNotNull();
  }

  @Test
  void namespacesAreListedByNameWithPrefixAndPlace() {
    write(
        batch(
            putNamespace(new Namespace("b")),
            putNamespace(new Namespace("a")),
            putNamespace(new Namespace("B")),
            putNamespace(new Namespace("a_1")),
            putNamespace(new Namespace("ab"))));

    assertThat(names("", null, 10)).containsExactly("B", "a", "a_1", "ab", "b", "default");
    assertThat(names("a", null, 10)).containsExactly("a", "a_1", "ab");
    assertThat(names("a_", null, 10)).containsExactly("a_1");
    assertThat(names("", new Namespace("a"), 2)).containsExactly("a_1", "ab");
    assertThat(names("a", new Namespace("a"), 10)).containsExactly("a_1", "ab");
    assertThat(names("", null, 1)).containsExactly("B");
  }

  @Test
  void clearingRemovesEntriesAndKeepsTheNamespace() {
    write(new Operation.PutNamespace(OTHER, replace("{\"m\":1}")));
    write(batch(put(OTHER, "a", "1"), put(OTHER, "b", "1"), put("c", "1")));

    OperationResult result = write(new Operation.Clear(OTHER));

    assertThat(result).isEqualTo(new OperationResult.Removed(true));
    assertThat(find(OTHER, "a")).isNull();
    assertThat(info(OTHER))
        .isNotNull()
        .extracting(NamespaceInfo::metadata)
        .isEqualTo(json("{\"m\":1}"));
    assertThat(read(ShardReader::totals)).isEqualTo(new ShardReader.Totals(2, 1));
  }

  @Test
  void clearingAnEmptyNamespaceTakesNoRevision() {
    assertThat(write(new Operation.Clear(Namespace.DEFAULT)))
        .isEqualTo(new OperationResult.Removed(false));
    assertThat(store.revision()).isZero();
  }

  @Test
  void clearingAMissingNamespaceIsRefused() {
    assertThat(refusal(new Operation.Clear(OTHER)).code()).isEqualTo(ErrorCode.NAMESPACE_NOT_FOUND);
  }

  @Test
  void deletingIsIdempotent() {
    write(putNamespace(OTHER));

    assertThat(write(deleteNamespace(OTHER, false))).isEqualTo(new OperationResult.Removed(true));
    assertThat(write(deleteNamespace(OTHER, false))).isEqualTo(new OperationResult.Removed(false));
    assertThat(info(OTHER)).isNull();
    assertThat(store.revision()).isEqualTo(2);
  }

  @Test
  void readersTakeANamespaceMadeAgainForTheNewOneItIs() {
    write(put(OTHER, "old", "1"));
    try (ShardReader reader = store.reader()) {
      assertThat(reader.get(OTHER, Key.of("old"), Parts.VALUE)).isNotNull();
      write(deleteNamespace(OTHER, true));
      assertThat(refusal(() -> reader.get(OTHER, Key.of("old"), Parts.VALUE)))
          .isEqualTo(ErrorCode.NAMESPACE_NOT_FOUND);
      assertThat(refusal(() -> reader.query(OTHER, byVersion())))
          .isEqualTo(ErrorCode.NAMESPACE_NOT_FOUND);

      write(put(OTHER, "new", "2"));

      assertThat(reader.get(OTHER, Key.of("old"), Parts.VALUE)).isNull();
      assertThat(reader.list(OTHER, Units.all(), Parts.NEITHER).entries()).hasSize(1);
      assertThat(reader.query(OTHER, byVersion()).entries())
          .singleElement()
          .extracting(Entry::value)
          .isEqualTo(json("2"));
      assertThat(reader.count(OTHER, null)).isEqualTo(1);
    }
  }

  private static Query byVersion() {
    return new Query(
        null, Sorts.read(json("[{\"field\":\"$version\"}]"), ""), 10, 0, null, true, true);
  }

  private static ErrorCode refusal(ThrowingCallable read) {
    return catchThrowableOfType(CairnException.class, read).code();
  }

  @Test
  void theDefaultNamespaceIsNeverDeleted() {
    write(put("a", "1"));

    assertThat(refusal(deleteNamespace(Namespace.DEFAULT, true)).code())
        .isEqualTo(ErrorCode.NAMESPACE_PROTECTED);
    assertThat(entry("a").value()).isEqualTo(json("1"));
  }

  @Test
  void anUndoneRecursiveDeleteLeavesNamespaceAndEntries() {
    write(put(OTHER, "a", "1"));

    refusal(
        Units.atomic(
            deleteNamespace(OTHER, true),
            put(OTHER, "b", "2"),
            new Operation.Clear(new Namespace("missing"))));

    assertThat(info(OTHER)).isNotNull().extracting(NamespaceInfo::version).isEqualTo(1L);
    assertThat(find(OTHER, "a")).isNotNull();
    assertThat(find(OTHER, "b")).isNull();
    write(put(OTHER, "c", "3"));
    assertThat(read(ShardReader::totals)).isEqualTo(new ShardReader.Totals(2, 2));
  }

  @Test
  void aNamespaceDeletedAndMadeInOneUnitTakesEntries() {
    write(put(OTHER, "a", "1"));

    write(batch(deleteNamespace(OTHER, true), put(OTHER, "b", "2")));

    assertThat(find(OTHER, "a")).isNull();
    assertThat(find(OTHER, "b")).isNotNull();
    assertThat(info(OTHER)).isNotNull().extracting(NamespaceInfo::version).isEqualTo(2L);
  }

  private @Nullable NamespaceInfo info(Namespace namespace) {
    try (ShardReader reader = store.reader()) {
      return reader.namespace(namespace);
    }
  }

  private List<String> names(String prefix, @Nullable Namespace after, int limit) {
    return read(reader -> reader.namespaces(prefix, after, limit)).stream()
        .map(namespace -> namespace.name().value())
        .toList();
  }
}
