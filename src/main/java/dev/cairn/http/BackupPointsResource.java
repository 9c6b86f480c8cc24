package dev.cairn.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Limits;
import dev.cairn.ShardId;
import dev.cairn.backup.CopyStore;
import dev.cairn.backup.EpochName;
import dev.cairn.backup.PointList;
import dev.cairn.security.Needs;
import dev.cairn.security.Role;
import dev.cairn.shard.Shards;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The points that a shard can be restored from, as pages. Any thread; asks the store, blocks. */
@Path("/v1")
@Tag(name = "Backup")
@Produces(MediaType.APPLICATION_JSON)
public class BackupPointsResource {

  private static final String EXAMPLE =
      """
      {"items":[{"at":"2026-01-02T03:04:05.678Z","epoch":7,"transaction":12}],\
      "window":{"from":"2026-01-01T03:04:05.678Z","to":"2026-01-02T03:04:05.678Z"},\
      "copies":[{"copy":"2026-01-02T03-04-05.678Z-r12","at":"2026-01-02T03:04:05.678Z",\
      "revision":12,"bytes":8192}]}""";

  private final Shards shards;
  private final PointList points;
  private final Limits limits;

  BackupPointsResource(Shards shards, PointList points, Limits limits) {
    this.shards = shards;
    this.points = points;
    this.limits = limits;
  }

  @GET
  @Path("/shards/{shard}/backup/points")
  @Blocking
  @Needs(Role.READ)
  @Operation(
      operationId = "listBackupPoints",
      summary = "List the points that a shard can be restored from",
      description =
          "A page of the points in the replica, the newest first, as the store lists them: nothing is"
              + " restored for it. The first page also tells the window and the whole copies. Works"
              + " for a deleted shard as long as its backup is kept.")
  @APIResponse(
      responseCode = "200",
      description = "A page of points.",
      headers =
          @Header(
              name = "Link",
              description = "The next page, as `rel=\"next\"`; missing at the end.",
              schema = @Schema(type = SchemaType.STRING)),
      content =
          @Content(
              schema = @Schema(implementation = BackupShapes.PointPage.class),
              examples = @ExampleObject(name = "page", value = EXAMPLE)))
  public Response list(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard") String shard,
      @Parameter(
              description = "Most points of the page.",
              schema =
                  @Schema(
                      type = SchemaType.INTEGER,
                      minimum = "1",
                      maximum = "10000",
                      defaultValue = "100"))
          @QueryParam("limit")
          @Nullable String limit,
      @Parameter(description = "`nextCursor` of the page before.") @QueryParam("cursor")
          @Nullable String cursor,
      @Context HttpServerRequest request) {
    ShardId id = new ShardId(shard);
    int most = PageParameters.limit(PageParameters.given(request, "limit", limit), limits);
    long fingerprint = PageCursor.fingerprint(shard);
    String at = PageParameters.given(request, "cursor", cursor);
    PageCursor from = PageCursor.decode(at, PageCursor.Kind.POINTS, fingerprint, "cursor");
    try {
      Found found = from == null ? first(id, most) : next(id, from, most);
      NamePage<PointList.Listed> page = NamePage.of(found.points(), most);
      String next = page.last() == null ? null : cursor(page.last(), fingerprint);
      byte[] body = WireJson.bytes(json -> write(json, page.items(), found.overview(), next));
      String path = "/v1/shards/" + id + "/backup/points";
      return NamePage.response(body, path, next, "limit", limit);
    } catch (IOException e) {
      throw new CairnException(
          ErrorCode.BACKUP_UNAVAILABLE, "The points can't be listed: " + e.getMessage(), e);
    }
  }

  /**
   * @param overview null on all pages but the first
   */
  private record Found(List<PointList.Listed> points, PointList.@Nullable Overview overview) {}

  private Found first(ShardId id, int most) throws IOException {
    PointList.Overview overview = points.newest(id, most + 1);
    if (overview.isEmpty()) {
      // Refuses one that does not exist; a deleted one may still have a backup.
      shards.status(id);
    }
    return new Found(overview.points(), overview);
  }

  private Found next(ShardId id, PageCursor from, int most) throws IOException {
    String[] position = from.positionText().split("/", -1);
    EpochName epoch = EpochName.parse(position[0]);
    if (epoch == null || position.length != 2 || !position[1].matches("\\d{1,18}")) {
      throw PageCursor.refused("cursor", "is no cursor of this service");
    }
    return new Found(points.before(id, epoch, Long.parseLong(position[1]), most + 1), null);
  }

  private static String cursor(PointList.Listed last, long fingerprint) {
    byte[] position = (last.epoch() + "/" + last.transaction()).getBytes(StandardCharsets.UTF_8);
    return new PageCursor(PageCursor.Kind.POINTS, fingerprint, 0, position).encoded();
  }

  private static void write(
      JsonGenerator json,
      List<PointList.Listed> items,
      PointList.@Nullable Overview overview,
      @Nullable String next)
      throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("items");
    for (PointList.Listed point : items) {
      json.writeStartObject();
      BackupShapes.members(json, point);
      json.writeEndObject();
    }
    json.writeEndArray();
    if (overview != null) {
      PointList.Window window = overview.window();
      if (window != null) {
        json.writeObjectFieldStart("window");
        json.writeStringField("from", WireTimes.rfc3339(window.from()));
        json.writeStringField("to", WireTimes.rfc3339(window.to()));
        json.writeEndObject();
      }
      json.writeArrayFieldStart("copies");
      for (CopyStore.StoredCopy copy : overview.copies()) {
        BackupShapes.write(json, copy);
      }
      json.writeEndArray();
    }
    if (next != null) {
      json.writeStringField("nextCursor", next);
    }
    json.writeEndObject();
  }
}
