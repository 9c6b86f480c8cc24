package dev.cairn.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cairn.Limits;
import dev.cairn.ShardId;
import dev.cairn.security.Needs;
import dev.cairn.security.Role;
import dev.cairn.shard.ShardSummary;
import dev.cairn.shard.Shards;
import dev.cairn.storage.StorageDriver;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
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

/** The shards of the node as pages ordered by id. Any thread; may block. */
@Path("/v1")
@Tag(name = "Shards")
@Produces(MediaType.APPLICATION_JSON)
public class ShardPagesResource {

  private final VisibleShards visible;
  private final StorageDriver driver;
  private final Limits limits;

  ShardPagesResource(Shards shards, StorageDriver driver, Limits limits) {
    this.visible = new VisibleShards(shards::list);
    this.driver = driver;
    this.limits = limits;
  }

  @GET
  @Path("/shards")
  @Blocking
  @Needs(value = Role.READ, over = Needs.Reach.ANY)
  @Operation(
      operationId = "listShards",
      summary = "List shards",
      description =
          "A page of the node's shards of which the caller may read anything, ordered by id. Opens none of them.")
  @APIResponse(
      responseCode = "200",
      description = "A page of shards.",
      headers =
          @Header(
              name = "Link",
              description = "The next page, as `rel=\"next\"`; missing at the end.",
              schema = @Schema(type = SchemaType.STRING)),
      content =
          @Content(
              schema = @Schema(implementation = ShardShapes.ShardPage.class),
              examples =
                  @ExampleObject(
                      name = "page",
                      value =
                          """
                          {"items":[{"shard":"guild-7","driver":"sqlite","state":"serving",\
                          "durability":"normal","created":"2026-01-02T03:04:05.678Z"}]}""")))
  public Response list(
      @Parameter(description = "Only shards whose id begins so.", example = "guild-")
          @QueryParam("prefix")
          @Nullable String prefix,
      @Parameter(
              description = "Most shards of the page.",
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
      @Context HttpServerRequest request,
      @Context RoutingContext context) {
    int most = PageParameters.limit(PageParameters.given(request, "limit", limit), limits);
    long fingerprint = PageCursor.fingerprint(prefix);
    String at = PageParameters.given(request, "cursor", cursor);
    PageCursor from = PageCursor.decode(at, PageCursor.Kind.SHARDS, fingerprint, "cursor");
    ShardId after = from == null ? null : new ShardId(from.positionText());
    List<ShardSummary> found =
        visible.list(Caller.of(context), prefix == null ? "" : prefix, after, most + 1);
    NamePage<ShardSummary> page = NamePage.of(found, most);
    String next = page.next(PageCursor.Kind.SHARDS, fingerprint, 0, shard -> shard.id().value());
    byte[] body = NamePage.bytes(page.items(), next, this::writeSummary);
    return NamePage.response(body, "/v1/shards", next, "prefix", prefix, "limit", limit);
  }

  private void writeSummary(JsonGenerator json, ShardSummary shard) throws IOException {
    json.writeStringField("shard", shard.id().value());
    json.writeStringField("driver", driver.name());
    json.writeStringField("state", shard.state());
    json.writeStringField("durability", shard.durability().word());
    json.writeStringField("created", WireTimes.rfc3339(shard.created()));
  }
}
