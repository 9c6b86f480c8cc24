package dev.cairn.http;

import dev.cairn.Limits;
import dev.cairn.ShardId;
import dev.cairn.security.Needs;
import dev.cairn.security.Role;
import dev.cairn.shard.Shards;
import dev.cairn.snapshot.Snapshots;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
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

/** Whole shards out and in, as lines of JSON. Any thread; every method may block. */
@Path("/v1")
@Tag(name = "Import and export")
public class TransferResource {

  private static final String NDJSON = "application/x-ndjson";

  private final Shards shards;
  private final Snapshots snapshots;
  private final Limits limits;
  private final Clock clock;
  private final ExportPermits permits;
  private final Places places;

  TransferResource(
      Shards shards,
      Snapshots snapshots,
      Limits limits,
      Clock clock,
      ExportPermits permits,
      Places places) {
    this.snapshots = snapshots;
    this.places = places;
    this.shards = shards;
    this.limits = limits;
    this.clock = clock;
    this.permits = permits;
  }

  @GET
  @Path("/shards/{shard}/export")
  @Blocking
  @Produces(NDJSON)
  @Needs(Role.READ)
  @Operation(
      operationId = "exportShard",
      summary = "Export a shard",
      description =
          "Everything in the shard, read from one consistent state, a line each: a header,"
              + " namespaces with their entries, and a last line that tells how many entries there"
              + " were. A stream without that last line was cut off.")
  @APIResponse(
      responseCode = "200",
      description =
          "The lines. The first is as `{\"format\":\"cairn-export/1\",\"shard\":\"guild-7\","
              + "\"revision\":7,\"exported\":\"2026-01-02T03:04:05.678Z\"}`, the last as"
              + " `{\"end\":true,\"entries\":1}`.",
      content = @Content(mediaType = NDJSON, schema = @Schema(type = SchemaType.STRING)))
  public CompletionStage<Response> export(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard") String shard,
      @Parameter(description = SnapshotParameter.DESCRIPTION, example = SnapshotParameter.EXAMPLE)
          @QueryParam(SnapshotParameter.NAME)
          @Nullable String snapshot,
      @Context RoutingContext context) {
    ShardId id = new ShardId(shard);
    String from = SnapshotParameter.given(context.request(), snapshot);
    io.vertx.core.Context loop = context.vertx().getOrCreateContext();
    return places
        .forExport(context, id)
        .thenCompose(
            place -> loop.executeBlocking(() -> lines(id, from, place), false).toCompletionStage());
  }

  private Response lines(ShardId shard, @Nullable String snapshot, Place place) {
    try {
      // Asked first, so that a shard that can't be read is a problem and not a broken stream.
      read(shard, snapshot, (_, revision) -> revision);
    } catch (RuntimeException refused) {
      place.close();
      throw refused;
    }
    StreamingOutput lines = out -> write(shard, snapshot, place, out);
    return Response.ok(lines, NDJSON).build();
  }

  private void write(ShardId shard, @Nullable String snapshot, Place place, OutputStream out)
      throws IOException {
    permits.take(shard);
    try (place) {
      ExportWriter writer = new ExportWriter(out, shard, clock.millis());
      read(
          shard,
          snapshot,
          (reader, revision) -> {
            reader.export(writer);
            return revision;
          });
      writer.end();
    } finally {
      permits.giveBack(shard);
    }
  }

  private <T> T read(ShardId shard, @Nullable String snapshot, Shards.ShardRead<T> read) {
    return snapshot == null ? shards.read(shard, read) : snapshots.read(shard, snapshot, read);
  }

  @POST
  @Path("/shards/{shard}/import")
  @Blocking
  @Consumes(NDJSON)
  @Produces(MediaType.APPLICATION_JSON)
  @Needs(Role.WRITE)
  @Operation(
      operationId = "importIntoShard",
      summary = "Import into a shard",
      description =
          "Takes lines of an export, or lines with just a key and a value. Each line is applied"
              + " whole or not at all; those that fail are told with their numbers. Versions and"
              + " times in the lines are read over: the entries get new ones.")
  @RequestBody(
      description =
          "Lines such as `{\"namespace\":\"people\",\"key\":\"ada\",\"value\":{\"age\":36}}`.",
      required = true,
      content = @Content(mediaType = NDJSON, schema = @Schema(type = SchemaType.STRING)))
  @APIResponse(
      responseCode = "200",
      description = "What became of the lines.",
      headers =
          @Header(
              name = "Cairn-Revision",
              description = "The revision of the last lines that were applied.",
              schema = @Schema(type = SchemaType.INTEGER)),
      content =
          @Content(
              schema = @Schema(implementation = TransferShapes.ImportResult.class),
              examples =
                  @ExampleObject(
                      name = "report",
                      value =
                          """
                          {"lines":3,"created":1,"replaced":0,"skipped":0,"failed":1,"errors":\
                          [{"line":3,"code":"invalid-key","detail":"The key has 0 bytes; 1 to 1024\
                           are allowed."}]}\
                          """)))
  public Response importLines(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard") String shard,
      @Parameter(
              description = "What happens to a line whose entry exists.",
              schema =
                  @Schema(
                      type = SchemaType.STRING,
                      enumeration = {"fail", "skip", "replace"},
                      defaultValue = "fail"))
          @QueryParam("onConflict")
          @Nullable String onConflict,
      @Context HttpServerRequest request,
      @Context RoutingContext context,
      InputStream body)
      throws IOException {
    String word = PageParameters.given(request, "onConflict", onConflict);
    ShardId id = new ShardId(shard);
    ImportRun run = new ImportRun(shards, limits, id, onConflict(word));
    ImportReport report;
    try (Place _ = places.forImport(context, id)) {
      report = run.run(body);
    }
    Response.ResponseBuilder answer = Response.ok(WireJson.bytes(report::writeTo));
    if (report.revision() > 0) {
      answer.header("Cairn-Revision", report.revision());
    }
    return answer.build();
  }

  private static ImportRun.OnConflict onConflict(@Nullable String word) {
    if (word == null) {
      return ImportRun.OnConflict.FAIL;
    }
    for (ImportRun.OnConflict known : ImportRun.OnConflict.values()) {
      if (known.name().toLowerCase(Locale.ROOT).equals(word)) {
        return known;
      }
    }
    throw QueryParameter.invalid("onConflict", "is none of fail, skip, replace");
  }
}
