package dev.cairn.http;

import dev.cairn.ErrorCode;
import dev.cairn.Limits;
import dev.cairn.security.Needs;
import dev.cairn.security.Role;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Queries, counts and aggregations over several shards. Event loops only. */
@Path("/v1")
@Tag(name = "Queries")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class CrossShardResource {

  private final CrossShardReads reads;
  private final ShardCalls calls;
  private final Limits limits;
  private final QuerySettings settings;

  CrossShardResource(
      CrossShardReads reads, ShardCalls calls, Limits limits, QuerySettings settings) {
    this.reads = reads;
    this.calls = calls;
    this.limits = limits;
    this.settings = settings;
  }

  @POST
  @Path("/query")
  @NonBlocking
  @OnRepeat(RepeatRule.IGNORED)
  @Needs(value = Role.READ, over = Needs.Reach.ANY)
  @Operation(
      operationId = "queryShards",
      summary = "Query several shards",
      description =
          "A page of the entries of several shards that match a filter, merged: in the order asked"
              + " for, then by shard and key. A shard that can't be read is named in `failures` and"
              + " the others are answered for. Each shard is read in a state of its own: there is"
              + " no common one. Of the shards that a prefix names those take part whose namespace"
              + " the caller may read.")
  @RequestBody(
      description = "What is asked.",
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = CrossShardShapes.QueryBody.class),
              examples =
                  @ExampleObject(
                      name = "query",
                      value =
                          """
                          {"prefix":"guild-","filter":{"field":"age","operator":"gte","value":18},\
                          "sort":[{"field":"age","order":"desc"}],"limit":10}\
                          """)))
  @APIResponse(
      responseCode = "200",
      description = "A page of entries.",
      content =
          @Content(
              schema = @Schema(implementation = CrossShardShapes.EntryPage.class),
              examples =
                  @ExampleObject(
                      name = "page",
                      value =
                          """
                          {"items":[{"shard":"guild-7","key":"a","version":7,\
                          "created":"2026-01-02T03:04:05.678Z",\
                          "updated":"2026-01-02T03:04:05.678Z","value":{"age":36}}],\
                          "failures":[]}\
                          """)))
  public CompletionStage<Response> query(@Context RoutingContext context) {
    return body(context, body -> CrossShardQuery.read(body, limits, settings))
        .thenCompose(query -> reads.read(context, query.target(), query, query::answer))
        .thenApply(CrossShardResource::ok);
  }

  @POST
  @Path("/count")
  @NonBlocking
  @OnRepeat(RepeatRule.IGNORED)
  @Needs(value = Role.READ, over = Needs.Reach.ANY)
  @Operation(
      operationId = "countShards",
      summary = "Count over several shards",
      description =
          "How many entries of several shards match a filter; all of them without one. A shard that"
              + " can't be read is named in `failures` and not counted.")
  @RequestBody(
      description = "What is counted.",
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = CrossShardShapes.CountBody.class),
              examples =
                  @ExampleObject(
                      name = "count",
                      value = "{\"shards\":[\"guild-7\",\"guild-8\"],\"namespace\":\"default\"}")))
  @APIResponse(
      responseCode = "200",
      description = "The number.",
      content =
          @Content(
              schema = @Schema(implementation = CrossShardShapes.CountResult.class),
              examples =
                  @ExampleObject(
                      name = "count",
                      value =
                          """
                          {"count":5,"shards":1,"failures":[{"shard":"guild-8","status":404,\
                          "code":"shard-not-found","detail":"There is no shard 'guild-8'."}]}\
                          """)))
  public CompletionStage<Response> count(@Context RoutingContext context) {
    return body(context, body -> CrossShardCount.read(body, limits, settings))
        .thenCompose(count -> reads.read(context, count.target(), count, count::answer))
        .thenApply(CrossShardResource::ok);
  }

  @POST
  @Path("/aggregate")
  @NonBlocking
  @OnRepeat(RepeatRule.IGNORED)
  @Needs(value = Role.READ, over = Needs.Reach.ANY)
  @Operation(
      operationId = "aggregateShards",
      summary = "Aggregate over several shards",
      description =
          "Figures of the entries of several shards that match a filter, as if they were one. A"
              + " shard that can't be read is named in `failures` and has no part in them.")
  @RequestBody(
      description = "What is asked.",
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = CrossShardShapes.AggregationBody.class),
              examples =
                  @ExampleObject(
                      name = "aggregation",
                      value =
                          """
                          {"prefix":"guild-","groupBy":"plan",\
                          "aggregates":{"n":{"function":"count"}}}\
                          """)))
  @APIResponse(
      responseCode = "200",
      description = "The groups.",
      content =
          @Content(
              schema = @Schema(implementation = CrossShardShapes.GroupList.class),
              examples =
                  @ExampleObject(
                      name = "groups",
                      value =
                          """
                          {"items":[{"type":"string","group":"free","aggregates":{"n":3}}],\
                          "groups":1,"shards":2,"failures":[]}\
                          """)))
  public CompletionStage<Response> aggregate(@Context RoutingContext context) {
    return body(context, body -> CrossShardAggregate.read(body, limits, settings))
        .thenCompose(asked -> reads.read(context, asked.target(), asked, asked::answer))
        .thenApply(CrossShardResource::ok);
  }

  private static Response ok(byte[] body) {
    return Response.ok(body).build();
  }

  /** The body is read before the request waits for its turn: a slow client must not hold one. */
  private <T> CompletionStage<T> body(RoutingContext context, Function<byte[], T> parser) {
    return calls.body(context.request(), limits.bodyBytes(), ErrorCode.BODY_TOO_LARGE, parser);
  }
}
