package dev.cairn.http;

import dev.cairn.ErrorCode;
import dev.cairn.Limits;
import dev.cairn.Namespace;
import dev.cairn.Revision;
import dev.cairn.ShardId;
import dev.cairn.query.Position;
import dev.cairn.search.SearchPage;
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

/** Full-text search over the entries of a namespace. Event loops only. */
@Path("/v1")
@Tag(name = "Queries")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class SearchResource {

  private final LongReads reads;
  private final ShardCalls calls;
  private final Limits limits;

  SearchResource(LongReads reads, ShardCalls calls, Limits limits) {
    this.reads = reads;
    this.calls = calls;
    this.limits = limits;
  }

  /** A page and the history it was read from. */
  private record Answer(SearchPage page, long history) {}

  @POST
  @Path("/shards/{shard}/namespaces/{namespace}/search")
  @NonBlocking
  @OnRepeat(RepeatRule.IGNORED)
  @Needs(value = Role.READ, narrow = true)
  @Operation(
      operationId = "searchEntries",
      summary = "Search texts",
      description =
          "A page of the entries whose texts hold what is looked for, the most telling first, by a"
              + " full-text index that was declared before. The scores change with every write, so"
              + " that an entry may be on two pages or on none if something is written between them;"
              + " while nothing is, cursors are exact.")
  @RequestBody(
      description = "What is looked for.",
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = SearchShapes.SearchBody.class),
              examples =
                  @ExampleObject(
                      name = "search",
                      value = "{\"text\":\"creme -caramel\",\"limit\":10,\"snippets\":{}}")))
  @APIResponse(
      responseCode = "200",
      description = "A page of what was found.",
      content =
          @Content(
              schema = @Schema(implementation = SearchShapes.SearchPageBody.class),
              examples =
                  @ExampleObject(
                      name = "page",
                      value =
                          """
                          {"items":[{"key":"a","version":7,"created":"2026-01-02T03:04:05.678Z",\
                          "updated":"2026-01-02T03:04:05.678Z","value":{"title":"Crème brûlée"},\
                          "score":0.36,"snippets":{"title":"[Crème] brûlée"}}]}\
                          """)))
  public CompletionStage<Response> search(
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
    String scope = SnapshotParameter.scope(shard, from);
    return calls
        .body(
            context.request(),
            limits.bodyBytes(),
            ErrorCode.BODY_TOO_LARGE,
            body -> SearchRequest.read(body, scope, namespace, limits))
        .thenCompose(request -> page(context, id, from, name, request));
  }

  private CompletionStage<Response> page(
      RoutingContext context,
      ShardId id,
      @Nullable String snapshot,
      Namespace name,
      SearchRequest request) {
    return reads.read(
        context,
        id,
        snapshot,
        (reader, revision) -> {
          if (request.cursor() != null) {
            request.cursor().requireHistoryOf(revision);
          }
          return new Answer(reader.search(name, request.search()), Revision.history(revision));
        },
        answer -> {
          Position last = answer.page().next();
          String cursor =
              PageCursor.next(
                  PageCursor.Kind.SEARCH,
                  request.fingerprint(),
                  answer.history(),
                  last == null ? null : last.packed());
          return Response.ok(NamePage.bytes(answer.page().found(), cursor, SearchShapes::members))
              .build();
        });
  }
}
