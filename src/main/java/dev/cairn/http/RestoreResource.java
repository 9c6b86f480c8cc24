package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Limits;
import dev.cairn.ShardId;
import dev.cairn.catalogue.Catalogue;
import dev.cairn.operation.Operations;
import dev.cairn.restore.RestoreWork;
import dev.cairn.security.Needs;
import dev.cairn.security.Role;
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
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletionStage;
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

/** Former states of shards, back in place or as shards of their own. Any thread; may block. */
@Path("/v1")
@Tag(name = "Backup")
@Produces(MediaType.APPLICATION_JSON)
public class RestoreResource {

  static final String RUNNING =
      """
      {"id":"1767323045678-0a1b2c3d","kind":"restore","shard":"guild-7","state":"running",\
      "progress":0.1,"detail":"Restores the state.","started":"2026-01-02T03:04:05.678Z"}\
      """;

  static final String DONE =
      """
      {"id":"1767323045678-0a1b2c3d","kind":"restore","shard":"guild-7","state":"succeeded",\
      "progress":1,"detail":"Done.","started":"2026-01-02T03:04:05.678Z",\
      "finished":"2026-01-02T03:04:05.778Z","result":{"shard":"guild-7","revision":1000000000,\
      "restoredRevision":12,"at":"2026-01-02T03:00:00.123Z","epoch":7,\
      "undoAt":"2026-01-02T03:04:05.770Z"}}\
      """;

  private final Operations operations;
  private final Catalogue catalogue;
  private final RestoreRequests requests;

  RestoreResource(Operations operations, Catalogue catalogue, Limits limits, Clock clock) {
    this.operations = operations;
    this.catalogue = catalogue;
    this.requests = new RestoreRequests(limits, clock);
  }

  @POST
  @Path("/shards/{shard}/restore")
  @Consumes(MediaType.APPLICATION_JSON)
  @Blocking
  @Needs(Role.ADMIN)
  @org.eclipse.microprofile.openapi.annotations.Operation(
      operationId = "restoreShard",
      summary = "Restore a shard in place",
      description =
          "Brings a former state of the shard back, in a new history. The shard serves until the"
              + " state is restored and checked; only while it is put in its place requests are"
              + " refused as to a busy shard. What was there before is in the replica: `undoAt` of"
              + " the result brings it back. A deleted shard can be restored as long as its backup"
              + " is kept.")
  @RequestBody(
      description = "Which state; for a deleted shard none means the newest.",
      required = false,
      content =
          @Content(
              schema = @Schema(implementation = OperationShapes.RestoreRequest.class),
              examples = @ExampleObject(name = "at", value = "{\"at\":\"2026-01-02T03:00:00Z\"}")))
  @APIResponse(
      responseCode = "200",
      description = "It was done at once.",
      content =
          @Content(
              schema = @Schema(implementation = OperationShapes.OperationBody.class),
              examples = @ExampleObject(name = "done", value = DONE)))
  @APIResponse(
      responseCode = "202",
      description = "It goes on; ask the operation for its state.",
      headers =
          @Header(
              name = "Location",
              description = "The operation.",
              schema = @Schema(type = SchemaType.STRING)),
      content =
          @Content(
              schema = @Schema(implementation = OperationShapes.OperationBody.class),
              examples = @ExampleObject(name = "running", value = RUNNING)))
  public CompletionStage<Response> restore(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard") String shard,
      byte @Nullable [] body) {
    ShardId id = new ShardId(shard);
    Map<String, String> parameters = requests.restore(body, catalogue.find(id) != null);
    return OperationAnswers.of(operations.begin(RestoreWork.RESTORE, id, parameters), 200);
  }

  @POST
  @Path("/shards/{shard}/fork")
  @Consumes(MediaType.APPLICATION_JSON)
  @Blocking
  @Needs(Role.ADMIN)
  @org.eclipse.microprofile.openapi.annotations.Operation(
      operationId = "forkShard",
      summary = "Make a shard of a state of another",
      description =
          "Makes a new shard that begins with everything that the other one has now, or had at a"
              + " former point. The other one is not touched.")
  @RequestBody(
      description = "The new shard, and which state it begins with.",
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = OperationShapes.ForkRequest.class),
              examples = @ExampleObject(name = "now", value = "{\"to\":\"guild-7-fork\"}")))
  @APIResponse(
      responseCode = "201",
      description = "It was done at once.",
      headers =
          @Header(
              name = "Location",
              description = "The new shard.",
              schema = @Schema(type = SchemaType.STRING)),
      content =
          @Content(
              schema = @Schema(implementation = OperationShapes.OperationBody.class),
              examples = @ExampleObject(name = "done", value = DONE)))
  @APIResponse(
      responseCode = "202",
      description = "It goes on; ask the operation for its state.",
      headers =
          @Header(
              name = "Location",
              description = "The operation.",
              schema = @Schema(type = SchemaType.STRING)),
      content =
          @Content(
              schema = @Schema(implementation = OperationShapes.OperationBody.class),
              examples = @ExampleObject(name = "running", value = RUNNING)))
  public CompletionStage<Response> fork(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard") String shard,
      @Context RoutingContext context,
      byte @Nullable [] body) {
    Map<String, String> parameters = requests.fork(body);
    String to = parameters.get(RestoreWork.TO);
    if (to != null && !Caller.of(context).may(Role.ADMIN, new ShardId(to))) {
      throw Caller.forbidden();
    }
    if (to != null && catalogue.find(new ShardId(to)) != null) {
      throw new CairnException(ErrorCode.SHARD_EXISTS, "There is a shard " + to + " already.");
    }
    return OperationAnswers.of(
        operations.begin(RestoreWork.FORK, new ShardId(shard), parameters), 201);
  }
}
