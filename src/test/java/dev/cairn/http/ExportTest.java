package dev.cairn.http;

import static dev.cairn.http.FreshShard.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Exports: everything, from one state. */
@QuarkusTest
class ExportTest {

  private final FreshShard shard = new FreshShard();

  private static Response export(FreshShard shard) {
    return FreshShard.get(shard.path("/export"));
  }

  @Test
  void aHeaderThenNamespacesWithTheirEntriesThenTheEnd() {
    FreshShard.send("PUT", shard.path("/namespaces/n"), "{\"metadata\":{\"o\":\n1}}");
    shard.batch(
        """
        {"operations":[{"op":"put","key":"b\\u0000","value":[1.10,\n "x"],"metadata":{"m":1}},
                       {"op":"put","key":"a","namespace":"n","value":null}]}""");
    Response answer = export(shard);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.contentType()).startsWith("application/x-ndjson");
    assertThat(answer.asString()).endsWith("\n");
    List<String> lines = answer.asString().lines().toList();
    String times = ",\"created\":\"[^\"]+Z\",\"updated\":\"[^\"]+Z\"";
    assertThat(lines.get(0))
        .matches(
            "\\{\"format\":\"cairn-export/1\",\"shard\":\""
                + shard.id()
                + "\",\"revision\":2,\"exported\":\"[^\"]+Z\"}");
    assertThat(lines.get(1)).isEqualTo("{\"namespace\":\"default\"}");
    assertThat(lines.get(2))
        .matches(
            "\\{\"namespace\":\"default\",\"key\":\"b\\\\u0000\",\"version\":2"
                + times
                + ",\"value\":\\[1.10,  \"x\"],\"metadata\":\\{\"m\":1}}");
    assertThat(lines.get(3)).isEqualTo("{\"namespace\":\"n\",\"metadata\":{\"o\": 1}}");
    assertThat(lines.get(4))
        .matches("\\{\"namespace\":\"n\",\"key\":\"a\",\"version\":2" + times + ",\"value\":null}");
    assertThat(lines.get(5)).isEqualTo("{\"end\":true,\"entries\":2}");
    assertThat(lines).hasSize(6);
  }

  @Test
  void anImportOfAnExportIsEqualToIt() {
    String[] keys = {"\\u0000", "😀", "a/b", "..", "\\\"", "k".repeat(1024)};
    String operations =
        IntStream.range(0, keys.length)
            .mapToObj(
                i ->
                    "{\"op\":\"put\",\"key\":\""
                        + keys[i]
                        + "\",\"namespace\":\"n"
                        + i % 2
                        + "\",\"value\":{\"n\":1e400,\"t\":\"\\u2028\\ud83d\\ude00\"},"
                        + "\"metadata\":{\"i\": "
                        + i
                        + "}}")
            .collect(Collectors.joining(","));
    assertThat(shard.batch("{\"operations\":[" + operations + "]}").statusCode()).isEqualTo(200);
    FreshShard.send("PUT", shard.path("/namespaces/empty"), "{\"metadata\":{\"e\":1}}");
    String exported = export(shard).asString();

    FreshShard copy = new FreshShard();
    JsonPath report = copy.importLines(exported, "fail").jsonPath();
    assertThat(report.getInt("created")).isEqualTo(keys.length);
    assertThat(report.getInt("failed")).isZero();
    assertThat(withoutRevisions(export(copy).asString())).isEqualTo(withoutRevisions(exported));
  }

  /** The lines but for the header, versions and times, which an import gives anew. */
  private static List<String> withoutRevisions(String export) {
    return export
        .lines()
        .skip(1)
        .map(
            line ->
                line.replaceAll(
                    "\"version\":\\d+,\"created\":\"[^\"]+\",\"updated\":\"[^\"]+\"", ""))
        .toList();
  }

  @Test
  void underWritesItIsOneConsistentState() throws Exception {
    int entries = 200;
    writeAll(entries, 0);
    AtomicBoolean done = new AtomicBoolean();
    CountDownLatch writing = new CountDownLatch(3);
    try (ExecutorService writer = Executors.newSingleThreadExecutor()) {
      Future<?> writes =
          writer.submit(
              () -> {
                for (int round = 1; !done.get(); round++) {
                  writeAll(entries, round);
                  writing.countDown();
                }
              });
      assertThat(writing.await(60, TimeUnit.SECONDS)).isTrue();
      for (int i = 0; i < 8; i++) {
        assertOneState(export(shard).asString(), entries);
      }
      done.set(true);
      writes.get(60, TimeUnit.SECONDS);
    }
  }

  private static void assertOneState(String export, int entries) {
    List<String> lines = export.lines().toList();
    long revision = JsonPath.from(lines.getFirst()).getLong("revision");
    assertThat(lines).hasSize(entries + 3);
    assertThat(lines.subList(2, entries + 2))
        .allSatisfy(
            line -> {
              assertThat(line).contains("\"version\":" + revision + ",");
              assertThat(line).endsWith("\"value\":" + (revision - 1) + "}");
            });
    assertThat(lines.getLast()).isEqualTo("{\"end\":true,\"entries\":" + entries + "}");
  }

  private void writeAll(int entries, int value) {
    String puts =
        IntStream.range(0, entries)
            .mapToObj(i -> "{\"op\":\"put\",\"key\":\"k" + i + "\",\"value\":" + value + "}")
            .collect(Collectors.joining(","));
    assertThat(shard.batch("{\"atomic\":true,\"operations\":[" + puts + "]}").statusCode())
        .isEqualTo(200);
  }

  @Test
  void aMissingShardIsNotFoundAndNotMade() {
    refused(export(shard), 404, "shard-not-found");
    shard.assertNotMade();
    refused(FreshShard.get(shard.path("/export?format=x")), 400, "invalid-parameter");
  }
}
