package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import dev.cairn.backup.BackupState;
import dev.cairn.backup.BackupStatus;
import dev.cairn.backup.Backups;
import dev.cairn.backup.Copies;
import dev.cairn.backup.Drilled;
import dev.cairn.security.Needs;
import dev.cairn.security.Role;
import dev.cairn.shard.ShardStatus;
import dev.cairn.shard.Shards;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * The backup of a shard: how it stands, a wait until it is complete, and a trial of it. Any thread;
 * may block.
 */
@Path("/v1")
@Tag(name = "Backup")
@Produces(MediaType.APPLICATION_JSON)
public class BackupResource {

  private static final String EXAMPLE =
      """
      {"state":"hot","lagSeconds":0.4,"replicatedRevision":12,"epoch":7,\
      "epochBegan":"2026-01-02T03:04:05.678Z","bytes":20480,"objects":14,"epochs":2,\
      "window":{"from":"2026-01-01T03:00:00.000Z","to":"2026-01-02T03:06:05.000Z"},\
      "seen":"2026-01-02T03:06:05.678Z",\
      "lastProvenRestorable":{"at":"2026-01-02T03:06:05.918Z","revision":12,"took":"PT0.24S"},\
      "lastDrill":{"at":"2026-01-02T03:06:05.918Z","ok":true,"revision":12,"took":"PT0.24S"},\
      "lastCopy":{"copy":"2026-01-02T03-04-05.678Z-r12","at":"2026-01-02T03:04:05.678Z",\
      "revision":12,"bytes":8192}}""";

  private static final String DRILL_EXAMPLE =
      """
      {"at":"2026-01-02T03:06:05.918Z","ok":true,"revision":12,"took":"PT0.24S"}""";

  private final Shards shards;
  private final Backups backups;
  private final Copies copies;
  private final ReplicatedWait wait;

  BackupResource(Shards shards, Backups backups, Copies copies, ReplicatedWait wait) {
    this.shards = shards;
    this.backups = backups;
    this.copies = copies;
    this.wait = wait;
  }

  @GET
  @Path("/shards/{shard}/backup")
  @Blocking
  @Needs(Role.READ)
  @Operation(
      operationId = "getBackup",
      summary = "How the backup of a shard stands",
      description =
          "What is done with the shard's backup, and how far it is behind. Asks nothing of the store"
              + " that the replica lies in.")
  @APIResponse(
      responseCode = "200",
      description = "The state of the backup.",
      content =
          @Content(
              schema = @Schema(implementation = BackupShapes.Backup.class),
              examples = @ExampleObject(name = "backup", value = EXAMPLE)))
  public Response get(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard")
          String shard) {
    ShardId id = new ShardId(shard);
    // Refuses one that does not exist.
    shards.status(id);
    return Response.ok(bytes(id)).build();
  }

  @POST
  @Path("/shards/{shard}/backup/sync")
  @Blocking
  @Needs(Role.ADMIN)
  @Operation(
      operationId = "syncBackup",
      summary = "Wait until the backup is complete",
      description =
          "Answers once everything that was acknowledged before the request is in the replica, or"
              + " with 504 if that is not known in time; 409 if the node makes no backup.")
  @APIResponse(
      responseCode = "200",
      description = "Everything that was acknowledged before is in the replica.",
      content =
          @Content(
              schema = @Schema(implementation = BackupShapes.Backup.class),
              examples = @ExampleObject(name = "backup", value = EXAMPLE)))
  public CompletionStage<Response> sync(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard")
          String shard) {
    ShardId id = new ShardId(shard);
    ShardStatus status = shards.status(id);
    BackupStatus backup = backups.status(id);
    if (backup.state() == BackupState.OFF) {
      throw new CairnException(ErrorCode.BACKUP_OFF, backup.reason());
    }
    ShardStatus.Figures figures = status.figures();
    long revision = figures == null ? 0 : figures.revision();
    return wait.confirmed(id, revision).thenApply(_ -> Response.ok(bytes(id)).build());
  }

  @POST
  @Path("/shards/{shard}/backup/verify")
  @Blocking
  @Needs(Role.ADMIN)
  @Operation(
      operationId = "verifyBackup",
      summary = "Restore a shard for a trial",
      description =
          "Restores the shard from its replica to a scratch file, checks every page of it and"
              + " compares revision and content with what is served. The answer comes when that is"
              + " done: in a second for small shards, in minutes for the largest. If the backup is no"
              + " good, `ok` is false, `reason` says why, and the shard's backup is begun anew."
              + " 503 if it can't be tried now, 409 if the node makes no backup.")
  @APIResponse(
      responseCode = "200",
      description = "What came of it.",
      content =
          @Content(
              schema = @Schema(implementation = DrillShapes.Drill.class),
              examples = @ExampleObject(name = "drill", value = DRILL_EXAMPLE)))
  public Response verify(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard")
          String shard) {
    ShardId id = new ShardId(shard);
    // Refuses one that does not exist.
    shards.status(id);
    Drilled drilled = backups.verify(id);
    return Response.ok(WireJson.bytes(json -> DrillShapes.write(json, drilled))).build();
  }

  private byte[] bytes(ShardId id) {
    BackupStatus status = backups.status(id);
    return WireJson.bytes(json -> BackupShapes.write(json, status, copies.report(id)));
  }
}
