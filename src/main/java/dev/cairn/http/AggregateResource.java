package dev.cairn.http;

import dev.cairn.ErrorCode;
import dev.cairn.Limits;
import dev.cairn.Namespace;
import dev.cairn.ShardId;
import dev.cairn.security.Needs;
import dev.cairn.security.Role;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Figures of the entries of a namespace, in groups. Event loops only. */
@Path("/v1")
@Tag(name = "Queries")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class AggregateResource {

  private final LongReads reads;
  private final ShardCalls calls;
  private final Limits limits;
  private final QuerySettings bounds;

  AggregateResource(LongReads reads, ShardCalls calls, Limits limits, QuerySettings bounds) {
    this.reads = reads;
    this.calls = calls;
    this.limits = limits;
    this.bounds = bounds;
  }

  @POST
  @Path("/shards/{shard}/namespaces/{namespace}/aggregate")
  @NonBlocking
  @OnRepeat(RepeatRule.IGNORED)
  @Needs(value = Role.READ, narrow = true)
  @Operation(
      operationId = "aggregateEntries",
      summary = "Aggregate entries",
      description =
          "Figures of the entries that match a filter, all together or for each value of a field:"
              + " how many there are, the least, the greatest, the sum and the average of what they"
              + " have in fields. Sums are exact and rounded once, so neither the order of the"
              + " entries nor an index changes them.")
  @RequestBody(
      description = "What is asked.",
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = AggregateShapes.AggregationBody.class),
              examples =
                  @ExampleObject(
                      name = "aggregation",
                      value =
                          """
                          {"groupBy":"addr.city","aggregates":{"n":{"function":"count"},\
                          "total":{"function":"sum","field":"amount"}},\
                          "sort":[{"aggregate":"total","order":"desc"}],"limit":10}\
                          """)))
  @APIResponse(
      responseCode = "200",
      description = "The groups.",
      content =
          @Content(
              schema = @Schema(implementation = AggregateShapes.GroupList.class),
              examples =
                  @ExampleObject(
                      name = "groups",
                      value =
                          """
                          {"items":[{"type":"string","group":"Bonn",\
                          "aggregates":{"n":3,"total":12.5}},\
                          {"type":"missing","aggregates":{"n":1,"total":0}}],"groups":2}\
                          """)))
  public CompletionStage<Response> aggregate(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard") String shard,
      @Parameter(description = "The namespace.", example = "default") @PathParam("namespace")
          String namespace,
      @Parameter(description = SnapshotParameter.DESCRIPTION, example = SnapshotParameter.EXAMPLE)
          @QueryParam(SnapshotParameter.NAME)
          @Nullable String snapshot,
      @Context RoutingContext context) {
    ShardId id = new ShardId(shard);
    Namespace name = new Namespace(namespace);
    Permissions.requireAll(Caller.of(context), Role.READ, id, name);
    String from = SnapshotParameter.given(context.request(), snapshot);
    return calls
        .body(
            context.request(),
            limits.bodyBytes(),
            ErrorCode.BODY_TOO_LARGE,
            body -> AggregateRequest.read(body, limits, bounds))
        .thenCompose(
            request ->
                reads.read(
                    context,
                    id,
                    from,
                    (reader, _) -> reader.aggregate(name, request.asked()),
                    groups -> Response.ok(AggregateAnswer.bytes(request, groups)).build()));
  }
}
