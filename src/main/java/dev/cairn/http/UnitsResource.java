package dev.cairn.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cairn.CairnException;
import dev.cairn.Entry;
import dev.cairn.Limits;
import dev.cairn.Namespace;
import dev.cairn.ShardId;
import dev.cairn.security.Access;
import dev.cairn.security.Needs;
import dev.cairn.security.Role;
import dev.cairn.shard.Shards;
import dev.cairn.storage.Operation.Get;
import dev.cairn.storage.Operation.OnEntry;
import dev.cairn.storage.OperationResult;
import dev.cairn.storage.Refusals;
import dev.cairn.storage.ShardReader;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.WriteUnit;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Several operations in one write unit: batches and transactions. Bodies are read on a worker; no
 * thread waits for the write.
 */
@Path("/v1")
@Tag(name = "Batches and transactions")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class UnitsResource {

  private final Shards shards;
  private final Limits limits;

  UnitsResource(Shards shards, Limits limits) {
    this.shards = shards;
    this.limits = limits;
  }

  @POST
  @Path("/shards/{shard}/namespaces/{namespace}/batch")
  @Blocking
  // Gets need no more; the other operations are judged one by one.
  @Needs(value = Role.READ, narrow = true)
  @OnRepeat(RepeatRule.ONCE)
  @Operation(
      operationId = "batch",
      summary = "Several operations at once",
      description =
          "Carries out operations in order, in one unit, and answers each. A refused one, or one that"
              + " does not have its form, spoils no other unless `atomic` is asked for: then the"
              + " answer is 409, with `results` that tell of each. A batch of gets alone is one"
              + " consistent read; one of which no operation can be carried out leaves the shard"
              + " alone.")
  @RequestBody(
      description = "The operations.",
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = UnitShapes.BatchBody.class),
              examples =
                  @ExampleObject(
                      name = "batch",
                      value =
                          "{\"operations\":[{\"op\":\"put\",\"key\":\"a\",\"value\":1},"
                              + "{\"op\":\"get\",\"key\":\"b\"}]}")))
  @APIResponse(
      responseCode = "200",
      description = "What became of each operation.",
      headers =
          @Header(
              name = "Cairn-Revision",
              description = "The shard's revision, if the shard was looked at.",
              schema = @Schema(type = SchemaType.INTEGER)),
      content =
          @Content(
              schema = @Schema(implementation = UnitShapes.BatchResult.class),
              examples =
                  @ExampleObject(
                      name = "results",
                      value =
                          "{\"results\":[{\"key\":\"a\",\"status\":201,\"version\":9},"
                              + "{\"key\":\"b\",\"status\":404,\"code\":\"entry-not-found\","
                              + "\"detail\":\"Entry \\\"b\\\" of namespace default does not exist.\"}],\"revision\":9}")))
  public CompletionStage<Response> batch(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard") String shard,
      @Parameter(description = "The namespace.", example = "default") @PathParam("namespace")
          String namespace,
      byte @Nullable [] body,
      @Context RoutingContext context) {
    ShardId id = new ShardId(shard);
    BatchRequest request = BatchRequest.read(body, new Namespace(namespace), limits);
    List<OnEntry> operations = request.operations();
    Permissions.requireOperations(Caller.of(context), id, operations);
    BatchAnswers.requireSound(request);
    if (operations.isEmpty()) {
      return CompletableFuture.completedFuture(
          BatchAnswers.of(request, List.of(), null).response());
    }
    if (operations.stream().allMatch(Get.class::isInstance)) {
      return CompletableFuture.completedFuture(read(id, request));
    }
    WriteUnit unit = new WriteUnit.Batch(operations, request.atomic());
    Function<UnitResult, Answer> answering =
        done -> BatchAnswers.of(request, done.results(), done.revision());
    OnceRequest once = OnceRequest.of(context);
    if (once != null) {
      once.take(body);
    }
    return shards
        .write(id, once == null ? unit : once.unit(unit, answering))
        .thenApply(
            outcome -> {
              UnitResult done = BatchAnswers.committed(request, outcome);
              return (once == null ? answering.apply(done) : once.answer(done)).response();
            });
  }

  private Response read(ShardId id, BatchRequest request) {
    List<Get> gets = request.operations().stream().map(Get.class::cast).toList();
    return shards.read(
        id,
        (reader, revision) -> {
          List<OperationResult> results = new ArrayList<>(gets.size());
          List<@Nullable Entry> found = reader.getAll(gets, limits.pageBytes());
          for (int i = 0; i < found.size(); i++) {
            Entry entry = found.get(i);
            results.add(
                entry == null
                    ? new OperationResult.Refused(missing(reader, gets.get(i)))
                    : new OperationResult.Found(entry));
          }
          while (results.size() < gets.size()) {
            results.add(new OperationResult.Refused(Refusals.readsTooMuch(limits.pageBytes())));
          }
          return BatchAnswers.of(request, results, revision).response();
        });
  }

  private static CairnException missing(ShardReader reader, Get get) {
    return reader.namespace(get.namespace()) == null
        ? Refusals.noNamespace(get.namespace())
        : Refusals.noEntry(get.namespace(), get.key());
  }

  @POST
  @Path("/shards/{shard}/transactions")
  @Blocking
  @Needs(value = Role.WRITE, narrow = true)
  @OnRepeat(RepeatRule.ONCE)
  @Operation(
      operationId = "transact",
      summary = "An atomic transaction",
      description =
          "Checks, then operations, all or nothing, in one revision. If a check fails `else` is"
              + " done instead; without it the answer is 409 with the indexes of the checks that"
              + " failed. An operation's own ifVersion or ifAbsent counts as a check.")
  @RequestBody(
      description = "Checks and operations.",
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = UnitShapes.TransactionBody.class),
              examples =
                  @ExampleObject(
                      name = "transaction",
                      value =
                          "{\"checks\":[{\"key\":\"a\",\"absent\":true}],"
                              + "\"operations\":[{\"op\":\"put\",\"key\":\"a\",\"value\":1}]}")))
  @APIResponse(
      responseCode = "200",
      description = "What was done.",
      headers =
          @Header(
              name = "Cairn-Revision",
              description = "The shard's revision.",
              schema = @Schema(type = SchemaType.INTEGER)),
      content =
          @Content(
              schema = @Schema(implementation = UnitShapes.TransactionResult.class),
              examples =
                  @ExampleObject(
                      name = "result",
                      value =
                          "{\"succeeded\":true,\"revision\":12,"
                              + "\"results\":[{\"key\":\"a\",\"status\":201,\"version\":12}]}")))
  public CompletionStage<Response> transact(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard") String shard,
      byte @Nullable [] body,
      @Context RoutingContext context) {
    ShardId id = new ShardId(shard);
    Access caller = Caller.of(context);
    TransactionRequest request = TransactionRequest.read(body, limits);
    Permissions.requireChecks(caller, id, request.checks());
    Permissions.requireOperations(caller, id, request.operations());
    Permissions.requireOperations(caller, id, request.otherwise());
    Function<UnitResult, Answer> answering =
        unit ->
            new Answer(200)
                .body(WireJson.bytes(json -> write(json, request, unit)))
                .revision(unit.revision());
    OnceRequest once = OnceRequest.of(context);
    if (once != null) {
      once.take(body);
      return once.write(shards, id, request.unit(), answering).thenApply(Answer::response);
    }
    return shards
        .write(id, request.unit())
        .thenApply(outcome -> answering.apply(Outcomes.committed(outcome)).response());
  }

  private static void write(JsonGenerator json, TransactionRequest request, UnitResult unit)
      throws IOException {
    json.writeStartObject();
    json.writeBooleanField("succeeded", unit.succeeded());
    json.writeNumberField("revision", unit.revision());
    if (!unit.succeeded()) {
      writeIndexes(json, "failedChecks", unit.failedChecks());
      writeIndexes(json, "failedOperations", unit.failedOperations());
    }
    ResultWriter.all(
        json, unit.succeeded() ? request.operations() : request.otherwise(), unit.results());
    json.writeEndObject();
  }

  private static void writeIndexes(JsonGenerator json, String name, List<Integer> indexes)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (int index : indexes) {
      json.writeNumber(index);
    }
    json.writeEndArray();
  }
}
