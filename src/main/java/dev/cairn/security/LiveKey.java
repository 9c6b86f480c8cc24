package dev.cairn.security;

import dev.cairn.CairnException;
import dev.cairn.Namespace;
import dev.cairn.catalogue.KeyRecord;
import dev.cairn.catalogue.KeyScope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A key that was not revoked when it was made ready to let callers in. Any thread. */
final class LiveKey {

  /** Headers that are remembered: as Bearer, and as Basic with this user or that. */
  private static final int HEADERS = 4;

  private final KeyRecord record;
  private final byte[] hash;
  private final Access access;

  /** When it was last used, to the hour; what a race loses is less than an hour. */
  private volatile long lastUsed;

  /** Whether it was revoked, or is forgotten. Volatile: whoever authenticates takes no lock. */
  private volatile boolean ended;

  /** So that whoever has a key can't use up the room that others' headers have. */
  private final AtomicInteger headers = new AtomicInteger();

  LiveKey(KeyRecord record) {
    this.record = record;
    this.hash = record.hash().getBytes(StandardCharsets.US_ASCII);
    this.access = Access.of("key " + record.id(), scopes(record), record.quotas(), this::isValidAt);
    this.lastUsed = record.lastUsed();
  }

  /** What the kept words mean. */
  static List<Scope> scopes(KeyRecord record) {
    List<Scope> scopes = new ArrayList<>();
    for (KeyScope kept : record.scopes()) {
      Scope scope = scope(kept);
      if (scope != null) {
        scopes.add(scope);
      }
    }
    return scopes;
  }

  /** Null if it is not understood, in part or in whole: then it allows nothing. */
  private static @Nullable Scope scope(KeyScope kept) {
    Role role = Role.ofWord(kept.role());
    if (role == null) {
      return null;
    }
    try {
      Set<Namespace> namespaces =
          kept.namespaces().stream().map(Namespace::new).collect(Collectors.toUnmodifiableSet());
      return new Scope(new ShardPattern(kept.shards()), role, namespaces, kept.keyPrefix());
    } catch (CairnException e) {
      return null;
    }
  }

  KeyRecord record() {
    return record;
  }

  Access access() {
    return access;
  }

  /** Whether that is it; takes the same time whatever is wrong. */
  boolean is(String text) {
    return MessageDigest.isEqual(hash, KeyText.hash(text).getBytes(StandardCharsets.US_ASCII));
  }

  /** Whether it lets callers in. */
  boolean isValidAt(long millis) {
    return !ended && (record.expires() == 0 || millis < record.expires());
  }

  /** From now on it is not valid. */
  void end() {
    ended = true;
  }

  boolean hasEnded() {
    return ended;
  }

  /** Takes the room for one more header; false if there is none. */
  boolean takeRoomForHeader() {
    return headers.getAndUpdate(taken -> Math.min(taken + 1, HEADERS)) < HEADERS;
  }

  /** Gives back what was taken for a header that was remembered already. */
  void giveRoomBack() {
    headers.decrementAndGet();
  }

  /** Whether it administers the service, and will for ever. */
  boolean isAdministrators() {
    return record.expires() == 0 && access.mayEverywhere(Role.ADMIN);
  }

  /** Notes that it is used. */
  void usedAt(long hour) {
    if (lastUsed < hour) {
      lastUsed = hour;
    }
  }

  long lastUsed() {
    return lastUsed;
  }
}
