package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.Key;
import dev.cairn.Limits;
import dev.cairn.Namespace;
import dev.cairn.Quotas;
import dev.cairn.json.JsonView;
import dev.cairn.security.Keys;
import dev.cairn.security.Role;
import dev.cairn.security.Scope;
import dev.cairn.security.ShardPattern;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a new key is asked to be. Any thread. */
final class KeyRequests {

  /** Characters of a name. */
  static final int MOST_NAME_CHARACTERS = Keys.MOST_NAME_CHARACTERS;

  /** Scopes of a key. */
  static final int MOST_SCOPES = Keys.MOST_SCOPES;

  /** Namespaces of a scope. */
  static final int MOST_NAMESPACES = 100;

  private static final Set<String> KEY = Set.of("name", "scopes", "expires", "quotas");
  private static final Set<String> SCOPE = Set.of("shards", "role", "namespaces", "keyPrefix");

  private final Limits limits;
  private final Clock clock;

  KeyRequests(Limits limits, Clock clock) {
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * What a new key is asked to be.
   *
   * @param expires milliseconds since 1970 UTC; 0 for never
   */
  record Wanted(String name, List<Scope> scopes, long expires, Quotas quotas) {}

  /**
   * Reads it.
   *
   * @throws CairnException {@link dev.cairn.ErrorCode#INVALID_BODY} with all that is wrong with it
   */
  Wanted read(byte @Nullable [] body) {
    BodyFaults faults = new BodyFaults();
    BodyObject object =
        BodyObject.read(WireBodies.required(body, "The key", limits), "", KEY, faults);
    String name = null;
    List<Scope> scopes = List.of();
    long expires = 0;
    Quotas quotas = null;
    if (object != null) {
      name = name(object, faults);
      scopes = scopes(object, faults);
      expires = expires(object, faults);
      quotas = QuotaShapes.ofKey(object, faults);
    }
    faults.refuseIfAny("The key");
    return new Wanted(
        name == null ? "" : name, scopes, expires, quotas == null ? Quotas.NONE : quotas);
  }

  private static @Nullable String name(BodyObject object, BodyFaults faults) {
    String name = object.stringRequired("name");
    if (name != null && !Keys.isName(name)) {
      faults.add(
          object.pointerTo("name"),
          "must have 1 to " + MOST_NAME_CHARACTERS + " characters, none of them for control");
    }
    return name;
  }

  private static List<Scope> scopes(BodyObject object, BodyFaults faults) {
    object.anyRequired("scopes");
    List<JsonView> bodies = object.array("scopes");
    if (bodies == null) {
      return List.of();
    }
    String pointer = object.pointerTo("scopes");
    if (bodies.isEmpty() || bodies.size() > MOST_SCOPES) {
      faults.add(pointer, "must have 1 to " + MOST_SCOPES + " elements");
      return List.of();
    }
    List<Scope> scopes = new ArrayList<>();
    for (int i = 0; i < bodies.size(); i++) {
      BodyObject body =
          BodyObject.read(bodies.get(i), BodyFaults.pointer(pointer, i), SCOPE, faults);
      Scope scope = body == null ? null : scope(body, faults);
      if (scope != null) {
        scopes.add(scope);
      }
    }
    return scopes;
  }

  private static @Nullable Scope scope(BodyObject body, BodyFaults faults) {
    ShardPattern shards = shards(body, faults);
    Role role = role(body, faults);
    Set<Namespace> namespaces = namespaces(body, faults);
    String prefix = keyPrefix(body, faults);
    if (shards == null || role == null) {
      return null;
    }
    Scope scope = new Scope(shards, role, namespaces, prefix);
    if (scope.isNarrow() && (role == Role.ADMIN || role == Role.SQL)) {
      faults.add(
          body.pointerTo("role"),
          "reaches whole shards, so namespaces and keyPrefix can't stand beside it");
    }
    return scope;
  }

  private static @Nullable ShardPattern shards(BodyObject body, BodyFaults faults) {
    String text = body.stringRequired("shards");
    try {
      return text == null ? null : new ShardPattern(text);
    } catch (CairnException e) {
      faults.add(
          body.pointerTo("shards"),
          "must be a shard id, the beginning of one followed by *, or * alone");
      return null;
    }
  }

  private static @Nullable Role role(BodyObject body, BodyFaults faults) {
    String word = body.stringRequired("role");
    Role role = word == null ? null : Role.ofWord(word);
    if (word != null && role == null) {
      faults.add(body.pointerTo("role"), "is none of read, write, admin, sql");
    }
    return role;
  }

  private static Set<Namespace> namespaces(BodyObject body, BodyFaults faults) {
    List<JsonView> words = body.array("namespaces");
    if (words == null) {
      return Set.of();
    }
    String pointer = body.pointerTo("namespaces");
    if (words.isEmpty() || words.size() > MOST_NAMESPACES) {
      faults.add(
          pointer, "must have 1 to " + MOST_NAMESPACES + " elements; leave it out to name all");
      return Set.of();
    }
    Set<Namespace> namespaces = new HashSet<>();
    for (int i = 0; i < words.size(); i++) {
      JsonView word = words.get(i);
      try {
        namespaces.add(new Namespace(word.kind() == JsonView.Kind.STRING ? word.string() : ""));
      } catch (CairnException e) {
        faults.add(BodyFaults.pointer(pointer, i), "must be the name of a namespace");
      }
    }
    return namespaces;
  }

  private static @Nullable String keyPrefix(BodyObject body, BodyFaults faults) {
    String prefix = body.string("keyPrefix");
    try {
      return prefix == null ? null : Key.of(prefix).text();
    } catch (CairnException e) {
      faults.add(
          body.pointerTo("keyPrefix"),
          "must be the beginning of a key: 1 to " + Limits.MAX_KEY_BYTES + " bytes of UTF-8");
      return null;
    }
  }

  private long expires(BodyObject object, BodyFaults faults) {
    String text = object.string("expires");
    if (text == null) {
      return 0;
    }
    try {
      Instant instant = OffsetDateTime.parse(text).toInstant();
      if (!instant.isAfter(clock.instant())) {
        faults.add(object.pointerTo("expires"), "must lie in the future");
      }
      return instant.toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      faults.add(
          object.pointerTo("expires"),
          "must be a time as of RFC 3339, such as 2026-01-02T03:04:05Z");
      return 0;
    }
  }
}
