package dev.cairn.http;

import dev.cairn.Durability;
import dev.cairn.Limits;
import dev.cairn.ShardId;
import dev.cairn.backup.Backups;
import dev.cairn.json.JsonView;
import dev.cairn.security.Needs;
import dev.cairn.security.Role;
import dev.cairn.shard.SettingsChange;
import dev.cairn.shard.ShardStatus;
import dev.cairn.shard.Shards;
import dev.cairn.storage.StorageDriver;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shards, one by one: make, settings, status, delete. Any thread; every method may block. */
@Path("/v1")
@Tag(name = "Shards")
@Produces(MediaType.APPLICATION_JSON)
public class ShardsResource {

  private static final Set<String> SETTINGS = Set.of("durability", "quotas");

  private static final String EXAMPLE =
      """
      {"shard":"guild-7","driver":"sqlite","state":"serving","durability":"normal","revision":12,\
      "namespaces":2,"entries":40,"bytes":81920,"walBytes":0,"created":"2026-01-02T03:04:05.678Z",\
      "quotas":{"requestsPerSecond":500,"queryTime":"PT2S"},\
      "backup":{"state":"hot","lagSeconds":0.4,"replicatedRevision":11,"epoch":7,\
      "epochBegan":"2026-01-02T03:04:05.678Z"}}""";

  private final Shards shards;
  private final StorageDriver driver;
  private final Backups backups;
  private final Limits limits;

  ShardsResource(Shards shards, StorageDriver driver, Backups backups, Limits limits) {
    this.shards = shards;
    this.driver = driver;
    this.backups = backups;
    this.limits = limits;
  }

  @PUT
  @Path("/shards/{shard}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Blocking
  @Needs(Role.ADMIN)
  @Operation(
      operationId = "putShard",
      summary = "Make a shard, or change its settings",
      description = "Makes an empty shard, or changes the settings of one that exists.")
  @RequestBody(
      description = "The settings; no body means none of them.",
      required = false,
      content =
          @Content(
              schema = @Schema(implementation = ShardShapes.ShardSettings.class),
              examples = @ExampleObject(name = "full", value = "{\"durability\":\"full\"}")))
  @APIResponse(
      responseCode = "204",
      description = "The shard was there; its settings are as asked for.",
      headers =
          @Header(
              name = "Cairn-Revision",
              description = "The shard's revision.",
              schema = @Schema(type = SchemaType.INTEGER)))
  @APIResponse(
      responseCode = "200",
      description = "The shard was there; its settings are as asked for, and so is the body.",
      headers = {
        @Header(
            name = "Cairn-Revision",
            description = "The shard's revision.",
            schema = @Schema(type = SchemaType.INTEGER)),
        @Header(
            name = Preferences.APPLIED,
            description = "What was followed of what `Prefer` asked for.",
            schema = @Schema(type = SchemaType.STRING))
      },
      content =
          @Content(
              schema = @Schema(implementation = ShardShapes.Shard.class),
              examples = @ExampleObject(name = "shard", value = EXAMPLE)))
  @APIResponse(
      responseCode = "201",
      description = "The shard was made, and is the body.",
      headers = {
        @Header(
            name = "Location",
            description = "Its path.",
            schema = @Schema(type = SchemaType.STRING)),
        @Header(
            name = "Cairn-Revision",
            description = "The shard's revision.",
            schema = @Schema(type = SchemaType.INTEGER)),
        @Header(
            name = Preferences.APPLIED,
            description = "What was followed of what `Prefer` asked for.",
            schema = @Schema(type = SchemaType.STRING))
      },
      content =
          @Content(
              schema = @Schema(implementation = ShardShapes.Shard.class),
              examples = @ExampleObject(name = "shard", value = EXAMPLE)))
  @Parameter(
      name = "Prefer",
      in = ParameterIn.HEADER,
      description =
          "`return=representation` asks for the shard in the answer, where it always is if it was made; `wait=replicated` for an answer once all is in the backup replica.",
      example = "return=representation",
      schema = @Schema(type = SchemaType.STRING))
  public Response put(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard") String shard,
      @Context HttpServerRequest request,
      byte @Nullable [] body) {
    ShardId id = new ShardId(shard);
    boolean made = shards.put(id, change(body));
    ShardStatus status = shards.status(id);
    boolean full = Preferences.wantsRepresentation(request.headers().getAll(Preferences.HEADER));
    Response.ResponseBuilder answer = Response.status(made ? 201 : full ? 200 : 204);
    if (made) {
      answer.header("Location", "/v1/shards/" + id);
    }
    if (made || full) {
      answer.entity(bytes(status));
    }
    if (full) {
      answer.header(Preferences.APPLIED, Preferences.representation());
    }
    if (status.figures() != null) {
      answer.header("Cairn-Revision", status.figures().revision());
    }
    return answer.build();
  }

  @GET
  @Path("/shards/{shard}")
  @Blocking
  @Needs(Role.READ)
  @Operation(
      operationId = "getShard",
      summary = "Status of a shard",
      description =
          "What is known of a shard. A quarantined one is answered too, with its reason and without"
              + " figures.")
  @APIResponse(
      responseCode = "200",
      description = "The shard.",
      content =
          @Content(
              schema = @Schema(implementation = ShardShapes.Shard.class),
              examples = @ExampleObject(name = "shard", value = EXAMPLE)))
  public Response get(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard")
          String shard) {
    return Response.ok(bytes(shards.status(new ShardId(shard)))).build();
  }

  @DELETE
  @Path("/shards/{shard}")
  @Blocking
  @Needs(Role.ADMIN)
  @Operation(
      operationId = "deleteShard",
      summary = "Delete a shard",
      description =
          "Deletes the shard and all that is in it. Deleting one that does not exist is a success."
              + " A shard made again under the same id begins a new history.")
  @APIResponse(responseCode = "204", description = "There is no such shard any more.")
  public Response delete(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard")
          String shard) {
    shards.delete(new ShardId(shard));
    return Response.noContent().build();
  }

  private SettingsChange change(byte @Nullable [] body) {
    JsonView settings = WireBodies.optional(body, limits);
    if (settings == null) {
      return SettingsChange.NONE;
    }
    BodyFaults faults = new BodyFaults();
    BodyObject object = BodyObject.read(settings, "", SETTINGS, faults);
    SettingsChange change =
        object == null
            ? SettingsChange.NONE
            : new SettingsChange(durability(object, faults), QuotaShapes.ofShard(object, faults));
    faults.refuseIfAny("The settings of the shard");
    return change;
  }

  private static @Nullable Durability durability(BodyObject object, BodyFaults faults) {
    String word = object.string("durability");
    Durability durability = null;
    for (Durability known : Durability.values()) {
      durability = known.word().equals(word) ? known : durability;
    }
    if (word != null && durability == null) {
      faults.add("/durability", "is neither normal nor full");
    }
    return durability;
  }

  private byte[] bytes(ShardStatus status) {
    return WireJson.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringField("shard", status.id().value());
          json.writeStringField("driver", driver.name());
          json.writeStringField("state", status.state());
          if (status.reason() != null) {
            json.writeStringField("reason", status.reason());
          }
          json.writeStringField("durability", status.durability().word());
          ShardStatus.Figures figures = status.figures();
          if (figures != null) {
            json.writeNumberField("revision", figures.revision());
            json.writeNumberField("namespaces", figures.namespaces());
            json.writeNumberField("entries", figures.entries());
            json.writeNumberField("bytes", figures.bytes());
            json.writeNumberField("walBytes", figures.walBytes());
          }
          json.writeStringField("created", WireTimes.rfc3339(status.created()));
          QuotaShapes.write(json, status.quotas());
          json.writeFieldName("backup");
          BackupShapes.write(json, backups.status(status.id()));
          json.writeEndObject();
        });
  }
}
