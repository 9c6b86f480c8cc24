package dev.cairn.http;

import dev.cairn.Limits;
import dev.cairn.Namespace;
import dev.cairn.ShardId;
import dev.cairn.security.Access;
import dev.cairn.security.Needs;
import dev.cairn.security.Role;
import dev.cairn.storage.BatchRefused;
import dev.cairn.storage.OperationResult;
import dev.cairn.storage.UnitSize;
import dev.cairn.storage.WriteUnit;
import dev.cairn.transaction.Load;
import dev.cairn.transaction.TransactionStatus;
import dev.cairn.transaction.Transactions;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
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

/** Transactions of several requests. On workers, none of which is kept between two requests. */
@Path("/v1")
@Tag(name = "Interactive transactions")
@Produces(MediaType.APPLICATION_JSON)
public class InteractiveResource {

  private static final String ID = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

  private static final String BASE =
      "{\"id\":\"" + ID + "\",\"shard\":\"guild-7\",\"readOnly\":false,";

  private static final String TIMES =
      ",\"started\":\"2026-01-02T03:04:05.678Z\",\"deadline\":\"2026-01-02T03:04:35.678Z\"";

  private static final String OPEN = BASE + "\"state\":\"open\"" + TIMES + "}";

  private static final String COMMITTED =
      BASE + "\"state\":\"committed\"" + TIMES + ",\"revision\":12}";

  private static final String ROLLED_BACK = BASE + "\"state\":\"rolled-back\"" + TIMES + "}";

  private final Transactions transactions;
  private final Limits limits;

  InteractiveResource(Transactions transactions, Limits limits) {
    this.transactions = transactions;
    this.limits = limits;
  }

  @POST
  @Path("/shards/{shard}/transactions/interactive")
  @Consumes(MediaType.APPLICATION_JSON)
  @Blocking
  // One that only reads needs no more; whether it may write is judged below.
  @Needs(value = Role.READ, narrow = true)
  @Operation(
      operationId = "beginTransaction",
      summary = "Begin an interactive transaction",
      description =
          "Begins a transaction of several requests on a shard that exists. One that may write has"
              + " the shard to itself: it waits until those that came before it are done, and other"
              + " writes wait until it ends, for a few seconds, then they are answered 503 and can"
              + " be sent again. It ends with its commit, its rollback, its deadline, or when no"
              + " request of it came for `cairn.transactions.idle` (10 seconds). One with"
              + " `readOnly` reads one state of the shard and is in nobody's way.")
  @RequestBody(
      description = "How it is to be; no body asks for one that may write.",
      required = false,
      content =
          @Content(
              schema = @Schema(implementation = InteractiveShapes.BeginBody.class),
              examples =
                  @ExampleObject(
                      name = "begin",
                      value = "{\"readOnly\":false,\"timeout\":\"PT10S\"}")))
  @APIResponse(
      responseCode = "201",
      description = "It has begun.",
      headers =
          @Header(
              name = "Location",
              description = "The transaction.",
              schema = @Schema(type = SchemaType.STRING)),
      content =
          @Content(
              schema = @Schema(implementation = InteractiveShapes.StatusBody.class),
              examples = @ExampleObject(name = "open", value = OPEN)))
  public CompletionStage<Response> begin(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard") String shard,
      byte @Nullable [] body,
      @Context RoutingContext context) {
    ShardId id = new ShardId(shard);
    Access caller = Caller.of(context);
    BeginRequest request = BeginRequest.read(body, transactions.settings().longest(), limits);
    if (!request.readOnly() && !caller.reaches(Role.WRITE, id)) {
      throw Caller.forbidden();
    }
    return transactions
        .begin(id, caller.caller(), request.readOnly(), request.timeout())
        .thenApply(
            status -> {
              if (context.response().closed()) {
                // Nobody will ever use it: the client went while it waited in line.
                transactions.rollBackLater(id, caller.caller(), status.id());
              }
              return Response.status(201)
                  .header("Location", "/v1/shards/" + id + "/transactions/" + status.id())
                  .header("Cache-Control", "no-store")
                  .entity(InteractiveShapes.bytes(status))
                  .build();
            });
  }

  @POST
  @Path("/shards/{shard}/transactions/{transaction}/operations")
  @Consumes(MediaType.APPLICATION_JSON)
  @Blocking
  // The operations are judged one by one, the transaction by who began it.
  @Needs(value = Role.READ, narrow = true)
  @Operation(
      operationId = "operateInTransaction",
      summary = "Operations in an interactive transaction",
      description =
          "Carries out operations in order, each seeing those before it and nobody else's, and"
              + " answers each. A refused one refuses itself alone, or with `atomic` all of this"
              + " request; the transaction goes on either way. Nobody else sees anything of it"
              + " before the commit. Requests of one transaction are sent one after the other.")
  @RequestBody(
      description = "The operations, as in a batch; `default` is the namespace if none is named.",
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = UnitShapes.BatchBody.class),
              examples =
                  @ExampleObject(
                      name = "operations",
                      value =
                          "{\"operations\":[{\"op\":\"get\",\"key\":\"b\"},"
                              + "{\"op\":\"put\",\"key\":\"a\",\"value\":1}]}")))
  @APIResponse(
      responseCode = "200",
      description = "What became of each operation.",
      content =
          @Content(
              schema = @Schema(implementation = InteractiveShapes.Results.class),
              examples =
                  @ExampleObject(
                      name = "results",
                      value =
                          "{\"results\":[{\"key\":\"b\",\"status\":404,\"code\":\"entry-not-found\","
                              + "\"detail\":\"Entry \\\"b\\\" of namespace default does not exist.\"},"
                              + "{\"key\":\"a\",\"status\":201,\"version\":12}]}")))
  public Response operations(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard") String shard,
      @Parameter(description = "The transaction.", example = ID) @PathParam("transaction")
          String transaction,
      byte @Nullable [] body,
      @Context RoutingContext context) {
    ShardId id = new ShardId(shard);
    Access caller = Caller.of(context);
    BatchRequest request = BatchRequest.read(body, Namespace.DEFAULT, limits);
    Permissions.requireOperations(caller, id, request.operations());
    BatchAnswers.requireSound(request);
    WriteUnit.Batch batch = new WriteUnit.Batch(request.operations(), request.atomic());
    List<OperationResult> results;
    try {
      results =
          transactions.work(
              id,
              caller.caller(),
              transaction,
              new Load(batch.operations().size(), UnitSize.of(batch)),
              steps -> steps.apply(batch).results());
    } catch (BatchRefused refused) {
      throw BatchAnswers.told(request, refused);
    }
    return Response.ok(
            WireJson.bytes(
                json -> {
                  json.writeStartObject();
                  ResultWriter.batch(json, request.members(), results);
                  json.writeEndObject();
                }))
        .build();
  }

  @POST
  @Path("/shards/{shard}/transactions/{transaction}/commit")
  @Blocking
  @Needs(value = Role.READ, narrow = true)
  @Operation(
      operationId = "commitTransaction",
      summary = "Commit an interactive transaction",
      description =
          "Keeps all of it, in one revision, as durably as the shard promises. One that changed"
              + " nothing takes no revision. If the answer is lost, ask for the transaction: its"
              + " state tells whether it was committed.")
  @APIResponse(
      responseCode = "200",
      description = "It was committed.",
      headers =
          @Header(
              name = "Cairn-Revision",
              description = "The shard's revision.",
              schema = @Schema(type = SchemaType.INTEGER)),
      content =
          @Content(
              schema = @Schema(implementation = InteractiveShapes.StatusBody.class),
              examples = @ExampleObject(name = "committed", value = COMMITTED)))
  public Response commit(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard") String shard,
      @Parameter(description = "The transaction.", example = ID) @PathParam("transaction")
          String transaction,
      @Context RoutingContext context) {
    TransactionStatus status =
        transactions.commit(new ShardId(shard), Caller.of(context).caller(), transaction);
    return Response.ok(InteractiveShapes.bytes(status))
        .header("Cairn-Revision", status.revision())
        .build();
  }

  @POST
  @Path("/shards/{shard}/transactions/{transaction}/rollback")
  @Blocking
  @Needs(value = Role.READ, narrow = true)
  @Operation(
      operationId = "rollBackTransaction",
      summary = "Roll back an interactive transaction",
      description = "Undoes all of it and lets the shard's other writes go on.")
  @APIResponse(
      responseCode = "200",
      description = "It was rolled back.",
      content =
          @Content(
              schema = @Schema(implementation = InteractiveShapes.StatusBody.class),
              examples = @ExampleObject(name = "rolled-back", value = ROLLED_BACK)))
  public Response rollBack(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard") String shard,
      @Parameter(description = "The transaction.", example = ID) @PathParam("transaction")
          String transaction,
      @Context RoutingContext context) {
    TransactionStatus status =
        transactions.rollBack(new ShardId(shard), Caller.of(context).caller(), transaction);
    return Response.ok(InteractiveShapes.bytes(status)).build();
  }

  @GET
  @Path("/shards/{shard}/transactions/{transaction}")
  @Blocking
  @Needs(value = Role.READ, narrow = true)
  @Operation(
      operationId = "getTransaction",
      summary = "State of an interactive transaction",
      description =
          "Where a transaction is, or how it ended. It does not count as a request of it: its idle"
              + " limit goes on. Only the newest ended ones are remembered, and none over a"
              + " restart.")
  @APIResponse(
      responseCode = "200",
      description = "The transaction.",
      content =
          @Content(
              schema = @Schema(implementation = InteractiveShapes.StatusBody.class),
              examples = @ExampleObject(name = "open", value = OPEN)))
  public Response get(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard") String shard,
      @Parameter(description = "The transaction.", example = ID) @PathParam("transaction")
          String transaction,
      @Context RoutingContext context) {
    TransactionStatus status =
        transactions.status(new ShardId(shard), Caller.of(context).caller(), transaction);
    return Response.ok(InteractiveShapes.bytes(status)).header("Cache-Control", "no-store").build();
  }
}
