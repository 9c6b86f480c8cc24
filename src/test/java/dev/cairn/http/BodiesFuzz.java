package dev.cairn.http;

import dev.cairn.Limits;
import dev.cairn.Namespace;
import dev.cairn.fuzz.Fuzz;
import dev.cairn.json.StrictReference;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The body of a request, read by every reader of bodies there is. */
public final class BodiesFuzz {

  private static final Limits LIMITS =
      new Limits(2000, 20, 500, 20, 4000, 100, 10_000, 1 << 20, 8000, 1 << 30, 4);
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-06-01T00:00:00Z"), ZoneOffset.UTC);

  private BodiesFuzz() {}

  public static void take(byte[] input) throws Exception {
    QueryRequest query = Fuzz.readOrRefused(() -> QueryRequest.read(input, "s", "default", LIMITS));
    if (query != null) {
      int limit = query.query().limit();
      Fuzz.require(limit >= 1 && limit <= LIMITS.pageMax(), "limit", limit);
      Fuzz.require(query.query().offset() == 0 || query.cursor() == null, "offset and cursor");
    }
    Fuzz.readOrRefused(() -> Objects.requireNonNullElse(QueryRequest.readCount(input, LIMITS), ""));
    BatchRequest batch =
        Fuzz.readOrRefused(() -> BatchRequest.read(input, new Namespace("n"), LIMITS));
    if (batch != null) {
      agree(batch, input);
    }
    TransactionRequest transaction =
        Fuzz.readOrRefused(() -> TransactionRequest.read(input, LIMITS));
    if (transaction != null) {
      int members = transaction.operations().size() + transaction.otherwise().size();
      Fuzz.require(members + transaction.checks().size() <= LIMITS.batchMembers(), "too many");
    }
    RestoreRequests restores = new RestoreRequests(LIMITS, CLOCK);
    Fuzz.readOrRefused(() -> restores.restore(input, true));
    Fuzz.readOrRefused(() -> restores.restore(input, false));
    Fuzz.readOrRefused(() -> restores.fork(input));
    KeyRequests.Wanted key = Fuzz.readOrRefused(() -> new KeyRequests(LIMITS, CLOCK).read(input));
    if (key != null) {
      Fuzz.require(!key.scopes().isEmpty() && !key.name().isBlank(), "a key of nothing:", key);
      Fuzz.require(key.expires() == 0 || key.expires() > CLOCK.millis(), "expired when made:", key);
    }
  }

  /** Every member has an outcome in its place, and a sound one works where it says. */
  private static void agree(BatchRequest batch, byte[] input) throws Exception {
    if (!(StrictReference.read(input) instanceof Map<?, ?> body
        && body.get("operations") instanceof List<?> operations)) {
      throw new AssertionError("a batch without operations: " + Fuzz.head(input));
    }
    Fuzz.require(batch.members().size() == operations.size(), "members of", operations);
    for (int i = 0; i < operations.size(); i++) {
      if (batch.members().get(i) instanceof OperationReader.Member.Sound(var operation)) {
        Map<?, ?> said = (Map<?, ?>) operations.get(i);
        Object namespace = said.containsKey("namespace") ? said.get("namespace") : "n";
        Fuzz.require(operation.key().text().equals(said.get("key")), "key", operations);
        Fuzz.require(operation.namespace().value().equals(namespace), "namespace", operations);
      }
    }
  }
}
