package dev.cairn.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cairn.ShardId;
import dev.cairn.backup.Backups;
import dev.cairn.security.Needs;
import dev.cairn.security.Role;
import dev.cairn.shard.RegistryFigures;
import dev.cairn.shard.Shards;
import dev.cairn.storage.StorageDriver;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the node says of itself. Any thread; may block. */
@Path("/v1")
@Tag(name = "Node")
@Produces(MediaType.APPLICATION_JSON)
public class StatusResource {

  /** Most quarantined shards that are named; their number tells of all. */
  private static final int MOST_NAMED = 100;

  private final Shards shards;
  private final StorageDriver driver;
  private final Backups backups;
  private final String version;

  StatusResource(
      Shards shards,
      StorageDriver driver,
      Backups backups,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.shards = shards;
    this.driver = driver;
    this.backups = backups;
    this.version = version;
  }

  @GET
  @Path("/status")
  @Blocking
  @Needs(value = Role.READ, over = Needs.Reach.NODE)
  @Operation(
      operationId = "getStatus",
      summary = "Status of the node",
      description =
          "Version, driver, how many shards there are, are open and are quarantined, and how the backup fares.")
  @APIResponse(
      responseCode = "200",
      description = "The node.",
      content =
          @Content(
              schema = @Schema(implementation = NodeShapes.NodeStatus.class),
              examples =
                  @ExampleObject(
                      name = "node",
                      value =
                          """
                          {"version":"0.1.0","driver":"sqlite","uptimeSeconds":7,"shards":40,"open":3,\
                          "openCap":256,"queuedWrites":0,"walBytes":4152,"quarantinedShards":1,\
                          "quarantined":[{"shard":"guild-7","reason":"Its file is missing."}],\
                          "backup":{"on":true,"running":true,"lagSeconds":0.4,"hotCap":800,"waking":0,\
                          "hot":3,"parking":0,"failing":0,"restarts":0,"drills":{"proven":12,"failed":0,\
                          "untried":0,"due":0,"oldestDueSeconds":0,"failing":0},"stored":{"shards":12,\
                          "objects":340,"bytes":1203344,"requests":0,"uploads":5120}}}""")))
  public Response get() {
    RegistryFigures figures = shards.figures();
    return Response.ok(WireJson.bytes(json -> write(json, figures))).build();
  }

  private void write(JsonGenerator json, RegistryFigures figures) throws IOException {
    json.writeStartObject();
    json.writeStringField("version", version);
    json.writeStringField("driver", driver.name());
    json.writeNumberField("uptimeSeconds", ManagementFactory.getRuntimeMXBean().getUptime() / 1000);
    json.writeNumberField("shards", figures.shards());
    json.writeNumberField("open", figures.open());
    json.writeNumberField("openCap", figures.openCap());
    json.writeNumberField("queuedWrites", figures.queued());
    json.writeNumberField("walBytes", figures.walBytes());
    json.writeNumberField("quarantinedShards", figures.quarantined().size());
    json.writeArrayFieldStart("quarantined");
    List<Map.Entry<ShardId, String>> named =
        figures.quarantined().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .limit(MOST_NAMED)
            .toList();
    for (Map.Entry<ShardId, String> finding : named) {
      json.writeStartObject();
      json.writeStringField("shard", finding.getKey().value());
      json.writeStringField("reason", finding.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeFieldName("backup");
    BackupShapes.write(json, backups.figures());
    json.writeEndObject();
  }
}
