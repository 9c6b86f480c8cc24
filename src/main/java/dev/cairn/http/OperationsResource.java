package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Limits;
import dev.cairn.ShardId;
import dev.cairn.operation.Operation;
import dev.cairn.operation.OperationState;
import dev.cairn.operation.Operations;
import dev.cairn.security.Access;
import dev.cairn.security.Needs;
import dev.cairn.security.Role;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Work that takes its time: asked about, and cancelled. Any thread; may block. */
@Path("/v1")
@Tag(name = "Operations")
@Produces(MediaType.APPLICATION_JSON)
public class OperationsResource {

  private final Operations operations;
  private final Limits limits;

  OperationsResource(Operations operations, Limits limits) {
    this.operations = operations;
    this.limits = limits;
  }

  @GET
  @Path("/operations")
  @Blocking
  @Needs(value = Role.ADMIN, over = Needs.Reach.ANY)
  @org.eclipse.microprofile.openapi.annotations.Operation(
      operationId = "listOperations",
      summary = "List operations",
      description = "A page of operations, the newest first. Old finished ones are forgotten.")
  @APIResponse(
      responseCode = "200",
      description = "A page of operations.",
      headers =
          @Header(
              name = "Link",
              description = "The next page, as `rel=\"next\"`; missing at the end.",
              schema = @Schema(type = SchemaType.STRING)),
      content =
          @Content(
              schema = @Schema(implementation = OperationShapes.OperationPage.class),
              examples =
                  @ExampleObject(
                      name = "page",
                      value = "{\"items\":[" + RestoreResource.RUNNING + "]}")))
  public Response list(
      @Parameter(description = "Only those of that shard.", example = "guild-7")
          @QueryParam("shard")
          @Nullable String shard,
      @Parameter(
              description = "Only those in that state.",
              schema =
                  @Schema(
                      type = SchemaType.STRING,
                      enumeration = {"running", "succeeded", "failed", "cancelled"}))
          @QueryParam("state")
          @Nullable String state,
      @Parameter(
              description = "Most operations of the page.",
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
      @Context HttpServerRequest request,
      @Context RoutingContext context) {
    Access caller = Caller.of(context);
    String shardWord = PageParameters.given(request, "shard", shard);
    String stateWord = PageParameters.given(request, "state", state);
    ShardId id = shardWord == null ? null : new ShardId(shardWord);
    OperationState wanted = state(stateWord);
    int most = PageParameters.limit(PageParameters.given(request, "limit", limit), limits);
    long fingerprint = PageCursor.fingerprint(shardWord + "/" + stateWord);
    PageCursor from =
        PageCursor.decode(
            PageParameters.given(request, "cursor", cursor),
            PageCursor.Kind.OPERATIONS,
            fingerprint,
            "cursor");
    List<Operation> found =
        operations.list(
            operation ->
                caller.may(Role.ADMIN, operation.shard())
                    && (id == null || operation.shard().equals(id))
                    && (wanted == null || operation.state() == wanted),
            from == null ? null : from.positionText(),
            most + 1);
    NamePage<Operation> page = NamePage.of(found, most);
    String next = page.next(PageCursor.Kind.OPERATIONS, fingerprint, 0, Operation::id);
    byte[] body = NamePage.bytes(page.items(), next, OperationShapes::members);
    return NamePage.response(
        body, "/v1/operations", next, "shard", shard, "state", state, "limit", limit);
  }

  private static @Nullable OperationState state(@Nullable String word) {
    if (word == null) {
      return null;
    }
    return Arrays.stream(OperationState.values())
        .filter(known -> known.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                QueryParameter.invalid(
                    "state", "is none of running, succeeded, failed, cancelled"));
  }

  @GET
  @Path("/operations/{id}")
  @Blocking
  @Needs(value = Role.ADMIN, over = Needs.Reach.ANY)
  @org.eclipse.microprofile.openapi.annotations.Operation(
      operationId = "getOperation",
      summary = "State of an operation",
      description = "Where an operation is, what came of it, or why it failed.")
  @APIResponse(
      responseCode = "200",
      description = "The operation.",
      content =
          @Content(
              schema = @Schema(implementation = OperationShapes.OperationBody.class),
              examples = @ExampleObject(name = "done", value = RestoreResource.DONE)))
  public Response get(
      @Parameter(description = "The operation.", example = "1767323045678-0a1b2c3d")
          @PathParam("id")
          String id,
      @Context RoutingContext context) {
    return answer(id, visible(Caller.of(context), id));
  }

  @DELETE
  @Path("/operations/{id}")
  @Blocking
  @Needs(value = Role.ADMIN, over = Needs.Reach.ANY)
  @org.eclipse.microprofile.openapi.annotations.Operation(
      operationId = "cancelOperation",
      summary = "Cancel an operation",
      description =
          "Has the operation end as soon as that does no harm; ask it for its state. One that has"
              + " finished, or is past the point up to which nothing was changed, stays as it is.")
  @APIResponse(
      responseCode = "200",
      description = "The operation as it is now.",
      content =
          @Content(
              schema = @Schema(implementation = OperationShapes.OperationBody.class),
              examples = @ExampleObject(name = "running", value = RestoreResource.RUNNING)))
  public Response cancel(
      @Parameter(description = "The operation.", example = "1767323045678-0a1b2c3d")
          @PathParam("id")
          String id,
      @Context RoutingContext context) {
    return answer(id, visible(Caller.of(context), id) == null ? null : operations.cancel(id));
  }

  /** The operation, if it is there and its shard is the caller's to administer. */
  private @Nullable Operation visible(Access caller, String id) {
    Operation operation = operations.find(id);
    return operation != null && caller.may(Role.ADMIN, operation.shard()) ? operation : null;
  }

  private static Response answer(String id, @Nullable Operation operation) {
    if (operation == null) {
      throw new CairnException(
          ErrorCode.OPERATION_NOT_FOUND, "No operation " + id + " is remembered.");
    }
    return Response.ok(OperationShapes.bytes(operation)).build();
  }
}
