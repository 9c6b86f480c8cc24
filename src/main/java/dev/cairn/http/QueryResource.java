package dev.cairn.http;

import dev.cairn.Limits;
import dev.cairn.Namespace;
import dev.cairn.Revision;
import dev.cairn.ShardId;
import dev.cairn.query.Filter;
import dev.cairn.query.QueryPage;
import dev.cairn.security.Needs;
import dev.cairn.security.Role;
import dev.cairn.shard.Shards;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Queries and counts over the entries of a namespace. Any thread; may block. */
@Path("/v1")
@Tag(name = "Queries")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class QueryResource {

  private final Shards shards;
  private final Limits limits;

  QueryResource(Shards shards, Limits limits) {
    this.shards = shards;
    this.limits = limits;
  }

  /** A page and the history it was read from. */
  private record Found(QueryPage page, long history) {}

  @POST
  @Path("/shards/{shard}/namespaces/{namespace}/query")
  @Blocking
  @Needs(value = Role.READ, narrow = true)
  @Operation(
      operationId = "queryEntries",
      summary = "Query entries",
      description =
          "A page of the entries that match a filter, in the order asked for. Comparison is strict"
              + " on JSON types; a missing field matches nothing. A page of very large values may"
              + " hold fewer entries than the limit; `nextCursor` tells whether more follow.")
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
      description = "A page of entries.",
      content =
          @Content(
              schema = @Schema(implementation = EntryShapes.EntryItemPage.class),
              examples =
                  @ExampleObject(
                      name = "page",
                      value =
                          """
                          {"items":[{"key":"a","version":7,"created":"2026-01-02T03:04:05.678Z",\
                          "updated":"2026-01-02T03:04:05.678Z","value":{"age":36}}]}\
                          """)))
  public Response query(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard") String shard,
      @Parameter(description = "The namespace.", example = "default") @PathParam("namespace")
          String namespace,
      byte @Nullable [] body,
      @Context RoutingContext context) {
    ShardId id = new ShardId(shard);
    Namespace name = new Namespace(namespace);
    Permissions.requireAll(Caller.of(context), Role.READ, id, name);
    QueryRequest request = QueryRequest.read(body, shard, namespace, limits);
    Found found =
        shards.read(
            id,
            (reader, revision) -> {
              if (request.cursor() != null) {
                request.cursor().requireHistoryOf(revision);
              }
              return new Found(reader.query(name, request.query()), Revision.history(revision));
            });
    String next =
        found.page().next() == null
            ? null
            : new PageCursor(
                    PageCursor.Kind.QUERY,
                    request.fingerprint(),
                    found.history(),
                    found.page().next().packed())
                .encoded();
    return Response.ok(NamePage.bytes(found.page().entries(), next)).build();
  }

  @POST
  @Path("/shards/{shard}/namespaces/{namespace}/count")
  @Blocking
  @Needs(value = Role.READ, narrow = true)
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
  public Response count(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard") String shard,
      @Parameter(description = "The namespace.", example = "default") @PathParam("namespace")
          String namespace,
      byte @Nullable [] body,
      @Context RoutingContext context) {
    ShardId id = new ShardId(shard);
    Namespace name = new Namespace(namespace);
    Permissions.requireAll(Caller.of(context), Role.READ, id, name);
    Filter filter = QueryRequest.readCount(body, limits);
    long count = shards.read(id, (reader, revision) -> reader.count(name, filter));
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
