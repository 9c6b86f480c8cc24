package dev.cairn.security;

import static dev.cairn.security.KeysHouse.KEPT;
import static dev.cairn.security.KeysHouse.READER;
import static dev.cairn.security.KeysHouse.START;
import static dev.cairn.security.KeysHouse.assertRefused;
import static dev.cairn.security.KeysHouse.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.ErrorCode;
import dev.cairn.catalogue.KeyRecord;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What of the keys reaches the store, and comes back from it. */
class KeysStoreTest {

  private static final long HOUR = 3_600_000;

  private final KeysHouse house = new KeysHouse();

  @Test
  void aRestartBringsAllBack() {
    NewKey admin = house.admin();
    NewKey revoked = house.reader();
    NewKey expired = house.keys.create("a", READER, START + 1000);
    NewKey reader = house.reader();
    house.keys.revoke(revoked.record().id());
    house.millis.set(START + 1000);
    List<KeyRecord> before = house.keys.list(null, 10);

    house.restart();

    assertThat(house.keys.list(null, 10)).hasSize(4).isEqualTo(before);
    assertThat(house.keys.isOpen()).isFalse();
    assertThat(house.letsIn(admin)).isTrue();
    assertThat(house.letsIn(reader)).isTrue();
    assertThat(house.letsIn(revoked)).isFalse();
    assertThat(house.letsIn(expired)).isFalse();
    assertRefused(ErrorCode.ADMIN_KEY_NEEDED, () -> house.keys.revoke(admin.record().id()));
  }

  @Test
  void theLastUseIsToldToTheHourAndReachesTheStoreAtTheTidying() {
    NewKey key = house.admin();
    house.millis.set(START + 2 * HOUR + 1234);

    house.letsIn(key);

    assertThat(lastUsed(key)).isEqualTo(START + 2 * HOUR);
    assertThat(house.keys.list(null, 1).getFirst().lastUsed()).isEqualTo(START + 2 * HOUR);
    assertThat(storedUse(key)).isZero();
    house.keys.tidy();
    assertThat(storedUse(key)).isEqualTo(START + 2 * HOUR);
    house.restart();
    assertThat(lastUsed(key)).isEqualTo(START + 2 * HOUR);
  }

  @Test
  void aRefusedUseIsNone() {
    house.admin();
    NewKey key = house.keys.create("a", READER, START + 1);
    house.millis.set(START + HOUR);

    house.letsIn(key);

    assertThat(lastUsed(key)).isZero();
  }

  @Test
  void aClockThatIsSetBackDoesNotTakeAUseAway() {
    NewKey key = house.admin();
    house.millis.set(START + 2 * HOUR);
    house.letsIn(key);
    house.millis.set(START);

    house.letsIn(key);

    assertThat(lastUsed(key)).isEqualTo(START + 2 * HOUR);
  }

  @Test
  void aRevokedKeyKeepsItsLastUse() {
    house.admin();
    NewKey key = house.reader();
    house.millis.set(START + HOUR);
    house.letsIn(key);

    house.keys.revoke(key.record().id());

    assertThat(storedUse(key)).isEqualTo(START + HOUR);
    house.keys.tidy();
    assertThat(house.keys.find(key.record().id()))
        .isEqualTo(key.record().withLastUsed(START + HOUR).withRevoked(START + HOUR));
  }

  @Test
  void nothingIsWrittenWhereNothingWasUsed() {
    NewKey key = house.admin();
    house.letsIn(key);
    house.keys.tidy();
    house.store.failAfter(0);

    house.letsIn(key);
    house.keys.tidy();

    assertThat(storedUse(key)).isEqualTo(START);
  }

  @Test
  void whatEndedLongAgoIsForgotten() {
    NewKey admin = house.admin();
    NewKey revoked = house.reader();
    NewKey expired = house.keys.create("a", READER, START + 1000);
    NewKey reader = house.reader();
    house.letsIn(expired);
    house.keys.revoke(revoked.record().id());

    house.advance(KEPT);
    house.keys.tidy();
    assertThat(house.keys.list(null, 10)).hasSize(4);
    house.advance(Duration.ofMillis(1));
    house.keys.tidy();
    assertThat(house.keys.find(revoked.record().id())).isNull();
    assertThat(house.keys.find(expired.record().id())).isNotNull();
    house.advance(Duration.ofSeconds(1));
    house.keys.tidy();

    assertThat(house.keys.find(expired.record().id())).isNull();
    assertThat(house.store.keys().stream().map(KeyRecord::id))
        .containsExactlyInAnyOrder(admin.record().id(), reader.record().id());
    assertThat(house.keys.remembered()).isZero();
    assertThat(house.letsIn(reader)).isTrue();
    house.millis.set(START);
    assertThat(house.letsIn(expired)).as("with the clock set back").isFalse();
  }

  @Test
  void aKeyThatTheStoreDoesNotTakeIsNotThere() {
    house.store.failAfter(0);

    assertRefused(ErrorCode.STORAGE_FULL, house::admin);

    assertThat(house.keys.isEmpty()).isTrue();
    assertThat(house.keys.isOpen()).as("nobody is locked out").isTrue();
    house.store.mend();
    assertThat(house.letsIn(house.admin())).isTrue();
  }

  @Test
  void aRevocationThatTheStoreDoesNotTakeHasNotHappened() {
    house.admin();
    NewKey key = house.reader();
    house.letsIn(key);
    house.store.failAfter(0);

    assertRefused(ErrorCode.STORAGE_FULL, () -> house.keys.revoke(key.record().id()));

    assertThat(house.keys.find(key.record().id())).isEqualTo(key.record().withLastUsed(START));
    assertThat(house.keys.authenticate(bearer(key)).caller()).contains(key.record().id());
    house.store.mend();
    assertThat(house.keys.revoke(key.record().id())).isTrue();
    assertThat(house.letsIn(key)).isFalse();
  }

  @Test
  void aTidyingThatFailsIsMadeUpForByTheNext() {
    NewKey admin = house.admin();
    NewKey one = house.keys.create("a", READER, START + 1);
    NewKey two = house.keys.create("a", READER, START + 1);
    house.advance(KEPT.plusHours(1));
    house.letsIn(admin);

    // Refused are the note of the use, then the first removal, then the second.
    for (int[] step : new int[][] {{0, 3}, {1, 3}, {1, 2}}) {
      house.store.failAfter(step[0]);
      assertRefused(ErrorCode.STORAGE_FULL, house.keys::tidy);
      assertThat(house.store.keys()).hasSize(step[1]);
      assertThat(house.keys.list(null, 10).stream().map(KeyRecord::id))
          .as("memory and store tell the same")
          .isEqualTo(house.store.keys().stream().map(KeyRecord::id).toList());
    }
    house.store.mend();
    house.keys.tidy();

    assertThat(house.store.keys()).hasSize(1);
    assertThat(house.keys.find(one.record().id())).isNull();
    assertThat(house.keys.find(two.record().id())).isNull();
    assertThat(storedUse(admin)).isEqualTo(START + KEPT.toMillis() + HOUR);
  }

  private long lastUsed(NewKey key) {
    return used(house.keys.find(key.record().id()));
  }

  private long storedUse(NewKey key) {
    return used(house.store.findKey(key.record().id()));
  }

  private static long used(@Nullable KeyRecord record) {
    return record == null ? -1 : record.lastUsed();
  }
}
