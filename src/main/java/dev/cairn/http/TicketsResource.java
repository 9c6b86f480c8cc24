package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.Limits;
import dev.cairn.security.Access;
import dev.cairn.security.Needs;
import dev.cairn.security.Role;
import dev.cairn.security.Tickets;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Tickets for clients that can send no header. Any thread. */
@Path("/v1")
@Tag(name = "Changes")
@Produces(MediaType.APPLICATION_JSON)
public class TicketsResource {

  private static final Set<String> MEMBERS = Set.of("path");

  private final Tickets tickets;
  private final Gate gate;
  private final Limits limits;

  TicketsResource(Tickets tickets, Gate gate, Limits limits) {
    this.tickets = tickets;
    this.gate = gate;
    this.limits = limits;
  }

  @POST
  @Path("/tickets")
  @Consumes(MediaType.APPLICATION_JSON)
  @Blocking
  // What the path needs is judged below.
  @Needs(value = Role.READ, over = Needs.Reach.ANY)
  @Operation(
      operationId = "makeTicket",
      summary = "Make a ticket for a stream",
      description =
          "Makes a ticket with which one request may open one stream of events, with the rights of"
              + " the caller, within `cairn.auth.ticket-age` (30 seconds): for a browser's"
              + " `EventSource`, which can send no key, as `?ticket=`. It is used up by the request"
              + " that it is sent with, whatever comes of that, and ends with its caller's key.")
  @RequestBody(
      description = "What it is to be for.",
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = TicketShapes.TicketBody.class),
              examples =
                  @ExampleObject(
                      name = "stream",
                      value = "{\"path\":\"/v1/shards/guild-7/changes\"}")))
  @APIResponse(
      responseCode = "200",
      description = "The ticket.",
      content =
          @Content(
              schema = @Schema(implementation = TicketShapes.NewTicket.class),
              examples =
                  @ExampleObject(
                      name = "made",
                      value =
                          """
                          {"ticket":"cairnt_abcdefghijklmnopqrstuvwxyzabcdef",\
                          "path":"/v1/shards/guild-7/changes",\
                          "expires":"2026-01-02T03:04:35.678Z"}""")))
  public Response make(byte @Nullable [] body, @Context RoutingContext context) {
    BodyFaults faults = new BodyFaults();
    BodyObject object =
        BodyObject.read(WireBodies.required(body, "The ticket", limits), "", MEMBERS, faults);
    String path = object == null ? null : object.stringRequired("path");
    Access caller = Caller.of(context);
    if (path != null && !isOfStream(caller, path)) {
      faults.add("/path", "must be the path of a stream, as /v1/shards/guild-7/changes");
    }
    faults.refuseIfAny("The ticket");
    if (path == null) {
      throw faults.refusal("The ticket");
    }
    return Response.ok(TicketShapes.bytes(tickets.make(caller, path), path))
        .header("Cache-Control", "no-store")
        .build();
  }

  /**
   * Whether there is a stream at a path.
   *
   * @throws CairnException {@link dev.cairn.ErrorCode#FORBIDDEN} if the caller may not open it
   */
  private boolean isOfStream(Access caller, String path) {
    RawTarget target;
    try {
      target = RawTarget.judge(path);
    } catch (CairnException noTarget) {
      return false;
    }
    RouteTable.Place place =
        target.uri().equals(path) && target.pathEnd() == path.length()
            ? gate.routes().find(path, path.length())
            : null;
    Route route = place == null ? null : place.methods().get("GET");
    if (route == null || !route.takesTickets()) {
      return false;
    }
    Admission.check(caller, route, target);
    return true;
  }
}
