package dev.cairn.cli;

import dev.cairn.CairnException;
import dev.cairn.Namespace;
import dev.cairn.json.JsonView;
import dev.cairn.security.Role;
import dev.cairn.security.Scope;
import dev.cairn.security.ShardPattern;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the commands write what a key may do: {@code ROLE:SHARDS}, {@code ROLE:SHARDS/NAMESPACES} or
 * {@code ROLE:SHARDS/NAMESPACES/KEY PREFIX}. Namespaces are separated by commas, or none for all; a
 * key prefix may hold any character, slashes too.
 */
final class ScopeText {

  private ScopeText() {}

  /**
   * What a text means.
   *
   * @throws IllegalArgumentException says what is wrong with it
   */
  static Scope scope(String text) {
    int colon = text.indexOf(':');
    Role role = colon < 0 ? null : Role.ofWord(text.substring(0, colon).toLowerCase(Locale.ROOT));
    if (role == null) {
      throw new IllegalArgumentException(
          "'" + text + "' does not begin with a role: read:, write:, admin: or sql:");
    }
    String[] parts = text.substring(colon + 1).split("/", 3);
    try {
      return new Scope(
          new ShardPattern(parts[0]),
          role,
          parts.length < 2 ? Set.of() : namespaces(parts[1]),
          parts.length < 3 ? null : parts[2]);
    } catch (CairnException e) {
      throw new IllegalArgumentException("'" + text + "': " + e.detail(), e);
    }
  }

  private static Set<Namespace> namespaces(String names) {
    return names.isEmpty()
        ? Set.of()
        : Stream.of(names.split(",", -1)).map(Namespace::new).collect(Collectors.toSet());
  }

  /** The scope as the API takes it. */
  static String json(Scope scope) {
    StringBuilder json = new StringBuilder("{\"shards\":");
    json.append(quoted(scope.shards().text()));
    json.append(",\"role\":").append(quoted(scope.role().word()));
    if (!scope.namespaces().isEmpty()) {
      json.append(
          scope.namespaces().stream()
              .map(Namespace::value)
              .sorted()
              .map(ScopeText::quoted)
              .collect(Collectors.joining(",", ",\"namespaces\":[", "]")));
    }
    if (scope.keyPrefix() != null) {
      json.append(",\"keyPrefix\":").append(quoted(scope.keyPrefix()));
    }
    return json.append('}').toString();
  }

  /** A text as a JSON string. */
  static String quoted(String text) {
    return '"' + new String(CliJson.quoted(text), StandardCharsets.UTF_8) + '"';
  }

  /** A scope of the API as a text. */
  static String text(JsonView scope) {
    List<String> names = new ArrayList<>();
    JsonView namespaces = CliJson.member(scope, "namespaces");
    for (JsonView name = namespaces == null ? null : namespaces.first();
        name != null;
        name = name.next()) {
      names.add(CliJson.said(name));
    }
    String prefix = CliJson.string(scope, "keyPrefix");
    String text = CliJson.string(scope, "role") + ':' + CliJson.string(scope, "shards");
    if (!names.isEmpty() || !prefix.isEmpty()) {
      text += '/' + String.join(",", names);
    }
    return prefix.isEmpty() ? text : text + '/' + prefix;
  }
}
