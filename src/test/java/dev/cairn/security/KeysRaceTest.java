package dev.cairn.security;

import static dev.cairn.security.KeysHouse.basic;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Keys that are used and revoked at one time. */
class KeysRaceTest {

  private static final int ROUNDS = 300;

  private final KeysHouse house = new KeysHouse(KeySettings.Mode.IF_THERE_ARE_KEYS, 10_000);
  private final ExecutorService threads = Executors.newFixedThreadPool(3);

  @AfterEach
  void stop() {
    threads.close();
  }

  @Test
  void noRequestThatBeginsAfterTheRevocationIsLetIn() throws Exception {
    house.admin();
    for (int round = 0; round < ROUNDS; round++) {
      NewKey key = house.reader();
      AtomicBoolean revoked = new AtomicBoolean();
      List<Future<Integer>> users = new ArrayList<>();
      for (int user = 0; user < 3; user++) {
        String header = basic("user" + user, key);
        users.add(threads.submit(() -> useUntilRefused(header, revoked)));
      }
      // A little later in each round, so that it meets the users at one point after the other.
      LockSupport.parkNanos(round * 1000L);

      house.keys.revoke(key.record().id());
      revoked.set(true);

      for (Future<Integer> user : users) {
        assertThat(user.get()).as("let in after the revocation of round %s", round).isZero();
      }
      assertThat(house.keys.remembered()).isZero();
    }
  }

  /** How many requests were let in that began when the key was revoked already. */
  private int useUntilRefused(String header, AtomicBoolean revoked) {
    int wrong = 0;
    while (true) {
      boolean late = revoked.get();
      boolean in = house.letsIn(header);
      wrong += late && in ? 1 : 0;
      if (!in || wrong > 0) {
        return wrong;
      }
    }
  }

  @Test
  void ofTheLastTwoAdministratorsKeysOneStays() throws Exception {
    NewKey last = house.admin();
    for (int round = 0; round < ROUNDS; round++) {
      NewKey other = house.admin();
      Future<Boolean> one = threads.submit(() -> isRevoked(other));
      boolean two = isRevoked(last);

      assertThat(one.get() ^ two).as("one of two, in round %s", round).isTrue();
      last = two ? other : last;
      assertThat(house.letsIn(last)).isTrue();
    }
  }

  private boolean isRevoked(NewKey key) {
    try {
      return house.keys.revoke(key.record().id());
    } catch (CairnException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.ADMIN_KEY_NEEDED);
      return false;
    }
  }
}
