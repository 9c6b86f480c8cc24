package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.operation.Operation;
import dev.cairn.operation.OperationTask;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Answers to requests that begin operations. Stateless. */
final class OperationAnswers {

  /** How long an answer waits for the operation to end, so that what is quick needs no asking. */
  private static final Duration AT_ONCE = Duration.ofSeconds(2);

  private OperationAnswers() {}

  /**
   * The answer once the operation has ended, or after a while.
   *
   * @param done the status if it has succeeded; with 201 the new shard is told
   */
  static CompletionStage<Response> of(OperationTask task, int done) {
    return task.ended()
        .thenApply(_ -> true)
        .completeOnTimeout(false, AT_ONCE.toMillis(), TimeUnit.MILLISECONDS)
        .thenApply(_ -> answer(task.operation(), done));
  }

  private static Response answer(Operation operation, int done) {
    byte[] body = OperationShapes.bytes(operation);
    String self = "/v1/operations/" + operation.id();
    return switch (operation.state()) {
      case RUNNING, CANCELLED -> Response.status(202).header("Location", self).entity(body).build();
      case SUCCEEDED -> {
        Response.ResponseBuilder answer = Response.status(done).entity(body);
        if (done == 201) {
          answer.header("Location", "/v1/shards/" + operation.result().get("shard"));
        }
        yield answer.build();
      }
      case FAILED -> throw failed(operation);
    };
  }

  private static CairnException failed(Operation operation) {
    return new CairnException(
        operation.problem() == null ? ErrorCode.INTERNAL : operation.problem(),
        operation.detail(),
        List.of(),
        Map.of("operation", operation.id()),
        null);
  }
}
