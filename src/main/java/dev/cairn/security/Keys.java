package dev.cairn.security;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Quotas;
import dev.cairn.catalogue.KeyRecord;
import dev.cairn.catalogue.KeyScope;
import dev.cairn.catalogue.KeyStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the service, held in memory and kept in the catalogue. Any thread; {@link
 * #authenticate} never blocks, the others wait for the disk.
 *
 * <p>Once there is a key, or was one that is still listed, callers need one. So that nobody is
 * locked out, and the last key's end never opens the service again, the first key must be an
 * administrator's (all shards, no end), and the last such key can't be revoked.
 */
public final class Keys {

  /** Scopes of a key. */
  public static final int MOST_SCOPES = 100;

  /** Characters of a key's name. */
  public static final int MOST_NAME_CHARACTERS = 200;

  private static final long HOUR_MILLIS = TimeUnit.HOURS.toMillis(1);

  /** Longer headers, with a long user, are hashed each time. */
  private static final int SEEN_CHARACTERS = 256;

  private final KeyStore store;
  private final KeySettings settings;
  private final Clock clock;
  private final SecureRandom random;

  /**
   * Every key by id, revoked ones included. Changed by one thread at a time, under this monitor.
   */
  private final ConcurrentNavigableMap<String, KeyRecord> all = new ConcurrentSkipListMap<>();

  /** Those that are not revoked. */
  private final ConcurrentMap<String, LiveKey> live = new ConcurrentHashMap<>();

  /** Keys by the headers that presented them, so that those are not hashed again. */
  private final ConcurrentMap<String, LiveKey> seen = new ConcurrentHashMap<>();

  /** Reads all keys from the store. */
  public Keys(KeyStore store, KeySettings settings, Clock clock, SecureRandom random) {
    this.store = store;
    this.settings = settings;
    this.clock = clock;
    this.random = random;
    store.keys().forEach(this::hold);
  }

  /** A key that may let callers in is live before it is among all, which closes the service. */
  private void hold(KeyRecord record) {
    if (record.revoked() == 0) {
      live.put(record.id(), new LiveKey(record));
    }
    all.put(record.id(), record);
  }

  /** From here on the key lets nobody in, however it is come by. */
  private void end(String id) {
    LiveKey key = live.remove(id);
    if (key != null) {
      key.end();
      seen.values().removeIf(each -> each == key);
    }
  }

  /** Whether nobody is asked for a key now. */
  public boolean isOpen() {
    return switch (settings.mode()) {
      case NEVER, NEVER_OF_ANYBODY -> true;
      case ALWAYS -> false;
      case IF_THERE_ARE_KEYS -> all.isEmpty();
    };
  }

  /** Whether nobody is asked for a key, and others than this machine may call. */
  public boolean isOpenToOthers() {
    return settings.mode() == KeySettings.Mode.NEVER_OF_ANYBODY;
  }

  /** Whether there is no key, revoked and expired ones included. */
  public boolean isEmpty() {
    return all.isEmpty();
  }

  /**
   * Who the sender of a header is.
   *
   * @param authorization the header {@code Authorization}: {@code Bearer} with a key, or {@code
   *     Basic} with one as the password and any user; null if it was not sent
   * @return {@link Access#OPEN} while the service is open, whatever was sent
   * @throws CairnException {@link ErrorCode#UNAUTHENTICATED} if a key is needed and it is missing,
   *     not readable, unknown, expired or revoked; the answer does not tell which
   */
  public Access authenticate(@Nullable String authorization) {
    if (isOpen()) {
      return Access.OPEN;
    }
    if (authorization == null) {
      throw refused("A key is needed: send it in the header Authorization, after Bearer.");
    }
    long now = clock.millis();
    LiveKey key = seen.get(authorization);
    if (key == null) {
      key = presented(authorization, now);
    } else if (!key.isValidAt(now)) {
      throw unknown();
    }
    key.usedAt(now - now % HOUR_MILLIS);
    return key.access();
  }

  private LiveKey presented(String authorization, long now) {
    String text = Credential.of(authorization);
    String id = text == null ? null : KeyText.id(text);
    LiveKey key = id == null ? null : live.get(id);
    if (text == null || key == null || !key.is(text) || !key.isValidAt(now)) {
      throw unknown();
    }
    if (authorization.length() <= SEEN_CHARACTERS && key.takeRoomForHeader()) {
      if (seen.putIfAbsent(authorization, key) != null) {
        key.giveRoomBack();
      }
      if (key.hasEnded()) {
        // It may have ended before the header was there to be dropped.
        seen.remove(authorization);
      }
    }
    return key;
  }

  /** How many headers are remembered. */
  int remembered() {
    return seen.size();
  }

  private static CairnException unknown() {
    return refused("The key that was sent is none, or is not valid any more.");
  }

  private static CairnException refused(String detail) {
    return new CairnException(ErrorCode.UNAUTHENTICATED, detail);
  }

  /** As the other, for a key without bounds. */
  public NewKey create(String name, List<Scope> scopes, long expires) {
    return create(name, scopes, expires, Quotas.NONE);
  }

  /**
   * Makes a key. On disk when the call returns.
   *
   * @param name what its owner calls it: 1 to {@link #MOST_NAME_CHARACTERS} characters, none of
   *     them for control
   * @param scopes 1 to {@link #MOST_SCOPES}
   * @param expires milliseconds since 1970 UTC; 0 for never
   * @param quotas bounds on what its callers may ask for
   * @throws CairnException {@link ErrorCode#INVALID_BODY} for another name or number of scopes;
   *     {@link ErrorCode#ADMIN_KEY_NEEDED} if it would be the first and is no administrator's;
   *     {@link ErrorCode#TOO_MANY_KEYS}
   */
  public synchronized NewKey create(String name, List<Scope> scopes, long expires, Quotas quotas) {
    if (!isName(name) || scopes.isEmpty() || scopes.size() > MOST_SCOPES) {
      throw new CairnException(
          ErrorCode.INVALID_BODY,
          "A key has a name of 1 to "
              + MOST_NAME_CHARACTERS
              + " characters, none of them for control, and 1 to "
              + MOST_SCOPES
              + " scopes.");
    }
    if (all.size() >= settings.most()) {
      throw new CairnException(
          ErrorCode.TOO_MANY_KEYS, "There are " + all.size() + " keys, the most there may be.");
    }
    String text = KeyText.make(random);
    String id = KeyText.id(text);
    if (id == null || all.containsKey(id)) {
      throw new IllegalStateException("The source of random numbers repeats itself");
    }
    List<KeyScope> kept = scopes.stream().map(Keys::kept).toList();
    KeyRecord record =
        new KeyRecord(id, name, KeyText.hash(text), kept, clock.millis(), expires, 0, 0, quotas);
    if (!hasAdministrators(null) && !new LiveKey(record).isAdministrators()) {
      throw new CairnException(
          ErrorCode.ADMIN_KEY_NEEDED,
          "The first key must have the role admin over the shards *, and no expiry: it closes the"
              + " service to all who have none.");
    }
    store.putKey(record);
    hold(record);
    return new NewKey(record, text);
  }

  /** Whether a key may be called so. */
  public static boolean isName(String name) {
    return !name.isBlank()
        && name.length() <= MOST_NAME_CHARACTERS
        && name.chars().noneMatch(Character::isISOControl);
  }

  private static KeyScope kept(Scope scope) {
    return new KeyScope(
        scope.shards().text(),
        scope.role().word(),
        scope.namespaces().stream().map(namespace -> namespace.value()).sorted().toList(),
        scope.keyPrefix());
  }

  private boolean hasAdministrators(@Nullable String without) {
    return live.values().stream()
        .anyMatch(key -> key.isAdministrators() && !key.record().id().equals(without));
  }

  /** The key of that id, or null. */
  public @Nullable KeyRecord find(String id) {
    KeyRecord record = all.get(id);
    return record == null ? null : current(record);
  }

  /** Keys ordered by id, after {@code after} or from the first, {@code limit} at most. */
  public List<KeyRecord> list(@Nullable String after, int limit) {
    return (after == null ? all : all.tailMap(after, false))
        .values().stream().limit(limit).map(this::current).toList();
  }

  /** With the time of its last use, which reaches the disk later. */
  private KeyRecord current(KeyRecord record) {
    LiveKey key = live.get(record.id());
    return key == null ? record : record.withLastUsed(key.lastUsed());
  }

  /**
   * Revokes a key: no request that arrives after the call has returned is let in by it. Nothing
   * happens if it was revoked before. If the store fails, the key holds as before.
   *
   * @return false if there is no such key
   * @throws CairnException {@link ErrorCode#ADMIN_KEY_NEEDED} if it is the last of an administrator
   */
  public synchronized boolean revoke(String id) {
    KeyRecord record = find(id);
    if (record == null || record.revoked() != 0) {
      return record != null;
    }
    if (!hasAdministrators(id)) {
      throw new CairnException(
          ErrorCode.ADMIN_KEY_NEEDED,
          "Key " + id + " is the last that administers all shards and does not expire.");
    }
    KeyRecord revoked = record.withRevoked(clock.millis());
    store.putKey(revoked);
    all.put(id, revoked);
    end(id);
    return true;
  }

  /**
   * Brings to disk when keys were last used, and forgets those that ended long ago. What a failure
   * of the store leaves undone is done by the next call.
   */
  public synchronized void tidy() {
    Map<String, Long> used = new HashMap<>();
    for (LiveKey key : live.values()) {
      KeyRecord record = all.get(key.record().id());
      if (record != null && key.lastUsed() > record.lastUsed()) {
        used.put(record.id(), key.lastUsed());
      }
    }
    if (!used.isEmpty()) {
      store.keysUsed(used);
      used.forEach((id, millis) -> all.computeIfPresent(id, (_, old) -> old.withLastUsed(millis)));
    }
    long ended = clock.millis() - settings.kept().toMillis();
    for (KeyRecord record : List.copyOf(all.values())) {
      long end = record.revoked() != 0 ? record.revoked() : record.expires();
      if (end != 0 && end < ended) {
        store.removeKey(record.id());
        all.remove(record.id());
        end(record.id());
      }
    }
  }
}
