package dev.cairn.security;

import static dev.cairn.security.KeysHouse.READER;
import static dev.cairn.security.KeysHouse.START;
import static dev.cairn.security.KeysHouse.assertRefused;
import static dev.cairn.security.KeysHouse.basic;
import static dev.cairn.security.KeysHouse.bearer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import dev.cairn.catalogue.KeyRecord;
import dev.cairn.catalogue.KeyScope;
import dev.cairn.security.KeySettings.Mode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Whom keys let in. */
class KeysAuthenticationTest {

  private final KeysHouse house = new KeysHouse();

  @Test
  void theServiceIsOpenUntilThereIsAKey() {
    assertThat(house.keys.isOpen()).isTrue();
    assertThat(house.keys.authenticate(null)).isSameAs(Access.OPEN);
    assertThat(house.keys.authenticate("Bearer whatever")).isSameAs(Access.OPEN);

    house.admin();

    assertThat(house.keys.isOpen()).isFalse();
    assertRefused(ErrorCode.UNAUTHENTICATED, () -> house.keys.authenticate(null));
  }

  @Test
  void theServiceNeverOpensAgain() {
    house.admin();
    NewKey key = house.reader();
    house.keys.revoke(key.record().id());
    house.advance(KeysHouse.KEPT.multipliedBy(100));
    house.keys.tidy();

    assertThat(house.keys.isOpen()).isFalse();
    house.restart();
    assertThat(house.keys.isOpen()).isFalse();
  }

  @Test
  void aKeyCanAlwaysBeAskedFor() {
    KeysHouse always = new KeysHouse(Mode.ALWAYS, 10);

    assertThat(always.keys.isOpen()).isFalse();
    assertRefused(ErrorCode.UNAUTHENTICATED, () -> always.keys.authenticate(null));
    assertThat(always.letsIn(always.admin())).isTrue();
  }

  @Test
  void aKeyCanNeverBeAskedFor() {
    KeysHouse never = new KeysHouse(Mode.NEVER, 10);
    never.admin();

    assertThat(never.keys.isOpen()).isTrue();
    assertThat(never.keys.authenticate("Bearer whatever")).isSameAs(Access.OPEN);
  }

  @Test
  void aKeyLetsInAsBearerAndAsPassword() {
    house.admin();
    NewKey key = house.reader();

    for (String header : List.of(bearer(key), basic("somebody", key), basic("", key))) {
      Access access = house.keys.authenticate(header);
      assertThat(access.caller()).isEqualTo("key " + key.record().id());
      assertThat(access.may(Role.READ, new ShardId("team-a"))).isTrue();
      assertThat(access.may(Role.READ, new ShardId("other"))).isFalse();
      assertThat(access.may(Role.WRITE, new ShardId("team-a"))).isFalse();
      assertThat(house.keys.authenticate(header)).as("again").isSameAs(access);
    }
  }

  @Test
  void whatIsWrongIsToldInOneWay() {
    NewKey admin = house.admin();
    NewKey revoked = house.reader();
    house.keys.revoke(revoked.record().id());
    NewKey expired = house.keys.create("a", READER, START + 1);
    house.millis.set(START + 1);
    NewKey unknown = new KeysHouse().admin();
    String text = admin.text();

    Set<String> answers = new TreeSet<>();
    for (String header :
        List.of(
            bearer(revoked),
            bearer(expired),
            bearer(unknown),
            "",
            "Bearer",
            "Bearer ",
            "Basic ####",
            text,
            "Bearer " + text.toUpperCase(Locale.ROOT),
            "Bearer " + text + "a",
            "Bearer " + text.substring(0, text.length() - 1),
            "Bearer " + admin.record().id(),
            "Bearer " + admin.record().hash(),
            "Digest " + text,
            basic(text, unknown))) {
      CairnException refusal =
          catchThrowableOfType(CairnException.class, () -> house.keys.authenticate(header));
      assertThat(refusal).as(header).isNotNull();
      assertThat(refusal.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
      answers.add(refusal.detail());
    }
    assertThat(answers).hasSize(1);
    assertThat(house.keys.remembered()).as("remembered of those").isZero();
  }

  @Test
  void aForgedSecretWithARightChecksumLetsNobodyIn() {
    NewKey key = house.admin();
    String forged = forged(key.record().id());
    assertThat(KeyText.id(forged)).isEqualTo(key.record().id());

    assertThat(house.letsIn("Bearer " + forged)).isFalse();
    assertThat(house.letsIn(key)).isTrue();
    assertThat(house.letsIn("Bearer " + forged)).isFalse();
  }

  /** A text with that id, another secret, and the checksum that belongs to both. */
  private static String forged(String id) {
    String alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    String checked = "cairn_" + id + "_" + "a".repeat(26);
    CRC32 crc = new CRC32();
    crc.update(checked.getBytes(StandardCharsets.UTF_8));
    StringBuilder checksum = new StringBuilder();
    for (int i = 0; i < 7; i++) {
      checksum.insert(0, alphabet.charAt((int) (crc.getValue() >> (5 * i)) & 31));
    }
    return checked + checksum;
  }

  @Test
  void aKeyExpiresToTheMillisecond() {
    house.admin();
    NewKey fresh = house.keys.create("a", READER, START + 5000);
    NewKey seen = house.keys.create("a", READER, START + 5000);
    assertThat(house.letsIn(seen)).isTrue();

    house.millis.set(START + 4999);
    assertThat(house.letsIn(seen)).isTrue();
    house.millis.set(START + 5000);

    assertThat(house.letsIn(seen)).isFalse();
    assertThat(house.letsIn(fresh)).isFalse();
  }

  @Test
  void aRevokedKeyLetsNobodyInWhateverWasSeenOfIt() {
    house.admin();
    NewKey key = house.reader();
    assertThat(house.letsIn(key)).isTrue();
    assertThat(house.letsIn(basic("u", key))).isTrue();

    house.keys.revoke(key.record().id());

    assertThat(house.letsIn(key)).isFalse();
    assertThat(house.letsIn(basic("u", key))).isFalse();
    assertThat(house.letsIn(basic("v", key))).isFalse();
    assertThat(house.keys.remembered()).isZero();
    house.restart();
    assertThat(house.letsIn(key)).isFalse();
  }

  @Test
  void ofEachKeyAFewHeadersAreRemembered() {
    NewKey first = house.admin();
    NewKey second = house.reader();
    for (int i = 0; i < 100; i++) {
      assertThat(house.letsIn(basic("user" + i, first))).isTrue();
      assertThat(house.letsIn(basic("user0", first))).isTrue();
    }
    assertThat(house.keys.remembered()).isEqualTo(4);

    assertThat(house.letsIn(second)).isTrue();
    assertThat(house.keys.remembered()).as("another key has room of its own").isEqualTo(5);
    assertThat(house.letsIn(basic("user99", first))).as("without being remembered").isTrue();
  }

  @Test
  void longHeadersLetInWithoutBeingRemembered() {
    NewKey key = house.admin();

    assertThat(house.letsIn(basic("u".repeat(300), key))).isTrue();

    assertThat(house.keys.remembered()).isZero();
  }

  @Test
  void whatIsNotUnderstoodOfAKeyAllowsNothing() {
    house.admin();
    String text = house.reader().text();
    String id = text.substring(6, 16);
    house.store.putKey(
        new KeyRecord(
            id,
            "",
            KeyText.hash(text),
            List.of(
                new KeyScope("*", "reader", List.of(), null),
                new KeyScope("a|b", "read", List.of(), null),
                new KeyScope("*", "read", List.of("default", "n*"), null),
                new KeyScope("*", "read", List.of(), "k".repeat(2000)),
                new KeyScope("good", "read", List.of(), null)),
            START,
            0,
            0,
            0));
    house.restart();

    Access access = house.keys.authenticate("Bearer " + text);

    assertThat(access.reaches(Role.READ, new ShardId("a"))).isFalse();
    assertThat(access.may(Role.READ, new ShardId("good"))).isTrue();
  }
}
