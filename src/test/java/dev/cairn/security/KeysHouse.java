package dev.cairn.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.SettableClock;
import dev.cairn.security.KeySettings.Mode;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Keys over a store in memory, at a time that tests set. */
final class KeysHouse {

  /** A full hour. */
  static final long START = 1_800_000_000_000L - 1_800_000_000_000L % 3_600_000;

  static final Duration KEPT = Duration.ofDays(30);
  static final List<Scope> ADMIN = List.of(Scope.whole(ShardPattern.ALL, Role.ADMIN));
  static final List<Scope> READER = List.of(Scope.whole(new ShardPattern("team-*"), Role.READ));

  private static final SecureRandom RANDOM = new SecureRandom();

  final FailingKeys store = new FailingKeys();

  /** What the clock says. */
  final AtomicLong millis = new AtomicLong(START);

  final Clock clock = new SettableClock(millis::get);
  private final KeySettings settings;
  Keys keys;

  KeysHouse() {
    this(Mode.IF_THERE_ARE_KEYS, 100);
  }

  KeysHouse(Mode mode, int most) {
    this.settings = new KeySettings(mode, most, KEPT);
    this.keys = new Keys(store, settings, clock, RANDOM);
  }

  void advance(Duration by) {
    millis.addAndGet(by.toMillis());
  }

  /** As a new process would, over what the store has. */
  void restart() {
    keys = new Keys(store, settings, clock, RANDOM);
  }

  NewKey admin() {
    return keys.create("admin", ADMIN, 0);
  }

  NewKey reader() {
    return keys.create("reader", READER, 0);
  }

  boolean letsIn(NewKey key) {
    return letsIn(bearer(key));
  }

  boolean letsIn(String header) {
    try {
      keys.authenticate(header);
      return true;
    } catch (CairnException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
      return false;
    }
  }

  static String bearer(NewKey key) {
    return "Bearer " + key.text();
  }

  static String basic(String user, NewKey key) {
    String pair = user + ":" + key.text();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  static void assertRefused(ErrorCode code, ThrowingCallable call) {
    CairnException refusal = catchThrowableOfType(CairnException.class, call);
    assertThat(refusal).isNotNull();
    assertThat(refusal.code()).isEqualTo(code);
  }
}
