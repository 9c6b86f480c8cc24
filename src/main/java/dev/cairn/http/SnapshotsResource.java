package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Limits;
import dev.cairn.ShardId;
import dev.cairn.catalogue.Catalogue;
import dev.cairn.operation.Operations;
import dev.cairn.restore.RestoreWork;
import dev.cairn.restore.WantedState;
import dev.cairn.security.Needs;
import dev.cairn.security.Role;
import dev.cairn.snapshot.Snapshots;
import dev.cairn.storage.Snapshot;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
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

/** Snapshots of shards: made, listed, restored, deleted. Any thread; may block. */
@Path("/v1")
@Tag(name = "Snapshots")
@Produces(MediaType.APPLICATION_JSON)
public class SnapshotsResource {

  private static final String PATH = "/shards/{shard}/snapshots";

  private final Snapshots snapshots;
  private final Operations operations;
  private final Catalogue catalogue;
  private final Limits limits;
  private final SnapshotRequests requests;

  SnapshotsResource(
      Snapshots snapshots, Operations operations, Catalogue catalogue, Limits limits) {
    this.snapshots = snapshots;
    this.operations = operations;
    this.catalogue = catalogue;
    this.limits = limits;
    this.requests = new SnapshotRequests(limits);
  }

  @GET
  @Path(PATH)
  @Blocking
  @Needs(Role.READ)
  @Operation(
      operationId = "listSnapshots",
      summary = "List snapshots",
      description = "A page of the shard's snapshots, the newest first.")
  @APIResponse(
      responseCode = "200",
      description = "A page of snapshots.",
      headers =
          @Header(
              name = "Link",
              description = "The next page, as `rel=\"next\"`; missing at the end.",
              schema = @Schema(type = SchemaType.STRING)),
      content =
          @Content(
              schema = @Schema(implementation = SnapshotShapes.SnapshotPage.class),
              examples =
                  @ExampleObject(
                      name = "page",
                      value = "{\"items\":[" + SnapshotShapes.EXAMPLE + "]}")))
  public Response list(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard") String shard,
      @Parameter(
              description = "Most snapshots of the page.",
              schema =
                  @Schema(
                      type = SchemaType.INTEGER,
                      minimum = "1",
                      maximum = "10000",
                      defaultValue = "100"))
          @QueryParam("limit")
          @Nullable String limit,
      @Parameter(description = "`nextCursor` of the page before.") @QueryParam("cursor")
          @Nullable String cursor,
      @Context HttpServerRequest request) {
    ShardId id = new ShardId(shard);
    int most = PageParameters.limit(PageParameters.given(request, "limit", limit), limits);
    long fingerprint = PageCursor.fingerprint(shard);
    PageCursor from =
        PageCursor.decode(
            PageParameters.given(request, "cursor", cursor),
            PageCursor.Kind.SNAPSHOTS,
            fingerprint,
            "cursor");
    List<Snapshot> found =
        snapshots.list(id).stream()
            .filter(one -> from == null || one.id().compareTo(from.positionText()) < 0)
            .limit(most + 1L)
            .toList();
    NamePage<Snapshot> page = NamePage.of(found, most);
    String next = page.next(PageCursor.Kind.SNAPSHOTS, fingerprint, 0, Snapshot::id);
    byte[] body = NamePage.bytes(page.items(), next, SnapshotShapes::members);
    return NamePage.response(body, "/v1/shards/" + id + "/snapshots", next, "limit", limit);
  }

  @POST
  @Path(PATH)
  @Consumes(MediaType.APPLICATION_JSON)
  @Blocking
  @Needs(Role.ADMIN)
  @Operation(
      operationId = "createSnapshot",
      summary = "Make a snapshot",
      description =
          "Copies the shard as it is now, while it is read and written; every write that was"
              + " acknowledged before is in it. It is kept beside the shard until it, or the shard,"
              + " is deleted; the backup does not copy it.")
  @RequestBody(
      description = "What is said of it; nothing need be.",
      required = false,
      content =
          @Content(
              schema = @Schema(implementation = SnapshotShapes.SnapshotRequest.class),
              examples = @ExampleObject(name = "named", value = "{\"name\":\"before the fair\"}")))
  @APIResponse(
      responseCode = "201",
      description = "It is made.",
      headers =
          @Header(
              name = "Location",
              description = "The snapshot.",
              schema = @Schema(type = SchemaType.STRING)),
      content =
          @Content(
              schema = @Schema(implementation = SnapshotShapes.SnapshotItem.class),
              examples = @ExampleObject(name = "made", value = SnapshotShapes.EXAMPLE)))
  public Response create(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard") String shard,
      byte @Nullable [] body) {
    ShardId id = new ShardId(shard);
    SnapshotRequests.Words words = requests.make(body);
    Snapshot made = snapshots.take(id, words.name(), words.comment());
    return Response.status(201)
        .header("Location", "/v1/shards/" + id + "/snapshots/" + made.id())
        .entity(SnapshotShapes.bytes(made))
        .build();
  }

  @GET
  @Path(PATH + "/{snapshot}")
  @Blocking
  @Needs(Role.READ)
  @Operation(
      operationId = "getSnapshot",
      summary = "A snapshot",
      description =
          "What the snapshot is. To read from it, name it as `snapshot` in reads of the shard.")
  @APIResponse(
      responseCode = "200",
      description = "The snapshot.",
      content =
          @Content(
              schema = @Schema(implementation = SnapshotShapes.SnapshotItem.class),
              examples = @ExampleObject(name = "snapshot", value = SnapshotShapes.EXAMPLE)))
  public Response get(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard") String shard,
      @Parameter(description = "The snapshot.", example = SnapshotParameter.EXAMPLE)
          @PathParam("snapshot")
          String snapshot) {
    return Response.ok(SnapshotShapes.bytes(snapshots.get(new ShardId(shard), snapshot))).build();
  }

  @DELETE
  @Path(PATH + "/{snapshot}")
  @Blocking
  @Needs(Role.ADMIN)
  @Operation(
      operationId = "deleteSnapshot",
      summary = "Delete a snapshot",
      description =
          "Deletes it for good; reads from it that are under way go on. Deleting one that does not"
              + " exist is a success.")
  @APIResponse(responseCode = "204", description = "There is no such snapshot any more.")
  public Response delete(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard") String shard,
      @Parameter(description = "The snapshot.", example = SnapshotParameter.EXAMPLE)
          @PathParam("snapshot")
          String snapshot) {
    snapshots.delete(new ShardId(shard), snapshot);
    return Response.noContent().build();
  }

  @POST
  @Path(PATH + "/{snapshot}/restore")
  @Consumes(MediaType.APPLICATION_JSON)
  @Blocking
  @Needs(Role.ADMIN)
  @Operation(
      operationId = "restoreSnapshot",
      summary = "Restore a snapshot",
      description =
          "Gives the shard, or with `to` a new one, the state of the snapshot, in a new history."
              + " The shard serves until the state is copied and checked; only while it is put in"
              + " its place requests are refused as to a busy shard. What was there before becomes"
              + " a snapshot, `undoSnapshot` of the result: to restore that undoes it.")
  @RequestBody(
      description = "Where the state goes; without it the shard itself is replaced.",
      required = false,
      content =
          @Content(
              schema = @Schema(implementation = SnapshotShapes.SnapshotRestoreRequest.class),
              examples = @ExampleObject(name = "new", value = "{\"to\":\"guild-7-fork\"}")))
  @APIResponse(
      responseCode = "200",
      description = "The shard was replaced at once.",
      content =
          @Content(
              schema = @Schema(implementation = OperationShapes.OperationBody.class),
              examples = @ExampleObject(name = "done", value = RestoreResource.DONE)))
  @APIResponse(
      responseCode = "201",
      description = "The new shard was made at once.",
      headers =
          @Header(
              name = "Location",
              description = "The new shard.",
              schema = @Schema(type = SchemaType.STRING)),
      content =
          @Content(
              schema = @Schema(implementation = OperationShapes.OperationBody.class),
              examples = @ExampleObject(name = "done", value = RestoreResource.DONE)))
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
              examples = @ExampleObject(name = "running", value = RestoreResource.RUNNING)))
  public CompletionStage<Response> restore(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard") String shard,
      @Parameter(description = "The snapshot.", example = SnapshotParameter.EXAMPLE)
          @PathParam("snapshot")
          String snapshot,
      @Context RoutingContext context,
      byte @Nullable [] body) {
    ShardId id = new ShardId(shard);
    ShardId to = requests.restore(body);
    snapshots.get(id, snapshot);
    WantedState wanted = WantedState.ofSnapshot(snapshot);
    if (to == null) {
      snapshots.requireRoom(id);
      return OperationAnswers.of(
          operations.begin(RestoreWork.RESTORE, id, wanted.with(Map.of())), 200);
    }
    if (!Caller.of(context).may(Role.ADMIN, to)) {
      throw Caller.forbidden();
    }
    if (catalogue.find(to) != null) {
      throw new CairnException(ErrorCode.SHARD_EXISTS, "There is a shard " + to + " already.");
    }
    Map<String, String> parameters = wanted.with(Map.of(RestoreWork.TO, to.value()));
    return OperationAnswers.of(operations.begin(RestoreWork.FORK, id, parameters), 201);
  }
}
