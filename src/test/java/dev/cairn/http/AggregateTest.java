package dev.cairn.http;

import static dev.cairn.http.FreshShard.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Aggregations over HTTP. */
@QuarkusTest
class AggregateTest {

  private final FreshShard shard = new FreshShard();

  private void orders() {
    shard.batch(
        """
        {"operations":[
          {"op":"put","key":"a","value":{"city":"Bonn","amount":10}},
          {"op":"put","key":"b","value":{"city":"Bonn","amount":2.5}},
          {"op":"put","key":"c","value":{"city":"Ulm","amount":100}},
          {"op":"put","key":"d","value":{"city":null,"amount":1}},
          {"op":"put","key":"e","value":{"city":["x"]}},
          {"op":"put","key":"f","value":{"city":true,"amount":9223372036854775807}},
          {"op":"put","key":"g","value":{"city":7,"amount":1e400}},
          {"op":"put","key":"h","value":[1]}]}""");
  }

  private Response aggregate(String body) {
    return FreshShard.send("POST", shard.inDefault("/aggregate"), body);
  }

  @Test
  void everyTypeOfGroupIsToldApart() {
    orders();
    Response answer =
        aggregate(
            "{\"groupBy\":\"city\",\"aggregates\":{\"n\":{\"function\":\"count\"},"
                + "\"total\":{\"function\":\"sum\",\"field\":\"amount\"}}}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.asString())
        .isEqualTo(
            "{\"items\":["
                + "{\"type\":\"null\",\"group\":null,\"aggregates\":{\"n\":1,\"total\":1}},"
                + "{\"type\":\"boolean\",\"group\":true,"
                + "\"aggregates\":{\"n\":1,\"total\":9223372036854775807}},"
                + "{\"type\":\"number\",\"group\":7,\"aggregates\":{\"n\":1,\"total\":1e999}},"
                + "{\"type\":\"string\",\"group\":\"Bonn\","
                + "\"aggregates\":{\"n\":2,\"total\":12.5}},"
                + "{\"type\":\"string\",\"group\":\"Ulm\","
                + "\"aggregates\":{\"n\":1,\"total\":100}},"
                + "{\"type\":\"array\",\"aggregates\":{\"n\":1,\"total\":0}},"
                + "{\"type\":\"missing\",\"aggregates\":{\"n\":1,\"total\":0}}],"
                + "\"groups\":7}");
  }

  @Test
  void aFilterASortAndALimitAreFollowed() {
    orders();
    Response answer =
        aggregate(
            "{\"filter\":{\"field\":\"amount\",\"operator\":\"lt\",\"value\":1000},"
                + "\"groupBy\":\"city\","
                + "\"aggregates\":{\"avg\":{\"function\":\"avg\",\"field\":\"amount\"}},"
                + "\"sort\":[{\"aggregate\":\"avg\",\"order\":\"desc\"}],\"limit\":2}");

    assertThat(answer.jsonPath().getList("items.group")).containsExactly("Ulm", "Bonn");
    assertThat(answer.jsonPath().getDouble("items[1].aggregates.avg")).isEqualTo(6.25);
    assertThat(answer.jsonPath().getInt("groups")).isEqualTo(3);
  }

  @Test
  void withoutAGroupThereIsOneItemEvenOfNothing() {
    shard.put("a", "\"\\ud800\\\"\"");
    String figures =
        "\"aggregates\":{\"n\":{\"function\":\"count\",\"field\":\"x\"},"
            + "\"least\":{\"function\":\"min\",\"field\":\"$value\"},"
            + "\"newest\":{\"function\":\"max\",\"field\":\"$updated\"}}";
    Response answer = aggregate("{" + figures + "}");
    assertThat(answer.asString()).contains("\"least\":\"\\ud800\\\"\"");
    String updated = shard.query("").jsonPath().getString("items[0].updated");
    assertThat(answer.jsonPath().getString("items[0].aggregates.newest")).isEqualTo(updated);

    Response nothing =
        aggregate(
            "{\"filter\":{\"field\":\"x\",\"operator\":\"exists\",\"value\":true},"
                + figures
                + "}");
    assertThat(nothing.asString())
        .isEqualTo("{\"items\":[{\"aggregates\":{\"n\":0}}],\"groups\":1}");
  }

  @Test
  void namesStandInTheAnswerAsTheyCame() {
    shard.put("a", "1");
    Response answer = aggregate("{\"aggregates\":{\"\\\"é\\n\":{\"function\":\"count\"}}}");
    assertThat(answer.asString()).contains("{\"\\\"é\\n\":1}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                                             | invalid-body  | /aggregates",
        "{\"aggregates\":{}}                                            | invalid-query | /aggregates",
        "{\"aggregates\":{\"n\":{\"function\":\"count\"}},\"limit\":0}  | invalid-body  | /limit",
        "{\"aggregates\":{\"n\":{\"function\":\"count\"}},\"groupBy\":1} | invalid-body | /groupBy",
        "{\"aggregates\":{\"n\":{\"function\":\"count\"}},\"groupBy\":\"$x\"} | invalid-query | /groupBy",
        "{\"aggregates\":{\"n\":{\"function\":\"count\"}},\"cursor\":\"x\"} | invalid-body | /cursor",
        "{\"aggregates\":{\"n\":{\"function\":\"count\"}},\"sort\":[{\"aggregate\":\"m\"}]}"
            + " | invalid-query | /sort/0/aggregate",
      })
  void whatCantBeUsedIsPointedAt(String body, String code, String pointer) {
    shard.put("a", "1");
    Response answer = refused(aggregate(body), 400, code);
    assertThat(answer.jsonPath().getString("errors[0].pointer")).isEqualTo(pointer);
  }

  @Test
  void whatIsMissingIsNotFound() {
    String body = "{\"aggregates\":{\"n\":{\"function\":\"count\"}}}";
    refused(aggregate(body), 404, "shard-not-found");
    shard.put("a", "1");
    String elsewhere = shard.path("/namespaces/nowhere/aggregate");
    refused(FreshShard.send("POST", elsewhere, body), 404, "namespace-not-found");
    refused(aggregate(""), 400, "invalid-body");
  }
}
