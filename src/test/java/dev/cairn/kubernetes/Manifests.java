package dev.cairn.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What kustomize builds of an overlay.
 *
 * @param text all of it, documents one after the other
 * @param documents the same, read
 */
record Manifests(String text, List<JsonNode> documents) {

  /** Where the overlays are. */
  static final String OVERLAYS = "kubernetes/overlays/";

  private static final Map<String, Manifests> BUILT = new ConcurrentHashMap<>();
  private static final YAMLMapper YAML = new YAMLMapper();

  /** Builds an overlay, once for all tests. */
  static Manifests of(String overlay) {
    return BUILT.computeIfAbsent(overlay, Manifests::build);
  }

  private static Manifests build(String overlay) {
    Tools.Answer answer = Tools.run("", "kustomize", "build", OVERLAYS + overlay);
    if (answer.code() != 0) {
      throw new IllegalStateException(answer.output());
    }
    return new Manifests(answer.output(), read(answer.output()));
  }

  /** The documents of a YAML text. */
  static List<JsonNode> read(String yaml) {
    try (MappingIterator<JsonNode> documents = YAML.readerFor(JsonNode.class).readValues(yaml)) {
      return documents.readAll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All of a kind. */
  Stream<JsonNode> kind(String kind) {
    return documents.stream().filter(document -> document.at("/kind").asText().equals(kind));
  }

  /** The only one of a kind. */
  JsonNode only(String kind) {
    List<JsonNode> all = kind(kind).toList();
    if (all.size() != 1) {
      throw new IllegalStateException("There are " + all.size() + " of " + kind);
    }
    return all.getFirst();
  }

  /** The template of the pods. */
  JsonNode pod() {
    return only("StatefulSet").at("/spec/template/spec");
  }

  /** The container of the service. */
  JsonNode container() {
    return pod().at("/containers/0");
  }
}
