package dev.cairn.http;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Every path of the API with its methods, as a tree of segments, made once from the resource
 * classes. Literal segments win over parameters, as in JAX-RS. Immutable after it was made; any
 * thread.
 */
final class RouteTable {

  private final Node root = new Node();

  private RouteTable() {}

  /** Reads the annotations of the resource classes. */
  static RouteTable of(Collection<Class<?>> resources) {
    RouteTable table = new RouteTable();
    for (Class<?> resource : resources) {
      RouteReader.read(resource, table::add);
    }
    return table;
  }

  /**
   * A path of the API.
   *
   * @param template with parameters as {@code {name}}
   * @param methods what it takes, by method
   */
  record Place(String template, Map<String, Route> methods) {}

  /**
   * Finds what a path leads to.
   *
   * @param path the raw path, which has no empty segments
   * @return null if there is nothing at it
   */
  @Nullable Place find(String path, int end) {
    Node node = root;
    int start = 1;
    while (start < end) {
      int slash = path.indexOf('/', start);
      int stop = slash < 0 || slash > end ? end : slash;
      Node next = node.literals.get(path.substring(start, stop));
      if (next == null) {
        next = node.parameter;
      }
      if (next == null) {
        return node.rest == null ? null : node.rest.place;
      }
      node = next;
      start = stop + 1;
    }
    return node.place;
  }

  /** Calls for every path template and its methods. */
  void forEach(java.util.function.BiConsumer<String, Map<String, Route>> consumer) {
    root.forEach("", consumer);
  }

  private void add(String template, String method, Route route) {
    Node node = root;
    StringJoiner path = new StringJoiner("/", "/", "");
    for (String segment : template.split("/", -1)) {
      if (!segment.isEmpty()) {
        node = node.child(segment);
        path.add(withoutPattern(segment));
      }
    }
    if (node.place == null) {
      node.place = new Place(path.toString(), new TreeMap<>());
    }
    node.place.methods().merge(method, route, RouteReader::union);
  }

  /** A parameter that has a pattern, without it. */
  private static String withoutPattern(String segment) {
    int colon = segment.startsWith("{") ? segment.indexOf(':') : -1;
    return colon < 0 ? segment : segment.substring(0, colon) + "}";
  }

  /** A place in the tree; filled while the table is made, then only read. */
  private static final class Node {

    final Map<String, Node> literals = new HashMap<>();
    @Nullable Place place;
    @Nullable Node parameter;
    @Nullable Node rest;

    Node child(String segment) {
      if (!segment.startsWith("{")) {
        return literals.computeIfAbsent(segment, name -> new Node());
      }
      if (segment.contains(":")) {
        rest = rest == null ? new Node() : rest;
        return rest;
      }
      parameter = parameter == null ? new Node() : parameter;
      return parameter;
    }

    void forEach(String path, java.util.function.BiConsumer<String, Map<String, Route>> consumer) {
      if (place != null) {
        consumer.accept(path.isEmpty() ? "/" : path, place.methods());
      }
      new TreeMap<>(literals).forEach((name, node) -> node.forEach(path + "/" + name, consumer));
      if (parameter != null) {
        parameter.forEach(path + "/{}", consumer);
      }
      if (rest != null) {
        rest.forEach(path + "/{*}", consumer);
      }
    }
  }
}
