package dev.cairn.http;

import dev.cairn.security.Tickets;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The bodies that are about tickets. The records are for the API description alone. */
final class TicketShapes {

  private TicketShapes() {}

  @Schema(name = "TicketRequest", description = "What a ticket is to be for.")
  record TicketBody(
      @Schema(
              required = true,
              description = "The path of the stream, without a query.",
              maxLength = 2000)
          String path) {}

  @Schema(name = "Ticket", description = "A ticket, which is told this once.")
  record NewTicket(
      @Schema(required = true, description = "The ticket: a secret until it is used.")
          String ticket,
      @Schema(required = true, description = "The only path that it is good for.") String path,
      @Schema(
              required = true,
              description = "Until when it is good, for one request.",
              format = "date-time")
          String expires) {}

  static byte[] bytes(Tickets.Ticket ticket, String path) {
    return WireJson.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringField(Route.TICKET, ticket.text());
          json.writeStringField("path", path);
          json.writeStringField("expires", WireTimes.rfc3339(ticket.expires()));
          json.writeEndObject();
        });
  }
}
