package dev.cairn.storage;

import static dev.cairn.storage.Units.delete;
import static dev.cairn.storage.Units.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.Entry;
import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.Revision;
import dev.cairn.ShardId;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Snapshots and images: whole copies of shards. */
abstract class SnapshotsContract extends ShardContract {

  private static final ShardId OTHER_SHARD = new ShardId("other:shard");

  SnapshotsContract(Function<Path, DriverUnderTest> start) {
    super(start);
  }

  private SnapshotStore snapshots() {
    return underTest.driver().snapshots();
  }

  private static SnapshotDraft draft(int number) {
    return new SnapshotDraft(
        String.format("%013d-00c0ffee", number), "name " + number, null, CREATED + number);
  }

  private Snapshot take(int number) {
    return snapshots().take(SHARD, store, draft(number));
  }

  private @Nullable String value(Snapshot snapshot, String key) {
    try (SnapshotView view = snapshots().open(SHARD, snapshot.id());
        ShardReader reader = view.reader()) {
      Entry entry = reader.get(Namespace.DEFAULT, Key.of(key), Parts.BOTH);
      return entry == null ? null : String.valueOf(entry.value());
    }
  }

  @Test
  void aSnapshotKeepsWhatTheShardHeld() {
    write(put("a", "1"), put("b", "2"), put(OTHER, "c", "3"));
    Snapshot snapshot = take(1);
    write(put("a", "9"), delete("b"));

    assertThat(value(snapshot, "a")).isEqualTo("1");
    assertThat(value(snapshot, "b")).isEqualTo("2");
    assertThat(snapshot.revision()).isEqualTo(3);
    assertThat(snapshot.name()).isEqualTo("name 1");
    assertThat(snapshot.comment()).isNull();
    assertThat(snapshot.bytes()).isPositive();
    assertMissing("b");
    try (SnapshotView view = snapshots().open(SHARD, snapshot.id());
        ShardReader reader = view.reader()) {
      assertThat(view.revision()).isEqualTo(3);
      assertThat(reader.totals()).isEqualTo(new ShardReader.Totals(2, 3));
      assertThat(reader.count(OTHER, null)).isEqualTo(1);
    }
  }

  @Test
  void snapshotsAreListedTheNewestFirst() {
    assertThat(snapshots().list(SHARD)).isEmpty();
    Snapshot first = take(1);
    write(put("a", "1"));
    Snapshot second = take(2);

    assertThat(snapshots().list(SHARD)).containsExactly(second, first);
    assertThat(snapshots().find(SHARD, first.id())).isEqualTo(first);
    assertThat(snapshots().isThere(SHARD, second.id())).isTrue();
    assertThat(snapshots().list(OTHER_SHARD)).isEmpty();
    assertThat(snapshots().find(OTHER_SHARD, first.id())).isNull();
  }

  @Test
  void whatIsNoIdIsNotThere() {
    take(1);

    for (String id : List.of("", ".", "..", "../contract", "0000000000001-00C0FFEE", "1")) {
      assertThat(snapshots().find(SHARD, id)).isNull();
      assertThat(snapshots().isThere(SHARD, id)).isFalse();
      snapshots().delete(SHARD, id);
    }
    assertThat(snapshots().list(SHARD)).hasSize(1);
  }

  @Test
  void aDeletedSnapshotIsGoneAndItsReadersGoOn() {
    write(put("a", "1"));
    Snapshot snapshot = take(1);
    Snapshot other = take(2);
    try (SnapshotView view = snapshots().open(SHARD, snapshot.id());
        ShardReader reader = view.reader()) {
      snapshots().delete(SHARD, snapshot.id());
      snapshots().delete(SHARD, snapshot.id());

      assertThat(reader.get(Namespace.DEFAULT, Key.of("a"), Parts.BOTH)).isNotNull();
    }
    assertThat(snapshots().find(SHARD, snapshot.id())).isNull();
    assertThat(snapshots().list(SHARD)).containsExactly(other);
  }

  @Test
  void snapshotsOutliveARestartWithTheirShard() {
    write(put("a", "1"));
    Snapshot snapshot = take(1);
    restart();

    assertThat(snapshots().list(SHARD)).containsExactly(snapshot);
    assertThat(value(snapshot, "a")).isEqualTo("1");
  }

  @Test
  void snapshotsGoWithTheirShard() {
    try (ShardStore made =
        underTest.driver().create(OTHER_SHARD, new NewShard(Durability.NORMAL, CREATED, 0))) {
      snapshots().take(OTHER_SHARD, made, draft(1));
    }
    take(1);

    underTest.driver().delete(OTHER_SHARD);

    assertThat(snapshots().list(OTHER_SHARD)).isEmpty();
    assertThat(snapshots().list(SHARD)).hasSize(1);
  }

  @Test
  void entriesThatHaveExpiredSinceAreNotShown() {
    write(
        new Operation.Put(
            Namespace.DEFAULT,
            Key.of("a"),
            Units.json("1"),
            MetadataChange.KEEP,
            Precondition.NONE,
            new Expiry.After(1000)));
    underTest.time().set(now);
    Snapshot snapshot = take(1);
    assertThat(value(snapshot, "a")).isEqualTo("1");

    underTest.time().set(now + 1000);

    assertThat(value(snapshot, "a")).isNull();
  }

  @Test
  void anImageBecomesAnotherShard() {
    write(put("a", "1"));
    try (ShardImage image = underTest.driver().image(store)) {
      write(put("a", "2"));
      assertThat(image.shard()).isEqualTo(new RestoredShard(SHARD, CREATED, 1));
      image.turnInto(OTHER_SHARD, Revision.HISTORY_SPAN, 0);
      image.install(OTHER_SHARD);
    }

    try (ShardStore made = underTest.driver().open(OTHER_SHARD, Durability.NORMAL, true);
        ShardReader reader = made.reader()) {
      assertThat(made.revision()).isEqualTo(Revision.HISTORY_SPAN);
      Entry entry = reader.get(Namespace.DEFAULT, Key.of("a"), Parts.BOTH);
      assertThat(String.valueOf(Objects.requireNonNull(entry).value())).isEqualTo("1");
    }
    assertThat(String.valueOf(entry("a").value())).isEqualTo("2");
  }

  @Test
  void aSnapshotBecomesAnotherShardAndStays() {
    write(put("a", "1"));
    Snapshot snapshot = take(1);
    try (ShardImage image = snapshots().image(SHARD, snapshot.id())) {
      assertThat(image.shard().revision()).isEqualTo(1);
      image.turnInto(OTHER_SHARD, Revision.HISTORY_SPAN, 0);
      image.install(OTHER_SHARD);
    }
    try (ShardStore made = underTest.driver().open(OTHER_SHARD, Durability.NORMAL, true)) {
      assertThat(made.revision()).isEqualTo(Revision.HISTORY_SPAN);
    }

    assertThat(value(snapshot, "a")).isEqualTo("1");
    assertThat(snapshots().list(SHARD)).containsExactly(snapshot);
  }

  @Test
  void whatIsReplacedCanBeKept() {
    write(put("a", "1"));
    try (ShardImage image = underTest.driver().image(store)) {
      write(put("a", "2"));
      store.close();
      Snapshot kept = snapshots().keep(SHARD, draft(1));
      image.turnInto(SHARD, Revision.HISTORY_SPAN, 0);
      image.install(SHARD);
      expectRevision(Revision.HISTORY_SPAN);
      underTest.restart();
      store = underTest.driver().open(SHARD, Durability.NORMAL, true);

      assertThat(String.valueOf(entry("a").value())).isEqualTo("1");
      assertThat(kept.revision()).isEqualTo(2);
      assertThat(snapshots().list(SHARD)).containsExactly(kept);
      assertThat(value(kept, "a")).isEqualTo("2");
    }
  }

  @Test
  void aSnapshotUnderWritesIsOfOneState() throws InterruptedException {
    for (int i = 0; i < 200; i++) {
      write(put("k" + i, "0"));
    }
    AtomicBoolean ended = new AtomicBoolean();
    Thread copying =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 1; i <= 5; i++) {
                    take(i);
                  }
                  ended.set(true);
                });
    for (int round = 1; !ended.get(); round++) {
      write(Units.batch(put("k0", "" + round), put("k199", "" + round)));
    }
    copying.join();

    for (Snapshot snapshot : snapshots().list(SHARD)) {
      assertThat(value(snapshot, "k0")).isEqualTo(value(snapshot, "k199"));
    }
    assertThat(snapshots().list(SHARD)).hasSize(5);
  }
}
