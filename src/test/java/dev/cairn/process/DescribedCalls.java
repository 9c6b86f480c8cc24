package dev.cairn.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The operations of an API description, as far as requests can be made from them. Immutable. */
record DescribedCalls(List<Call> calls) {

  private static final Set<String> METHODS =
      Set.of("get", "head", "put", "post", "patch", "delete");

  /**
   * An operation.
   *
   * @param path with parameters as {@code {name}}
   * @param bodies examples by media type; an empty list where only a schema is given
   */
  record Call(
      String method,
      String path,
      List<String> query,
      List<String> headers,
      Map<String, List<byte[]>> bodies) {}

  static DescribedCalls read(String json) throws IOException {
    List<Call> calls = new ArrayList<>();
    JsonNode paths = new ObjectMapper().readTree(json).get("paths");
    for (Map.Entry<String, JsonNode> path : paths.properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        if (METHODS.contains(operation.getKey())) {
          calls.add(call(operation.getKey(), path.getKey(), operation.getValue()));
        }
      }
    }
    return new DescribedCalls(List.copyOf(calls));
  }

  private static Call call(String method, String path, JsonNode operation) {
    List<String> query = new ArrayList<>();
    List<String> headers = new ArrayList<>();
    for (JsonNode parameter : operation.path("parameters")) {
      String name = parameter.path("name").asText();
      switch (parameter.path("in").asText()) {
        case "query" -> query.add(name);
        case "header" -> headers.add(name);
        default -> {}
      }
    }
    Map<String, List<byte[]>> bodies = new java.util.TreeMap<>();
    for (Map.Entry<String, JsonNode> content :
        operation.path("requestBody").path("content").properties()) {
      List<byte[]> examples = new ArrayList<>();
      content
          .getValue()
          .path("examples")
          .forEach(example -> examples.add(bytes(example.path("value"))));
      if (content.getValue().has("example")) {
        examples.add(bytes(content.getValue().get("example")));
      }
      bodies.put(content.getKey(), examples);
    }
    return new Call(method.toUpperCase(Locale.ROOT), path, query, headers, bodies);
  }

  private static byte[] bytes(JsonNode json) {
    return json.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }
}
