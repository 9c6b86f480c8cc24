package dev.cairn.http;

import dev.cairn.Limits;
import dev.cairn.Namespace;
import dev.cairn.ShardId;
import dev.cairn.security.Access;
import dev.cairn.security.Needs;
import dev.cairn.security.Role;
import dev.cairn.shard.Shards;
import dev.cairn.storage.ChangePage;
import dev.cairn.storage.ChangePosition;
import dev.cairn.storage.ChangeRequest;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The feed of a shard, as pages and as a stream of events. Event loops only. */
@Path("/v1")
@Tag(name = "Changes")
public class ChangesResource {

  private final Shards shards;
  private final LongReads reads;
  private final Places places;
  private final Departure departure;
  private final Limits limits;

  ChangesResource(
      Shards shards, LongReads reads, Places places, Departure departure, Limits limits) {
    this.shards = shards;
    this.reads = reads;
    this.places = places;
    this.departure = departure;
    this.limits = limits;
  }

  @GET
  @Path("/shards/{shard}/changes")
  @NonBlocking
  @Produces({MediaType.APPLICATION_JSON, EventStream.MEDIA_TYPE})
  @Needs(value = Role.READ, narrow = true)
  @Operation(
      operationId = "getChanges",
      summary = "Follow the changes of a shard",
      description =
          "Every committed change of the shard behind a place, in order, none twice and none"
              + " missing: a page, or with `Accept: text/event-stream` a stream of events that goes"
              + " on with what is committed. The id of an event is the place behind it, so"
              + " `Last-Event-ID` goes on where a stream broke off. A limited number of changes is"
              + " kept: a place before them is answered 410 `cursor-expired`.")
  @Parameter(
      name = "since",
      in = ParameterIn.QUERY,
      description =
          "The place behind which it begins: a revision, `nextCursor` of the page before, the id"
              + " of an event, or `now`; without it, the oldest change that is kept.",
      example = "12")
  @Parameter(
      name = "limit",
      in = ParameterIn.QUERY,
      description = "Most changes of the page; a stream has no end.",
      schema =
          @Schema(
              type = SchemaType.INTEGER,
              minimum = "1",
              maximum = "10000",
              defaultValue = "100"))
  @Parameter(
      name = "wait",
      in = ParameterIn.QUERY,
      description =
          "How long a page waits for its first change, as an ISO 8601 duration of at most a"
              + " minute; without it, an empty page is answered at once.",
      example = "PT20S")
  @Parameter(
      name = "namespace",
      in = ParameterIn.QUERY,
      description = "Only changes in this namespace; who may read no other one must name it.",
      example = "default")
  @Parameter(
      name = "include",
      in = ParameterIn.QUERY,
      description =
          "What puts carry: `values`, `metadata`, with a comma between; neither if left out.",
      example = "values")
  @Parameter(
      name = "ticket",
      in = ParameterIn.QUERY,
      description =
          "For a stream whose client can send no header: a ticket of `POST /v1/tickets` in place of"
              + " a key.")
  @Parameter(
      name = "Last-Event-ID",
      in = ParameterIn.HEADER,
      description = "For a stream that begins again: the id of the last event seen, over `since`.",
      schema = @Schema(type = SchemaType.STRING))
  @APIResponse(
      responseCode = "200",
      description = "A page, or the stream.",
      headers =
          @Header(
              name = "Link",
              description = "The next page, as `rel=\"next\"`; missing if nothing more is there.",
              schema = @Schema(type = SchemaType.STRING)),
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = ChangeShapes.ChangeItemPage.class),
            examples =
                @ExampleObject(
                    name = "page",
                    value =
                        """
                        {"items":[{"revision":7,"op":"put","namespace":"default","key":"a",\
                        "at":"2026-01-02T03:04:05.678Z"}],"revision":7}\
                        """)),
        @Content(
            mediaType = EventStream.MEDIA_TYPE,
            schema = @Schema(type = SchemaType.STRING),
            examples =
                @ExampleObject(
                    name = "stream",
                    value =
                        """
                        id: 7
                        data: {"revision":7,"op":"put","namespace":"default","key":"a",\
                        "at":"2026-01-02T03:04:05.678Z"}
                        """))
      })
  public CompletionStage<Response> changes(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard") String shard,
      @QueryParam("since") @Nullable String since,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("wait") @Nullable String wait,
      @QueryParam("namespace") @Nullable String namespace,
      @QueryParam("include") @Nullable String include,
      // The gate has looked at it.
      @QueryParam(Route.TICKET) @Nullable String ticket,
      @Context HttpServerRequest request,
      @Context RoutingContext context) {
    ShardId id = new ShardId(shard);
    ChangeQuery query =
        ChangeQuery.of(
            request,
            limits,
            PageParameters.given(request, "since", since),
            PageParameters.given(request, "limit", limit),
            PageParameters.given(request, "wait", wait),
            PageParameters.given(request, "namespace", namespace),
            PageParameters.given(request, "include", include));
    require(Caller.of(context), id, query.namespace());
    return asked(context, id, query)
        .thenCompose(
            first -> query.stream() ? stream(context, id, first) : page(context, id, query, first));
  }

  /** Who may read less than the shard must ask for a namespace all of which may be read. */
  private static void require(Access caller, ShardId shard, @Nullable Namespace namespace) {
    if (!Permissions.mayFollow(caller, shard, namespace)) {
      throw Caller.forbidden();
    }
  }

  private CompletionStage<ChangeRequest> asked(
      RoutingContext context, ShardId shard, ChangeQuery query) {
    if (!query.fromNow()) {
      return CompletableFuture.completedFuture(query.request(query.since()));
    }
    return reads.read(
        context,
        shard,
        (reader, revision) -> revision,
        revision -> query.request(ChangePosition.behind(revision)));
  }

  private CompletionStage<Response> stream(
      RoutingContext context, ShardId shard, ChangeRequest first) {
    places.forStream(context, shard);
    return ChangeStream.begin(context, departure, sink -> tail(context, shard, first, sink));
  }

  private CompletionStage<Response> page(
      RoutingContext context, ShardId shard, ChangeQuery query, ChangeRequest first) {
    return ChangePoll.begin(
            context, query.waitMillis(), departure, sink -> tail(context, shard, first, sink))
        .thenApply(page -> answer(page, shard, query));
  }

  private ChangeTail tail(
      RoutingContext context, ShardId shard, ChangeRequest first, ChangeTail.Sink sink) {
    return new ChangeTail(
        context.vertx(),
        first,
        onCommit -> shards.commits().watch(shard, onCommit),
        asked -> reads.readPage(context, shard, (reader, _) -> reader.changes(asked)),
        sink);
  }

  private static Response answer(ChangePage page, ShardId shard, ChangeQuery query) {
    Response.ResponseBuilder answer =
        Response.ok(ChangeWire.page(page), MediaType.APPLICATION_JSON);
    if (page.more()) {
      answer.header("Link", query.nextLink(shard, page.reached()));
    }
    return answer.build();
  }
}
