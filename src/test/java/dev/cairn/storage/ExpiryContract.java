package dev.cairn.storage;

import static dev.cairn.storage.Units.all;
import static dev.cairn.storage.Units.batch;
import static dev.cairn.storage.Units.check;
import static dev.cairn.storage.Units.clear;
import static dev.cairn.storage.Units.delete;
import static dev.cairn.storage.Units.deleteIf;
import static dev.cairn.storage.Units.deleteNamespace;
import static dev.cairn.storage.Units.get;
import static dev.cairn.storage.Units.json;
import static dev.cairn.storage.Units.merge;
import static dev.cairn.storage.Units.metadata;
import static dev.cairn.storage.Units.put;
import static dev.cairn.storage.Units.putIf;
import static dev.cairn.storage.Units.replace;
import static dev.cairn.storage.Units.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Entry;
import dev.cairn.ErrorCode;
import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.Quotas;
import dev.cairn.query.Filters;
import dev.cairn.query.Query;
import dev.cairn.query.Sorts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Entries that expire: from that moment on nobody sees them, and sweeps remove them later. */
abstract class ExpiryContract extends ShardContract {

  private static final long LIFE = 1000;
  private static final int MANY = 1000;

  ExpiryContract(Function<Path, DriverUnderTest> start) {
    super(start);
  }

  @BeforeEach
  final void setClock() {
    underTest.time().set(now);
  }

  private void pass(long millis) {
    now += millis;
    underTest.time().set(now);
  }

  private static Operation putFor(long life, String key, String value) {
    return putFor(life, Namespace.DEFAULT, key, value);
  }

  private static Operation putFor(long life, Namespace namespace, String key, String value) {
    return new Operation.Put(
        namespace,
        Key.of(key),
        json(value),
        MetadataChange.KEEP,
        Precondition.NONE,
        new Expiry.After(life));
  }

  private long count() {
    return read(reader -> reader.count(Namespace.DEFAULT, null));
  }

  private long rows() {
    return read(ShardReader::totals).entries();
  }

  private UnitResult sweep(int most) {
    return write(new WriteUnit.Sweep(most));
  }

  @Test
  void anEntryTellsWhenItExpiresAndIsThereUntilThen() {
    write(putFor(LIFE, "a", "1"));

    pass(LIFE - 1);
    assertThat(entry("a").expires()).isEqualTo(now + 1);

    pass(1);
    assertMissing("a");
  }

  @Test
  void anEntryMayExpireAtATimeThatIsNamed() {
    write(
        new Operation.Put(
            Namespace.DEFAULT,
            Key.of("a"),
            json("1"),
            MetadataChange.CLEAR,
            Precondition.NONE,
            new Expiry.At(now + 5)));

    assertThat(entry("a").expires()).isEqualTo(now + 5);
    pass(5);
    assertMissing("a");
  }

  @Test
  void aTimeThatHasPassedLeavesAnEntryThatNobodySees() {
    Operation late =
        new Operation.Put(
            Namespace.DEFAULT,
            Key.of("a"),
            json("1"),
            MetadataChange.KEEP,
            Precondition.NONE,
            new Expiry.At(1));

    assertThat(((OperationResult.Written) write(late)).created()).isTrue();
    assertMissing("a");
    assertThat(((OperationResult.Written) write(late)).created()).isTrue();
  }

  @Test
  void theFeedTellsOfWhatIsSwept() {
    write(putFor(LIFE, "a", "1"), putFor(LIFE, OTHER, "b", "2"), put("c", "3"));
    pass(LIFE);
    ChangeRequest values = new ChangeRequest(null, null, Parts.VALUE, 10, MUCH);
    assertThat(read(reader -> reader.changes(values)).changes())
        .extracting(change -> change.entry() == null)
        .containsExactly(true, true, false);

    sweep(10);

    assertThat(read(reader -> reader.changes(values)).changes().subList(3, 5))
        .extracting(
            change ->
                change.revision()
                    + " "
                    + change.kind()
                    + " "
                    + change.namespace()
                    + " "
                    + change.key())
        .containsExactlyInAnyOrder("4 EXPIRE default a", "4 EXPIRE other b");
  }

  @Test
  void noReadSeesWhatHasExpired() {
    write(put("a", "{\"n\":1}"), putFor(LIFE, "b", "{\"n\":2}"), put("c", "{\"n\":3}"));
    var filter = Filters.read(json("{\"field\":\"n\",\"operator\":\"gt\",\"value\":0}"), "");
    pass(LIFE);

    assertThat(keys(all())).containsExactly("a", "c");
    assertThat(keys(Units.list("", 1, 1))).containsExactly("c");
    assertThat(count()).isEqualTo(2);
    assertThat(this.<Long>read(reader -> reader.count(Namespace.DEFAULT, filter))).isEqualTo(2);
    for (String sort : List.of("[]", "[{\"field\":\"n\",\"order\":\"desc\"}]")) {
      Query query = new Query(filter, Sorts.read(json(sort), ""), 10, 0, null, true, true);
      assertThat(read(reader -> reader.query(Namespace.DEFAULT, query)).entries())
          .extracting(Entry::key)
          .containsExactlyInAnyOrder(Key.of("a"), Key.of("c"));
    }
    assertThat(read(reader -> reader.getAll(List.of(get("a"), get("b")), MUCH)).get(1)).isNull();
    assertThat(exported()).containsExactly("a", "c");
  }

  @Test
  void everyReadTellsWhenAnEntryWillExpire() {
    write(putFor(LIFE, "a", "1"));
    long expires = now + LIFE;
    Query plain = new Query(null, List.of(), 10, 0, null, true, true);
    Query sorted =
        new Query(
            null,
            Sorts.read(json("[{\"field\":\"$key\",\"order\":\"asc\"}]"), ""),
            10,
            0,
            null,
            true,
            true);

    assertThat(read(reader -> reader.list(Namespace.DEFAULT, all(), Parts.NEITHER)).entries())
        .extracting(Entry::expires)
        .containsExactly(expires);
    assertThat(read(reader -> reader.query(Namespace.DEFAULT, plain)).entries())
        .extracting(Entry::expires)
        .containsExactly(expires);
    assertThat(read(reader -> reader.query(Namespace.DEFAULT, sorted)).entries())
        .extracting(Entry::expires)
        .containsExactly(expires);
    OperationResult found = write(batch(get("a"))).results().getFirst();
    assertThat(((OperationResult.Found) found).entry().expires()).isEqualTo(expires);
  }

  private List<String> exported() {
    List<String> keys = new ArrayList<>();
    try (ShardReader reader = store.reader()) {
      reader.export(
          new ExportVisitor() {
            @Override
            public void begin(long revision) {}

            @Override
            public void namespace(NamespaceInfo namespace) {}

            @Override
            public void entry(Entry entry) {
              keys.add(entry.key().text());
            }
          });
    }
    return keys;
  }

  @Test
  void aPutWithoutExpiryClearsItAndAnotherMovesIt() {
    write(putFor(LIFE, "a", "1"), putFor(LIFE, "b", "1"));
    write(put("a", "2"), putFor(2 * LIFE, "b", "2"));

    pass(LIFE);

    assertThat(entry("a").expires()).isEqualTo(Entry.NEVER);
    assertThat(entry("a").created()).isEqualTo(now - LIFE);
    assertThat(entry("b").expires()).isEqualTo(now + LIFE);
  }

  @Test
  void aPutGivesAnEntryThatStayedAnExpiry() {
    write(put("a", "1", replace("{\"m\":1}")));
    write(putFor(LIFE, "a", "2"));

    assertThat(entry("a").metadata()).isEqualTo(json("{\"m\":1}"));
    assertThat(count()).isEqualTo(1);
    pass(LIFE);
    assertMissing("a");
    assertThat(count()).isZero();
  }

  @Test
  void patchesOfValueAndMetadataKeepTheExpiry() {
    write(putFor(LIFE, "a", "{}"));
    write(merge("a", "{\"n\":1}"), metadata("a", replace("{\"m\":1}")));

    assertThat(entry("a").expires()).isEqualTo(now + LIFE);
    assertThat(entry("a").value()).isEqualTo(json("{\"n\":1}"));
    assertThat(entry("a").metadata()).isEqualTo(json("{\"m\":1}"));
    pass(LIFE);
    assertMissing("a");
  }

  @Test
  void whatHasExpiredCantBePatched() {
    write(putFor(LIFE, "a", "{}"));
    pass(LIFE);

    assertThat(refusal(merge("a", "{}")).code()).isEqualTo(ErrorCode.ENTRY_NOT_FOUND);
    assertThat(refusal(metadata("a", replace("{}"))).code()).isEqualTo(ErrorCode.ENTRY_NOT_FOUND);
  }

  @Test
  void aPutAfterExpiryMakesANewEntryWithoutTheOldMetadata() {
    write(putFor(LIFE, "a", "1"), putFor(LIFE, "b", "1"));
    write(metadata("a", replace("{\"m\":1}")), metadata("b", replace("{\"m\":1}")));
    pass(LIFE);

    OperationResult stays = write(put("a", "2"));
    OperationResult expires = write(putFor(LIFE, "b", "2"));

    assertThat(List.of(stays, expires))
        .allSatisfy(result -> assertThat(((OperationResult.Written) result).created()).isTrue());
    for (String key : List.of("a", "b")) {
      assertThat(entry(key).created()).isEqualTo(now);
      assertThat(entry(key).updated()).isEqualTo(now);
      assertThat(entry(key).metadata()).isNull();
    }
    assertThat(rows()).isEqualTo(2);
  }

  @Test
  void preconditionsAndChecksSeeNothingWhereAnEntryHasExpired() {
    write(putFor(LIFE, "a", "1"), putFor(LIFE, "b", "1"));
    pass(LIFE);

    assertThat(refusal(putIf(Precondition.version(1), "a", "2")).code())
        .isEqualTo(ErrorCode.PRECONDITION_FAILED);
    assertThat(refusal(putIf(Precondition.EXISTS, "a", "2")).code())
        .isEqualTo(ErrorCode.PRECONDITION_FAILED);
    assertThat(refusal(deleteIf(Precondition.version(1), "a")).code())
        .isEqualTo(ErrorCode.PRECONDITION_FAILED);
    assertThat(
            refusal(transaction(List.of(check("a", Precondition.version(1))), put("c", "1")))
                .code())
        .isEqualTo(ErrorCode.CHECK_FAILED);
    write(transaction(List.of(check("a", Precondition.ABSENT)), put("c", "1")));
    write(putIf(Precondition.ABSENT, "a", "2"));
    write(transaction(List.of(), putIf(Precondition.ABSENT, "b", "2")));

    assertThat(keys(all())).containsExactly("a", "b", "c");
  }

  @Test
  void aDeleteOfWhatHasExpiredChangesNothing() {
    write(putFor(LIFE, "a", "1"));
    pass(LIFE);
    long before = store.revision();

    assertThat(write(delete("a"))).isEqualTo(new OperationResult.Removed(false));
    assertThat(write(clear(Namespace.DEFAULT))).isEqualTo(new OperationResult.Removed(false));

    assertThat(store.revision()).isEqualTo(before);
  }

  @Test
  void aNamespaceOfWhichEverythingHasExpiredIsEmpty() {
    write(putFor(LIFE, OTHER, "a", "1"), putFor(2 * LIFE, OTHER, "b", "1"));
    pass(LIFE);
    assertThat(refusal(deleteNamespace(OTHER, false)).code())
        .isEqualTo(ErrorCode.NAMESPACE_NOT_EMPTY);
    pass(LIFE);

    write(deleteNamespace(OTHER, false));

    assertThat(rows()).isZero();
    write(put(OTHER, "a", "2"));
    assertThat(find(OTHER, "a")).isNotNull();
  }

  @Test
  void aClearedNamespaceLeavesNothingToSweep() {
    write(putFor(LIFE, "a", "1"), put("b", "1"));
    pass(LIFE);

    write(clear(Namespace.DEFAULT));

    assertThat(rows()).isZero();
    assertThat(sweep(MANY).changed()).isFalse();
    assertThat(store.nextExpiry()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void operationsOfABatchSeeWhatThoseBeforeDid() {
    write(putFor(LIFE, "a", "1"));
    pass(LIFE);

    List<OperationResult> results =
        write(batch(get("a"), putFor(LIFE, "a", "2"), get("a"), delete("a"), get("a"))).results();

    assertThat(results.getFirst()).isInstanceOf(OperationResult.Refused.class);
    assertThat(((OperationResult.Written) results.get(1)).created()).isTrue();
    assertThat(((OperationResult.Found) results.get(2)).entry().expires()).isEqualTo(now + LIFE);
    assertThat(results.get(3)).isEqualTo(new OperationResult.Removed(true));
    assertThat(results.get(4)).isInstanceOf(OperationResult.Refused.class);
  }

  @Test
  void aSweepRemovesWhatExpiredFirstAndIsAUnitOfItsOwn() {
    write(putFor(2, "a", "1"), putFor(1, "b", "1"), putFor(9, OTHER, "c", "1"), put("d", "1"));
    pass(5);
    assertThat(rows()).isEqualTo(4);
    long before = store.revision();

    UnitResult first = sweep(1);

    assertThat(first.changed()).isTrue();
    assertThat(store.revision()).isEqualTo(before + 1);
    assertThat(rows()).isEqualTo(3);
    assertThat(store.nextExpiry()).isEqualTo(now - 3);
    assertThat(sweep(MANY).changed()).isTrue();
    assertThat(rows()).isEqualTo(2);
    assertThat(sweep(MANY).changed()).isFalse();
    assertThat(store.revision()).isEqualTo(before + 2);
    assertThat(store.nextExpiry()).isEqualTo(now + 4);
    assertThat(keys(all())).containsExactly("d");
  }

  @Test
  void theNextExpiryIsKnownFromTheFirstPutToTheLastSweep() {
    assertThat(store.nextExpiry()).isEqualTo(Long.MAX_VALUE);

    write(putFor(LIFE, "a", "1"));
    assertThat(store.nextExpiry()).isEqualTo(now + LIFE);
    write(putFor(2, "b", "1"));
    assertThat(store.nextExpiry()).isEqualTo(now + 2);
    write(put("b", "1"));
    assertThat(store.nextExpiry()).isLessThanOrEqualTo(now + LIFE);

    pass(LIFE - 1);
    assertThat(sweep(MANY).changed()).isFalse();
    assertThat(store.nextExpiry()).isEqualTo(now + 1);
    pass(1);
    sweep(MANY);
    assertThat(store.nextExpiry()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aPutThatWasUndoneExpiresNothing() {
    write(put("a", "1"));
    try (UnitOfWork work = store.begin()) {
      executor.apply(work, new WriteUnit.Single(putFor(LIFE, "a", "2")), store.revision(), now);
    }

    pass(LIFE);

    assertThat(entry("a").value()).isEqualTo(json("1"));
    assertThat(store.nextExpiry()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void expiryIsStillThereWhenTheShardIsOpenedAgain() {
    write(putFor(LIFE, "a", "1"), putFor(2 * LIFE, "b", "1"), put("c", "1"));

    restart();

    assertThat(store.nextExpiry()).isEqualTo(now + LIFE);
    pass(LIFE);
    assertThat(keys(all())).containsExactly("b", "c");
    sweep(MANY);
    restart();
    assertThat(rows()).isEqualTo(2);
    assertThat(store.nextExpiry()).isEqualTo(now + LIFE);
  }

  @Test
  void whatHasExpiredCountsTowardsTheQuotaUntilItIsSwept() {
    store.setQuotas(new Quotas(0, 2, 0, 0, 0, 0));
    write(putFor(LIFE, "a", "1"), put("b", "1"));
    pass(LIFE);

    assertThat(refusal(put("c", "1")).code()).isEqualTo(ErrorCode.SHARD_FULL);
    write(put("a", "2"));
    write(putFor(LIFE, "a", "3"));
    pass(LIFE);
    sweep(MANY);
    write(put("c", "1"));

    assertThat(keys(all())).containsExactly("b", "c");
  }

  @Test
  void theDigestOfAStateDoesNotDependOnTheTime() {
    write(putFor(LIFE, "a", "1"), put("b", "1"));
    ContentDigest before = digest();

    pass(LIFE);

    ContentDigest after = digest();
    assertThat(after.differences(before)).isEmpty();
    sweep(MANY);
    assertThat(digest().differences(before)).containsExactly(Namespace.DEFAULT);
  }

  @Test
  void theDigestTellsWhenAnEntryExpires() {
    write(putFor(LIFE, "a", "1"));
    ContentDigest before = digest();
    write(putFor(LIFE + 1, "a", "1"));

    assertThat(digest().differences(before)).containsExactly(Namespace.DEFAULT);
  }

  private ContentDigest digest() {
    ContentDigest digest = new ContentDigest();
    try (ShardReader reader = store.reader()) {
      reader.export(digest);
    }
    return digest;
  }

  @Test
  void aHeldStateGoesOnToExpire() {
    write(putFor(LIFE, "a", "1"));
    try (ShardReader reader = store.reader()) {
      reader.hold();
      assertThat(
              Objects.requireNonNull(reader.get(Namespace.DEFAULT, Key.of("a"), Parts.VALUE))
                  .expires())
          .isEqualTo(now + LIFE);
      pass(LIFE);

      assertThat(reader.get(Namespace.DEFAULT, Key.of("a"), Parts.VALUE)).isNull();
    }
  }

  @Test
  void aClockThatWasSetBackBringsBackWhatWasNotSwept() {
    write(putFor(LIFE, "a", "1"));
    pass(LIFE);
    assertMissing("a");

    pass(-1);

    assertThat(entry("a").value()).isEqualTo(json("1"));
    assertThat(sweep(MANY).changed()).isFalse();
  }
}
