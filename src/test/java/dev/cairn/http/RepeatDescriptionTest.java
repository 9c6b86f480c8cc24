package dev.cairn.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the API description says of repeated requests is what the gate does with them. */
@QuarkusTest
class RepeatDescriptionTest {

  @Inject Gate gate;

  @Test
  void theHeaderIsDescribedWhereItIsKept() {
    Set<String> kept = new TreeSet<>();
    gate.routes()
        .forEach(
            (template, methods) ->
                methods.forEach(
                    (method, route) -> {
                      if (route.onRepeat() == RepeatRule.ONCE) {
                        kept.add(method + " " + template.replace("{*}", "{}"));
                      }
                    }));

    Set<String> described = new TreeSet<>();
    JsonPath document = RestAssured.get("/q/openapi?format=json").jsonPath();
    Map<String, Map<String, Object>> paths = document.getMap("paths");
    paths.forEach(
        (path, operations) ->
            operations.forEach(
                (method, operation) -> {
                  String text = operation.toString();
                  if (text.contains("parameters/IdempotencyKey")) {
                    described.add(
                        method.toUpperCase(java.util.Locale.ROOT)
                            + " "
                            + path.replaceAll("[{][^}]*[}]", "{}"));
                    assertThat(text)
                        .as(path)
                        .contains("headers/Cairn-Replayed", "idempotency-key-reused");
                  }
                }));
    assertThat(described).isEqualTo(kept).hasSize(15);
  }
}
