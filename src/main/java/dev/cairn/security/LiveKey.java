package dev.cairn.security;

import dev.cairn.Namespace;
import dev.cairn.catalogue.KeyRecord;
import dev.cairn.catalogue.KeyScope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A key that has not been revoked, ready to let callers in. Any thread. */
final class LiveKey {

  private final KeyRecord record;
  private final byte[] hash;
  private final Access access;

  /** When it was last used, to the hour; what a race loses is less than an hour. */
  private volatile long lastUsed;

  LiveKey(KeyRecord record) {
    this.record = record;
    this.hash = record.hash().getBytes(StandardCharsets.US_ASCII);
    this.access = Access.of("key " + record.id(), scopes(record));
    this.lastUsed = record.lastUsed();
  }

  /** What the kept words mean. */
  static List<Scope> scopes(KeyRecord record) {
    List<Scope> scopes = new ArrayList<>();
    for (KeyScope kept : record.scopes()) {
      Role role = Role.ofWord(kept.role());
      if (role == null) {
        // Of a later version: what is not understood allows nothing.
        continue;
      }
      Set<Namespace> namespaces =
          kept.namespaces().stream().map(Namespace::new).collect(Collectors.toUnmodifiableSet());
      scopes.add(new Scope(new ShardPattern(kept.shards()), role, namespaces, kept.keyPrefix()));
    }
    return scopes;
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

  boolean isValidAt(long millis) {
    return record.expires() == 0 || millis < record.expires();
  }

  /** Whether it administers the service, and will for ever. */
  boolean isAdministrators() {
    return record.expires() == 0 && access.mayEverywhere(Role.ADMIN);
  }

  /** Notes that it is used. */
  void usedAt(long hour) {
    if (lastUsed != hour) {
      lastUsed = hour;
    }
  }

  long lastUsed() {
    return lastUsed;
  }
}
