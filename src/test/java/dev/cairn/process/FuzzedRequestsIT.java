package dev.cairn.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fifty thousand requests that are made up from the description of the API and changed at random:
 * not one fault, no answer that is not as described, nothing that stays open, and a shard that was
 * not meant is as it was. {@code -Dcairn.fuzz.requests} says how many, {@code -Dcairn.seed} which.
 */
class FuzzedRequestsIT {

  private static final int REQUESTS = Integer.getInteger("cairn.fuzz.requests", 50_000);

  /** Part of the requests that warm the service up before its figures are taken. */
  private static final int WARMING = 5;

  private static final long MIB = 1024 * 1024;
  private static final String KEY =
      "{\"name\":\"tester\",\"scopes\":[{\"shards\":\"%s\",\"role\":\"%s\"}]}";

  /** Who begins transactions and forgets them holds up nobody else's requests. */
  private static final Map<String, String> LOST_CLIENTS =
      Map.of("CAIRN_TRANSACTIONS_IDLE", "100ms");

  private final long seed = Long.getLong("cairn.seed", System.nanoTime());

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  private Path directory;

  @Test
  void anOpenServiceStandsWhateverItIsSent() throws Exception {
    try (FuzzedService service =
        new FuzzedService(CairnProcess.serve(LOST_CLIENTS, directory.resolve("data")), "")) {
      assertStands(service, List.of(""), false);
    }
  }

  @Test
  void aServiceWithKeysStandsWhateverItIsSent() throws Exception {
    CairnProcess cairn = CairnProcess.serve(LOST_CLIENTS, directory.resolve("data"));
    String admin;
    String writer;
    try (Client client = new Client(cairn.awaitUrl())) {
      admin = "Bearer " + key(client.send("POST", "/v1/keys", KEY.formatted("*", "admin")).body());
    }
    try (FuzzedService service = new FuzzedService(cairn, admin)) {
      String scope = KEY.formatted(MadeUpRequests.SHARDS + "*", "write");
      writer = "Bearer " + key(service.call("POST", "/v1/keys", scope));
      String reader =
          "Bearer " + key(service.call("POST", "/v1/keys", scope.replace("write", "read")));
      assertStands(
          service,
          List.of(admin, admin, writer, writer, reader, "", "Bearer cairn_x", "Basic eDp5"),
          true);
    }
  }

  private static String key(String answer) {
    return answer.replaceFirst("(?s).*\"key\":\"([^\"]+)\".*", "$1");
  }

  private void assertStands(FuzzedService service, List<String> callers, boolean mayMakeKeys)
      throws Exception {
    int half = REQUESTS / 2;
    long begin = System.nanoTime();
    service.besiege(half / WARMING, seed, callers, mayMakeKeys);
    ServiceFigures warm = service.atRest();
    service.besiege(half - half / WARMING, seed + 1000, callers, mayMakeKeys);
    ServiceFigures end = service.atRest();
    String about = "seed %d: %s, then %s; %s".formatted(seed, warm, end, service.oracle().seen());
    System.out.println(about + " in " + (System.nanoTime() - begin) / 1_000_000 + " ms");
    assertThat(service.oracle().seen().keySet()).as(about).contains(200, 201, 204, 400, 404, 412);
    assertThat(end.sockets()).as(about).isLessThanOrEqualTo(warm.sockets() + 2);
    assertThat(end.files()).as(about).isLessThanOrEqualTo(warm.files() + 8);
    assertThat(end.threads()).as(about).isLessThanOrEqualTo(warm.threads() + 8);
    assertThat(end.heap()).as(about).isLessThan(warm.heap() + 32 * MIB);
    assertThat(end.methods()).as(about).isLessThan(12);
    assertThat(end.peak()).as(about).isLessThan(1024 * MIB);
  }
}
