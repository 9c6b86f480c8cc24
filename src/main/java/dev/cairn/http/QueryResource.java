package dev.cairn.http;

import dev.cairn.ErrorCode;
import dev.cairn.Limits;
import dev.cairn.Namespace;
import dev.cairn.Revision;
import dev.cairn.ShardId;
import dev.cairn.query.Position;
import dev.cairn.query.QueryPage;
import dev.cairn.query.QueryPlan;
import dev.cairn.security.Needs;
import dev.cairn.security.Role;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.http.HttpServerRequest;
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
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Queries and counts over the entries of a namespace. Event loops only. */
@Path("/v1")
@Tag(name = "Queries")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class QueryResource {

  private final LongReads reads;
  private final ShardCalls calls;
  private final Limits limits;

  QueryResource(LongReads reads, ShardCalls calls, Limits limits) {
    this.reads = reads;
    this.calls = calls;
    this.limits = limits;
  }

  /** What is read. */
  private record Source(ShardId shard, @Nullable String snapshot, Namespace namespace) {}

  /** A page and the history it was read from. */
  private record Found(QueryPage page, long history) {}

  @POST
  @Path("/shards/{shard}/namespaces/{namespace}/query")
  @NonBlocking
  @Needs(value = Role.READ, narrow = true)
  @OnRepeat(RepeatRule.IGNORED)
  @Operation(
      operationId = "queryEntries",
      summary = "Query entries",
      description =
          "A page of the entries that match a filter, in the order asked for. Comparison is strict"
              + " on JSON types; a missing field matches nothing. A page of very large values may"
              + " hold fewer entries than the limit; `nextCursor` tells whether more follow."
              + " Declared indexes change how quickly it is answered, which `explain` tells of.")
  @RequestBody(
      description = "What is asked; no body asks for every entry, by key.",
      required = false,
      content =
          @Content(
              schema = @Schema(implementation = QueryShapes.QueryBody.class),
              examples =
                  @ExampleObject(
                      name = "query",
                      value =
                          """
                          {"filter":{"field":"age","operator":"gte","value":18},\
                          "sort":[{"field":"age","order":"desc"}],"limit":10}\
                          """)))
  @APIResponse(
      responseCode = "200",
      description = "A page of entries, or how it would be found.",
      content =
          @Content(
              schema =
                  @Schema(anyOf = {EntryShapes.EntryItemPage.class, QueryShapes.Explained.class}),
              examples =
                  @ExampleObject(
                      name = "page",
                      value =
                          """
                          {"items":[{"key":"a","version":7,"created":"2026-01-02T03:04:05.678Z",\
                          "updated":"2026-01-02T03:04:05.678Z","value":{"age":36}}]}\
                          """)))
  public CompletionStage<Response> query(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard") String shard,
      @Parameter(description = "The namespace.", example = "default") @PathParam("namespace")
          String namespace,
      @Parameter(
              description = "Whether the answer is how the query would be answered now.",
              schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
          @QueryParam("explain")
          @Nullable String explain,
      @Parameter(description = SnapshotParameter.DESCRIPTION, example = SnapshotParameter.EXAMPLE)
          @QueryParam(SnapshotParameter.NAME)
          @Nullable String snapshot,
      @Context HttpServerRequest http,
      @Context RoutingContext context) {
    ShardId id = new ShardId(shard);
    Namespace name = new Namespace(namespace);
    Permissions.requireAll(Caller.of(context), Role.READ, id, name);
    String from = SnapshotParameter.given(http, snapshot);
    String scope = SnapshotParameter.scope(shard, from);
    Source source = new Source(id, from, name);
    boolean plan = PageParameters.flag("explain", PageParameters.given(http, "explain", explain));
    return body(context, body -> QueryRequest.read(body, scope, namespace, limits))
        .thenCompose(
            request -> plan ? explained(context, source, request) : page(context, source, request));
  }

  private CompletionStage<Response> explained(
      RoutingContext context, Source source, QueryRequest request) {
    return reads.read(
        context,
        source.shard(),
        source.snapshot(),
        (reader, _) -> reader.explain(source.namespace(), request.query()),
        QueryResource::answer);
  }

  private static Response answer(QueryPlan plan) {
    return Response.ok(
            WireJson.bytes(
                json -> {
                  json.writeStartObject();
                  json.writeObjectFieldStart("plan");
                  String index = plan.index();
                  json.writeStringField(
                      "access", index == null ? "scan" : plan.isRange() ? "range" : "order");
                  if (index != null) {
                    json.writeStringField("index", index);
                  }
                  json.writeBooleanField("sorts", plan.sorts());
                  json.writeEndObject();
                  json.writeEndObject();
                }))
        .build();
  }

  private CompletionStage<Response> page(
      RoutingContext context, Source source, QueryRequest request) {
    return reads.read(
        context,
        source.shard(),
        source.snapshot(),
        (reader, revision) -> {
          if (request.cursor() != null) {
            request.cursor().requireHistoryOf(revision);
          }
          return new Found(
              reader.query(source.namespace(), request.query()), Revision.history(revision));
        },
        found -> answer(request, found));
  }

  private static Response answer(QueryRequest request, Found found) {
    Position last = found.page().next();
    String next =
        PageCursor.next(
            PageCursor.Kind.QUERY,
            request.fingerprint(),
            found.history(),
            last == null ? null : last.packed());
    return Response.ok(NamePage.bytes(found.page().entries(), next)).build();
  }

  /** The body is read before the request waits for its turn: a slow client must not hold one. */
  private <T> CompletionStage<T> body(RoutingContext context, Function<byte[], T> parser) {
    return calls.body(context.request(), limits.bodyBytes(), ErrorCode.BODY_TOO_LARGE, parser);
  }

  @POST
  @Path("/shards/{shard}/namespaces/{namespace}/count")
  @NonBlocking
  @Needs(value = Role.READ, narrow = true)
  @OnRepeat(RepeatRule.IGNORED)
  @Operation(
      operationId = "countEntries",
      summary = "Count entries",
      description = "How many entries match a filter; all of them without one.")
  @RequestBody(
      description = "What is counted; no body counts every entry.",
      required = false,
      content =
          @Content(
              schema = @Schema(implementation = QueryShapes.CountBody.class),
              examples =
                  @ExampleObject(
                      name = "count",
                      value =
                          "{\"filter\":{\"field\":\"age\",\"operator\":\"gte\",\"value\":18}}")))
  @APIResponse(
      responseCode = "200",
      description = "The number.",
      content =
          @Content(
              schema = @Schema(implementation = QueryShapes.CountResult.class),
              examples = @ExampleObject(name = "count", value = "{\"count\":5}")))
  public CompletionStage<Response> count(
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
    return body(context, body -> Optional.ofNullable(QueryRequest.readCount(body, limits)))
        .thenCompose(
            filter ->
                reads.read(
                    context,
                    id,
                    SnapshotParameter.given(context.request(), snapshot),
                    (reader, revision) -> reader.count(name, filter.orElse(null)),
                    QueryResource::answer));
  }

  private static Response answer(long count) {
    return Response.ok(
            WireJson.bytes(
                json -> {
                  json.writeStartObject();
                  json.writeNumberField("count", count);
                  json.writeEndObject();
                }))
        .build();
  }
}
