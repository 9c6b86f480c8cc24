package dev.cairn.security;

import static dev.cairn.security.KeysHouse.ADMIN;
import static dev.cairn.security.KeysHouse.READER;
import static dev.cairn.security.KeysHouse.START;
import static dev.cairn.security.KeysHouse.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.ErrorCode;
import dev.cairn.Namespace;
import dev.cairn.catalogue.KeyRecord;
import dev.cairn.catalogue.KeyScope;
import dev.cairn.security.KeySettings.Mode;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How keys are made, listed and revoked. */
class KeysTest {

  private final KeysHouse house = new KeysHouse();

  @Test
  void aNameAndTheNumberOfScopesAreBoundedWhoeverAsks() {
    List<Scope> many = java.util.Collections.nCopies(Keys.MOST_SCOPES, ADMIN.getFirst());
    house.keys.create("n".repeat(Keys.MOST_NAME_CHARACTERS), many, 0);

    List<Scope> tooMany = java.util.Collections.nCopies(Keys.MOST_SCOPES + 1, ADMIN.getFirst());
    assertRefused(ErrorCode.INVALID_BODY, () -> house.keys.create("a", tooMany, 0));
    assertRefused(ErrorCode.INVALID_BODY, () -> house.keys.create("a", List.of(), 0));
    for (String name : List.of("", " ", "a\nb", "n".repeat(Keys.MOST_NAME_CHARACTERS + 1))) {
      assertRefused(ErrorCode.INVALID_BODY, () -> house.keys.create(name, ADMIN, 0));
    }
  }

  @Test
  void whatIsKeptOfAKeyIsNotTheKey() {
    NewKey key = house.admin();

    KeyRecord kept = house.store.keys().getFirst();
    assertThat(kept).isEqualTo(key.record());
    assertThat(kept.hash()).isEqualTo(KeyText.hash(key.text()));
    assertThat(kept.toString()).doesNotContain(key.text().substring(17));
    assertThat(key.toString()).contains(kept.id()).doesNotContain(key.text().substring(17));
  }

  @Test
  void aKeyIsKeptAsItWasAskedFor() {
    house.admin();
    Scope narrow =
        new Scope(
            new ShardPattern("team-*"),
            Role.WRITE,
            Set.of(new Namespace("b"), new Namespace("a")),
            "user:7:");

    NewKey key = house.keys.create("of the seventh", List.of(narrow, ADMIN.getFirst()), START + 5);

    assertThat(key.record())
        .isEqualTo(
            new KeyRecord(
                key.text().substring(6, 16),
                "of the seventh",
                KeyText.hash(key.text()),
                List.of(
                    new KeyScope("team-*", "write", List.of("a", "b"), "user:7:"),
                    new KeyScope("*", "admin", List.of(), null)),
                START,
                START + 5,
                0,
                0));
    assertThat(LiveKey.scopes(key.record())).containsExactly(narrow, ADMIN.getFirst());
  }

  @Test
  void theFirstKeyMustBeAnAdministrators() {
    Scope all = ADMIN.getFirst();
    List<Scope> prefix = List.of(Scope.whole(new ShardPattern("a*"), Role.ADMIN));
    List<Scope> named =
        List.of(new Scope(all.shards(), Role.ADMIN, Set.of(Namespace.DEFAULT), null));
    List<Scope> prefixed = List.of(new Scope(all.shards(), Role.ADMIN, Set.of(), "k"));
    List<Scope> writer = List.of(Scope.whole(all.shards(), Role.WRITE));
    List<Scope> sql = List.of(Scope.whole(all.shards(), Role.SQL));

    for (List<Scope> scopes : List.of(READER, prefix, named, prefixed, writer, sql)) {
      assertRefused(ErrorCode.ADMIN_KEY_NEEDED, () -> house.keys.create("a", scopes, 0));
    }
    assertRefused(ErrorCode.ADMIN_KEY_NEEDED, () -> house.keys.create("a", ADMIN, Long.MAX_VALUE));

    assertThat(house.keys.isEmpty()).isTrue();
    assertThat(house.store.keys()).isEmpty();
    house.admin();
    house.reader();
    assertThat(house.keys.list(null, 10)).hasSize(2);
  }

  @Test
  void theLastAdministratorsKeyStays() {
    NewKey first = house.admin();
    NewKey second = house.admin();
    house.keys.create("one that ends", ADMIN, START + 1000);
    house.reader();

    assertThat(house.keys.revoke(first.record().id())).isTrue();
    assertRefused(ErrorCode.ADMIN_KEY_NEEDED, () -> house.keys.revoke(second.record().id()));

    assertThat(house.letsIn(second)).isTrue();
    assertThat(house.letsIn(first)).isFalse();
    NewKey third = house.admin();
    assertThat(house.keys.revoke(second.record().id())).isTrue();
    assertThat(house.letsIn(third)).isTrue();
  }

  @Test
  void aRevokedKeyStaysListedWithItsTime() {
    house.admin();
    NewKey key = house.reader();
    house.advance(Duration.ofMinutes(1));

    assertThat(house.keys.revoke(key.record().id())).isTrue();

    KeyRecord revoked = key.record().withRevoked(START + 60_000);
    assertThat(house.keys.find(key.record().id())).isEqualTo(revoked);
    assertThat(house.store.findKey(key.record().id())).isEqualTo(revoked);
    house.advance(Duration.ofMinutes(1));
    assertThat(house.keys.revoke(key.record().id())).as("again").isTrue();
    assertThat(house.keys.find(key.record().id())).isEqualTo(revoked);
  }

  @Test
  void whatIsNotThereIsNotRevoked() {
    house.admin();

    assertThat(house.keys.revoke("aaaaaaaaaa")).isFalse();
    assertThat(house.keys.find("aaaaaaaaaa")).isNull();
  }

  @Test
  void thereAreNoMoreKeysThanTheMost() {
    KeysHouse small = new KeysHouse(Mode.IF_THERE_ARE_KEYS, 3);
    small.admin();
    small.reader();
    NewKey third = small.reader();

    assertRefused(ErrorCode.TOO_MANY_KEYS, small::reader);
    small.keys.revoke(third.record().id());
    assertRefused(ErrorCode.TOO_MANY_KEYS, small::reader);

    assertThat(small.store.keys()).hasSize(3);
    small.advance(KeysHouse.KEPT.plusMillis(1));
    small.keys.tidy();
    small.reader();
    assertThat(small.keys.list(null, 10)).hasSize(3);
  }

  @Test
  void keysAreListedByIdInPages() {
    house.admin();
    for (int i = 0; i < 9; i++) {
      house.reader();
    }
    List<KeyRecord> all = house.store.keys();

    List<KeyRecord> first = house.keys.list(null, 4);
    List<KeyRecord> second = house.keys.list(first.getLast().id(), 4);
    List<KeyRecord> third = house.keys.list(second.getLast().id(), 4);

    assertThat(first).isEqualTo(all.subList(0, 4));
    assertThat(second).isEqualTo(all.subList(4, 8));
    assertThat(third).isEqualTo(all.subList(8, 10));
    assertThat(house.keys.list(third.getLast().id(), 4)).isEmpty();
  }

  @Test
  void aSourceOfRandomNumbersThatRepeatsItselfMakesNoSecondKey() {
    Keys keys =
        new Keys(
            house.store,
            new KeySettings(Mode.ALWAYS, 10, KeysHouse.KEPT),
            house.clock,
            new SecureRandom() {
              @Override
              public int nextInt(int bound) {
                return 0;
              }
            });
    NewKey first = keys.create("a", ADMIN, 0);

    assertThatThrownBy(() -> keys.create("a", READER, 0)).isInstanceOf(IllegalStateException.class);

    assertThat(house.store.keys()).containsExactly(first.record());
  }
}
