package dev.cairn.http;

import dev.cairn.ErrorCode;
import dev.cairn.Limits;
import dev.cairn.security.Needs;
import dev.cairn.security.Role;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The feeds of many shards as one, as pages and as a stream of events. Event loops only. */
@Path("/v1")
@Tag(name = "Changes")
public class MergedChangesResource {

  private final MergedCalls calls;
  private final ShardCalls bodies;
  private final Places places;
  private final Departure departure;
  private final Limits limits;

  MergedChangesResource(
      MergedCalls calls, ShardCalls bodies, Places places, Departure departure, Limits limits) {
    this.calls = calls;
    this.bodies = bodies;
    this.places = places;
    this.departure = departure;
    this.limits = limits;
  }

  @POST
  @Path("/changes")
  @NonBlocking
  @OnRepeat(RepeatRule.IGNORED)
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces({MediaType.APPLICATION_JSON, EventStream.MEDIA_TYPE})
  // The shards are judged one by one.
  @Needs(value = Role.READ, over = Needs.Reach.ANY)
  @Operation(
      operationId = "followChanges",
      summary = "Follow the changes of many shards",
      description =
          "The feeds of a list of shards, of all whose ids begin alike, or of both, as one: a page,"
              + " or with `Accept: text/event-stream` a stream that goes on with what is committed."
              + " Of each shard every change behind its cursor is told, in order, none twice and"
              + " none missing; between shards there is no order, and none keeps the others waiting."
              + " Keep a cursor for each shard, and send them all to go on: pages tell them as"
              + " `cursors`, events as their ids, `shard@cursor`, and as events of the type"
              + " `cursors`. A shard that can't be read, was deleted or has another history is named"
              + " as a problem and the others go on; in a stream, one whose cursor is too old goes"
              + " on with the oldest change that is kept.")
  @RequestBody(
      description = "Which shards, and what of them.",
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = MergedShapes.FeedBody.class),
              examples =
                  @ExampleObject(
                      name = "feed",
                      value =
                          """
                          {"shards":{"guild-7":"12.3","guild-8":"40"},"prefix":"guild-",\
                          "include":["value"],"wait":"PT20S"}\
                          """)))
  @APIResponse(
      responseCode = "200",
      description = "A page, or the stream.",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = MergedShapes.MergedPage.class),
            examples =
                @ExampleObject(
                    name = "page",
                    value =
                        """
                        {"items":[{"shard":"guild-7","revision":13,"op":"delete",\
                        "namespace":"default","key":"a","at":"2026-01-02T03:04:05.678Z"}],\
                        "cursors":{"guild-7":"13"},"problems":[],"more":false}\
                        """)),
        @Content(
            mediaType = EventStream.MEDIA_TYPE,
            schema = @Schema(type = SchemaType.STRING),
            examples =
                @ExampleObject(
                    name = "stream",
                    value =
                        """
                        id: guild-7@13
                        data: {"shard":"guild-7","revision":13,"op":"delete",\
                        "namespace":"default","key":"a","at":"2026-01-02T03:04:05.678Z"}
                        """))
      })
  public CompletionStage<Response> follow(
      @Context HttpServerRequest request, @Context RoutingContext context) {
    boolean stream = ChangeQuery.wantsStream(request);
    return bodies
        .body(
            request,
            limits.bodyBytes(),
            ErrorCode.BODY_TOO_LARGE,
            body -> MergedBody.read(body, stream, limits))
        .thenCompose(asked -> stream ? stream(context, asked) : page(context, asked));
  }

  private CompletionStage<Response> stream(RoutingContext context, MergedBody asked) {
    places.forMergedStream(context);
    return MergedStream.begin(context, asked, calls, departure);
  }

  private CompletionStage<Response> page(RoutingContext context, MergedBody asked) {
    return MergedPoll.begin(context, asked, limits, calls, departure);
  }
}
