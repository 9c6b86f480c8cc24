package dev.cairn.security;

import dev.cairn.CairnException;
import dev.cairn.Key;
import dev.cairn.Namespace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the claim of a token allows. Whatever is not understood, in part or in whole, allows
 * nothing: a slip in a token must never open more than was meant. Any thread.
 */
final class ClaimScopes {

  /** Scopes of a token; one with more of them may do nothing at all. */
  static final int MOST_SCOPES = 100;

  /** Namespaces of a scope. */
  static final int MOST_NAMESPACES = 100;

  private static final String SHARDS = "shards";
  private static final String ROLE = "role";
  private static final String NAMESPACES = "namespaces";
  private static final String KEY_PREFIX = "keyPrefix";
  private static final Set<String> MEMBERS = Set.of(SHARDS, ROLE, NAMESPACES, KEY_PREFIX);

  private ClaimScopes() {}

  /**
   * What a claim allows.
   *
   * @param claim a list whose elements are texts, {@code guild-7:read}, or maps with the members of
   *     a scope of a key; or one text of such, separated by spaces; null if the token has none
   */
  static List<Scope> of(@Nullable Object claim) {
    List<?> elements =
        switch (claim) {
          case String text -> List.of(text.split(" ", MOST_SCOPES + 2));
          case List<?> list -> list;
          case null, default -> List.of();
        };
    if (elements.size() > MOST_SCOPES) {
      return List.of();
    }
    List<Scope> scopes = new ArrayList<>();
    for (Object element : elements) {
      Scope scope = scope(element);
      if (scope != null) {
        scopes.add(scope);
      }
    }
    return scopes;
  }

  /** The claim of that name, or that lies where the name leads: {@code realm_access/cairn}. */
  static @Nullable Object find(Map<?, ?> claims, String name) {
    if (claims.containsKey(name)) {
      return claims.get(name);
    }
    int slash = name.indexOf('/');
    return slash > 0 && claims.get(name.substring(0, slash)) instanceof Map<?, ?> inner
        ? find(inner, name.substring(slash + 1))
        : null;
  }

  private static @Nullable Scope scope(@Nullable Object element) {
    try {
      return switch (element) {
        case String text -> ofText(text);
        case Map<?, ?> members -> ofMembers(members);
        case null, default -> null;
      };
    } catch (CairnException _) {
      return null; // A name in it can't be one.
    }
  }

  /** The role stands last, since ids of shards may have colons. */
  private static @Nullable Scope ofText(String text) {
    int colon = text.lastIndexOf(':');
    Role role = colon < 0 ? null : Role.ofWord(text.substring(colon + 1));
    return role == null ? null : Scope.whole(new ShardPattern(text.substring(0, colon)), role);
  }

  private static @Nullable Scope ofMembers(Map<?, ?> members) {
    if (!MEMBERS.containsAll(members.keySet())
        || !(members.get(SHARDS) instanceof String shards)
        || !(members.get(ROLE) instanceof String word)) {
      return null;
    }
    Role role = Role.ofWord(word);
    Set<Namespace> namespaces = Set.of();
    if (members.containsKey(NAMESPACES)) {
      namespaces = namespaces(members.get(NAMESPACES));
      if (namespaces.isEmpty()) {
        return null;
      }
    }
    String prefix = null;
    if (members.containsKey(KEY_PREFIX)) {
      if (!(members.get(KEY_PREFIX) instanceof String text)) {
        return null;
      }
      prefix = Key.of(text).text();
    }
    if (role == null) {
      return null;
    }
    Scope scope = new Scope(new ShardPattern(shards), role, namespaces, prefix);
    return scope.isNarrow() && (role == Role.ADMIN || role == Role.SQL) ? null : scope;
  }

  /** Empty if it is no list of names, or has too many. */
  private static Set<Namespace> namespaces(@Nullable Object value) {
    if (!(value instanceof List<?> names) || names.size() > MOST_NAMESPACES) {
      return Set.of();
    }
    Set<Namespace> namespaces = new HashSet<>();
    for (Object name : names) {
      if (!(name instanceof String text)) {
        return Set.of();
      }
      namespaces.add(new Namespace(text));
    }
    return namespaces;
  }
}
