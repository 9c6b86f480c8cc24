package dev.cairn.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cairn.CairnException;
import dev.cairn.Entry;
import dev.cairn.ErrorCode;
import dev.cairn.Limits;
import dev.cairn.Namespace;
import dev.cairn.Outcome;
import dev.cairn.ShardId;
import dev.cairn.shard.Shards;
import dev.cairn.storage.BatchRefused;
import dev.cairn.storage.Operation.Get;
import dev.cairn.storage.Operation.OnEntry;
import dev.cairn.storage.OperationResult;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.WriteUnit;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
@Path("/v1/shards/{shard}")
@Tag(name = "Batches and transactions")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
final class UnitsResource {

  private final Shards shards;
  private final Limits limits;

  UnitsResource(Shards shards, Limits limits) {
    this.shards = shards;
    this.limits = limits;
  }

  @POST
  @Path("namespaces/{namespace}/batch")
  @Blocking
  @Operation(
      operationId = "batch",
      summary = "Several operations at once",
      description =
          "Carries out operations in order, in one unit, and answers each. A refused one spoils no"
              + " other unless `atomic` is asked for. A batch of gets alone is one consistent read.")
  @RequestBody(
      description = "The operations.",
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = WireShapes.BatchBody.class),
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
              description = "The shard's revision.",
              schema = @Schema(type = SchemaType.INTEGER)),
      content =
          @Content(
              schema = @Schema(implementation = WireShapes.BatchResult.class),
              examples =
                  @ExampleObject(
                      name = "results",
                      value =
                          "{\"results\":[{\"key\":\"a\",\"status\":201,\"version\":9},"
                              + "{\"key\":\"b\",\"status\":404,\"code\":\"entry-not-found\","
                              + "\"detail\":\"There is no such entry.\"}],\"revision\":9}")))
  CompletionStage<Response> batch(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard") String shard,
      @Parameter(description = "The namespace.", example = "default") @PathParam("namespace")
          String namespace,
      byte @Nullable [] body) {
    ShardId id = new ShardId(shard);
    BatchRequest request = BatchRequest.read(body, new Namespace(namespace), limits);
    List<OnEntry> operations = request.operations();
    if (operations.stream().allMatch(Get.class::isInstance)) {
      return CompletableFuture.completedFuture(read(id, request));
    }
    return shards
        .write(id, new WriteUnit.Batch(operations, request.atomic()))
        .thenApply(
            outcome -> {
              UnitResult unit = committed(outcome);
              return answer(request, unit.results(), unit.revision());
            });
  }

  private Response read(ShardId id, BatchRequest request) {
    List<Get> gets = request.operations().stream().map(Get.class::cast).toList();
    return shards.read(
        id,
        (reader, revision) -> {
          List<OperationResult> results = new ArrayList<>(gets.size());
          for (@Nullable Entry entry : reader.getAll(gets)) {
            results.add(
                entry == null
                    ? new OperationResult.Refused(
                        new CairnException(ErrorCode.ENTRY_NOT_FOUND, "There is no such entry."))
                    : new OperationResult.Found(entry));
          }
          return answer(request, results, revision);
        });
  }

  private static Response answer(
      BatchRequest request, List<OperationResult> results, long revision) {
    byte[] body =
        WireJson.bytes(
            json -> {
              json.writeStartObject();
              ResultWriter.batch(json, request.members(), results);
              json.writeNumberField("revision", revision);
              json.writeEndObject();
            });
    return Response.ok(body).header("Cairn-Revision", revision).build();
  }

  /** As {@link Outcomes#committed}; a refused atomic batch tells of each of its members. */
  private static UnitResult committed(Outcome<UnitResult> outcome) {
    try {
      return Outcomes.committed(outcome);
    } catch (BatchRefused refused) {
      Map<String, Object> members = new LinkedHashMap<>(refused.members());
      members.put("results", refused.results().stream().map(UnitsResource::told).toList());
      throw new CairnException(
          refused.code(), refused.detail(), refused.violations(), members, null);
    }
  }

  private static Map<String, Object> told(OperationResult.Refused result) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("status", result.reason().code().status());
    told.put("code", result.reason().code().word());
    told.put("detail", result.reason().detail());
    return told;
  }

  @POST
  @Path("transactions")
  @Blocking
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
              schema = @Schema(implementation = WireShapes.TransactionBody.class),
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
              schema = @Schema(implementation = WireShapes.TransactionResult.class),
              examples =
                  @ExampleObject(
                      name = "result",
                      value =
                          "{\"succeeded\":true,\"revision\":12,"
                              + "\"results\":[{\"key\":\"a\",\"status\":201,\"version\":12}]}")))
  CompletionStage<Response> transact(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard") String shard,
      byte @Nullable [] body) {
    ShardId id = new ShardId(shard);
    TransactionRequest request = TransactionRequest.read(body, limits);
    return shards
        .write(id, request.unit())
        .thenApply(
            outcome -> {
              UnitResult unit = Outcomes.committed(outcome);
              return Response.ok(WireJson.bytes(json -> write(json, request, unit)))
                  .header("Cairn-Revision", unit.revision())
                  .build();
            });
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
