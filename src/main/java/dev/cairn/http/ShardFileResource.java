package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import dev.cairn.security.Needs;
import dev.cairn.security.Role;
import dev.cairn.shard.Shards;
import dev.cairn.storage.ShardImage;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
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
import java.nio.file.Files;
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

/** Whole shards out and in, as SQLite files. Any thread; may block. */
@Path("/v1")
@Tag(name = "Import and export")
public class ShardFileResource {

  /** The media type that is registered for SQLite's files. */
  static final String SQLITE = "application/vnd.sqlite3";

  private final Shards shards;
  private final FileImports imports;
  private final ExportPermits permits;
  private final Places places;

  ShardFileResource(Shards shards, FileImports imports, ExportPermits permits, Places places) {
    this.imports = imports;
    this.shards = shards;
    this.permits = permits;
    this.places = places;
  }

  @GET
  @Path("/shards/{shard}/file")
  @Blocking
  @Produces(SQLITE)
  @Needs(Role.READ)
  @Operation(
      operationId = "getShardFile",
      summary = "Take a shard out as a file",
      description =
          "The shard as one SQLite file, copied and checked while it is read and written; any"
              + " program that knows SQLite can open it. It can be brought in again, here or"
              + " elsewhere. HEAD copies nothing and tells no length.")
  @APIResponse(
      responseCode = "200",
      description = "The file.",
      headers = {
        @Header(
            name = "Content-Disposition",
            description = "A name for the file.",
            schema = @Schema(type = SchemaType.STRING)),
        @Header(
            name = "Cairn-Revision",
            description = "The last revision in it.",
            schema = @Schema(type = SchemaType.INTEGER))
      },
      content =
          @Content(
              mediaType = SQLITE,
              schema = @Schema(type = SchemaType.STRING, format = "binary")))
  public CompletionStage<Response> get(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard") String shard,
      @Context RoutingContext context) {
    ShardId id = new ShardId(shard);
    boolean head = HttpMethod.HEAD.equals(context.request().method());
    io.vertx.core.Context loop = context.vertx().getOrCreateContext();
    return places
        .forExport(context, id)
        .thenCompose(
            place ->
                loop.executeBlocking(() -> head ? head(id, place) : file(context, id, place), false)
                    .toCompletionStage());
  }

  private Response head(ShardId shard, Place place) {
    try (place) {
      long revision = shards.read(shard, (_, newest) -> newest);
      return answer(shard, revision).build();
    }
  }

  private Response file(RoutingContext context, ShardId shard, Place place) {
    permits.take(shard);
    TakenOut taken = new TakenOut(place, () -> permits.giveBack(shard));
    boolean answered = false;
    try {
      ShardImage image = taken.keep(shards.image(shard));
      java.nio.file.Path file = image.file();
      if (file == null) {
        throw new CairnException(
            ErrorCode.NO_FILES,
            "This node keeps its shards in memory; there is no file to take out.");
      }
      StreamingOutput content = out -> write(taken, file, out);
      Response response =
          answer(shard, image.shard().revision())
              .header("Content-Length", Files.size(file))
              .entity(content)
              .build();
      // A client that goes before it is answered leaves nobody who writes, and closes.
      Places.atEnd(context, () -> closeElsewhere(context, taken));
      answered = true;
      return response;
    } catch (IOException e) {
      throw new CairnException(ErrorCode.INTERNAL, "The copy can't be read.", e);
    } finally {
      if (!answered) {
        taken.close();
      }
    }
  }

  /** To delete a large file takes its time, which the event loop has not. */
  private static void closeElsewhere(RoutingContext context, TakenOut taken) {
    Future<@Nullable TakenOut> unused =
        context
            .vertx()
            .executeBlocking(
                () -> {
                  taken.close();
                  return taken;
                },
                false);
  }

  private static void write(TakenOut taken, java.nio.file.Path file, OutputStream out)
      throws IOException {
    try (taken) {
      Files.copy(file, out);
    }
  }

  private static Response.ResponseBuilder answer(ShardId shard, long revision) {
    return Response.ok()
        .type(SQLITE)
        .header("Cairn-Revision", revision)
        // Shard ids hold nothing that would have to be escaped, but a colon is no good in names.
        .header(
            "Content-Disposition",
            "attachment; filename=\"" + shard.value().replace(':', '_') + ".sqlite\"");
  }

  @PUT
  @Path("/shards/{shard}/file")
  @Blocking
  @Consumes(SQLITE)
  @Produces(MediaType.APPLICATION_JSON)
  @Needs(Role.ADMIN)
  @Operation(
      operationId = "putShardFile",
      summary = "Bring a shard in as a file",
      description =
          "Makes a shard of an SQLite file that was taken out of one, here or elsewhere, in a new"
              + " history. Every page and every row is checked first, and that nothing else is in"
              + " the file; one of a newer version is refused. A shard that is there is replaced"
              + " only if `onConflict` says so; what was there becomes a snapshot, `undoSnapshot`"
              + " of the result, unless it was too damaged to be opened.")
  @RequestBody(
      description = "The file, which needs nothing beside it.",
      required = true,
      content =
          @Content(
              mediaType = SQLITE,
              schema = @Schema(type = SchemaType.STRING, format = "binary")))
  @APIResponse(
      responseCode = "200",
      description = "The shard was replaced at once.",
      content =
          @Content(
              schema = @Schema(implementation = OperationShapes.OperationBody.class),
              examples = @ExampleObject(name = "done", value = RestoreResource.DONE)))
  @APIResponse(
      responseCode = "201",
      description = "The shard was made at once.",
      headers =
          @Header(
              name = "Location",
              description = "The new shard.",
              schema = @Schema(type = SchemaType.STRING)),
      content =
          @Content(
              schema = @Schema(implementation = OperationShapes.OperationBody.class),
              examples = @ExampleObject(name = "done", value = RestoreResource.DONE)))
  @APIResponse(
      responseCode = "202",
      description = "The file was received and is checked; ask the operation for its state.",
      headers =
          @Header(
              name = "Location",
              description = "The operation.",
              schema = @Schema(type = SchemaType.STRING)),
      content =
          @Content(
              schema = @Schema(implementation = OperationShapes.OperationBody.class),
              examples = @ExampleObject(name = "running", value = RestoreResource.RUNNING)))
  public CompletionStage<Response> put(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard") String shard,
      @Parameter(
              description = "What happens if there is such a shard.",
              schema =
                  @Schema(
                      type = SchemaType.STRING,
                      enumeration = {"fail", "replace"},
                      defaultValue = "fail"))
          @QueryParam("onConflict")
          @Nullable String onConflict,
      @Context RoutingContext context,
      InputStream body)
      throws IOException {
    ShardId id = new ShardId(shard);
    boolean replaces = replaces(PageParameters.given(context.request(), "onConflict", onConflict));
    try (Place _ = places.forImport(context, id)) {
      return imports.take(id, replaces, body);
    }
  }

  private static boolean replaces(@Nullable String onConflict) {
    return switch (onConflict) {
      case null -> false;
      case "fail" -> false;
      case "replace" -> true;
      default -> throw QueryParameter.invalid("onConflict", "is none of fail, replace");
    };
  }
}
