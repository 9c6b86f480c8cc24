package dev.cairn.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Limits;
import dev.cairn.Namespace;
import dev.cairn.Revision;
import dev.cairn.ShardId;
import dev.cairn.shard.Shards;
import dev.cairn.storage.MetadataChange;
import dev.cairn.storage.NamespaceInfo;
import dev.cairn.storage.Operation;
import dev.cairn.storage.OperationResult;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.WriteUnit;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
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

/** Namespaces of a shard: list, make, metadata, delete. Any thread; writes hold none. */
@Path("/v1")
@Tag(name = "Namespaces")
@Produces(MediaType.APPLICATION_JSON)
public class NamespacesResource {

  private static final Set<String> SETTINGS = Set.of("metadata");

  private static final String EXAMPLE =
      """
      {"namespace":"people","version":3,"created":"2026-01-02T03:04:05.678Z",\
      "updated":"2026-01-02T03:04:05.678Z","metadata":{"owner":"ann"}}""";

  private final Shards shards;
  private final Limits limits;

  NamespacesResource(Shards shards, Limits limits) {
    this.shards = shards;
    this.limits = limits;
  }

  @GET
  @Path("/shards/{shard}/namespaces")
  @Blocking
  @org.eclipse.microprofile.openapi.annotations.Operation(
      operationId = "listNamespaces",
      summary = "List namespaces",
      description =
          "A page of the shard's namespaces, ordered by name, those made by a first write"
              + " included.")
  @APIResponse(
      responseCode = "200",
      description = "A page of namespaces.",
      headers =
          @Header(
              name = "Link",
              description = "The next page, as `rel=\"next\"`; missing at the end.",
              schema = @Schema(type = SchemaType.STRING)),
      content =
          @Content(
              schema = @Schema(implementation = WireShapes.NamespacePage.class),
              examples = @ExampleObject(name = "page", value = "{\"items\":[" + EXAMPLE + "]}")))
  public Response list(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard") String shard,
      @Parameter(description = "Only namespaces whose name begins so.", example = "pe")
          @QueryParam("prefix")
          @Nullable String prefix,
      @Parameter(
              description = "Most namespaces of the page.",
              schema =
                  @Schema(
                      type = SchemaType.INTEGER,
                      minimum = "1",
                      maximum = "10000",
                      defaultValue = "100"))
          @QueryParam("limit")
          @Nullable String limit,
      @Parameter(description = "`nextCursor` of the page before.") @QueryParam("cursor")
          @Nullable String cursor) {
    ShardId id = new ShardId(shard);
    int most = PageParameters.limit(limit, limits);
    long fingerprint = PageCursor.fingerprint(shard, prefix);
    PageCursor from = PageCursor.decode(cursor, PageCursor.Kind.NAMESPACES, fingerprint, "cursor");
    Namespace after = from == null ? null : new Namespace(from.positionText());
    Found found =
        shards.read(
            id,
            (reader, revision) -> {
              if (from != null) {
                from.requireHistoryOf(revision);
              }
              String begin = prefix == null ? "" : prefix;
              return new Found(reader.namespaces(begin, after, most + 1), revision);
            });
    NamePage<NamespaceInfo> page = NamePage.of(found.namespaces(), most);
    String next = page.last() == null ? null : next(page.last(), fingerprint, found.revision());
    byte[] body = NamePage.bytes(page.items(), next, NamespacesResource::write);
    String path = "/v1/shards/" + id + "/namespaces";
    return NamePage.response(body, path, next, "prefix", prefix, "limit", limit);
  }

  private record Found(List<NamespaceInfo> namespaces, long revision) {}

  private static String next(NamespaceInfo last, long fingerprint, long revision) {
    return new PageCursor(
            PageCursor.Kind.NAMESPACES,
            fingerprint,
            Revision.history(revision),
            last.name().value().getBytes(StandardCharsets.UTF_8))
        .encoded();
  }

  @PUT
  @Path("/shards/{shard}/namespaces/{namespace}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Blocking
  @org.eclipse.microprofile.openapi.annotations.Operation(
      operationId = "putNamespace",
      summary = "Make a namespace, or change its metadata",
      description =
          "Makes the namespace if it does not exist, its shard too, and sets its metadata.")
  @RequestBody(
      description = "The metadata; no body leaves them as they are.",
      required = false,
      content =
          @Content(
              schema = @Schema(implementation = WireShapes.NamespaceSettings.class),
              examples =
                  @ExampleObject(name = "metadata", value = "{\"metadata\":{\"owner\":\"ann\"}}")))
  @APIResponse(
      responseCode = "201",
      description = "The namespace was made.",
      headers = {
        @Header(
            name = "Location",
            description = "Its path.",
            schema = @Schema(type = SchemaType.STRING)),
        @Header(
            name = "Cairn-Revision",
            description = "The shard's revision.",
            schema = @Schema(type = SchemaType.INTEGER))
      })
  @APIResponse(
      responseCode = "204",
      description = "The namespace was there; its metadata are as asked for.",
      headers =
          @Header(
              name = "Cairn-Revision",
              description = "The shard's revision.",
              schema = @Schema(type = SchemaType.INTEGER)))
  public CompletionStage<Response> put(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard") String shard,
      @Parameter(description = "The namespace.", example = "people") @PathParam("namespace")
          String namespace,
      byte @Nullable [] body) {
    ShardId id = new ShardId(shard);
    Namespace name = new Namespace(namespace);
    Operation operation = new Operation.PutNamespace(name, metadata(body));
    URI location = URI.create("/v1/shards/" + id + "/namespaces/" + name);
    return shards
        .write(id, new WriteUnit.Single(operation))
        .thenApply(
            outcome -> {
              UnitResult result = Outcomes.committed(outcome);
              boolean made =
                  result.results().getFirst() instanceof OperationResult.Written written
                      && written.created();
              Response.ResponseBuilder answer =
                  made ? Response.status(201).header("Location", location) : Response.noContent();
              return answer.header("Cairn-Revision", result.revision()).build();
            });
  }

  @GET
  @Path("/shards/{shard}/namespaces/{namespace}")
  @Blocking
  @org.eclipse.microprofile.openapi.annotations.Operation(
      operationId = "getNamespace",
      summary = "A namespace",
      description = "The namespace with its metadata.")
  @APIResponse(
      responseCode = "200",
      description = "The namespace.",
      content =
          @Content(
              schema = @Schema(implementation = WireShapes.NamespaceItem.class),
              examples = @ExampleObject(name = "namespace", value = EXAMPLE)))
  public Response get(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard") String shard,
      @Parameter(description = "The namespace.", example = "people") @PathParam("namespace")
          String namespace) {
    ShardId id = new ShardId(shard);
    Namespace name = new Namespace(namespace);
    byte[] body =
        shards.read(
            id,
            (reader, _) -> {
              NamespaceInfo info = reader.namespace(name);
              if (info == null) {
                throw new CairnException(
                    ErrorCode.NAMESPACE_NOT_FOUND,
                    "Namespace " + name + " of shard " + id + " does not exist.");
              }
              return WireJson.bytes(
                  json -> {
                    json.writeStartObject();
                    write(json, info);
                    json.writeEndObject();
                  });
            });
    return Response.ok(body).build();
  }

  @DELETE
  @Path("/shards/{shard}/namespaces/{namespace}")
  @Blocking
  @org.eclipse.microprofile.openapi.annotations.Operation(
      operationId = "deleteNamespace",
      summary = "Delete a namespace",
      description =
          "Deletes an empty namespace, or any but `default` with `recursive=true`. Deleting one"
              + " that does not exist is a success.")
  @APIResponse(
      responseCode = "204",
      description = "There is no such namespace any more.",
      headers =
          @Header(
              name = "Cairn-Revision",
              description = "The shard's revision.",
              schema = @Schema(type = SchemaType.INTEGER)))
  public CompletionStage<Response> delete(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard") String shard,
      @Parameter(description = "The namespace.", example = "people") @PathParam("namespace")
          String namespace,
      @Parameter(
              description = "Whether its entries are deleted with it.",
              schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
          @QueryParam("recursive")
          @Nullable String recursive) {
    Operation operation =
        new Operation.DeleteNamespace(
            new Namespace(namespace), PageParameters.flag("recursive", recursive));
    return Removals.answered(shards, new ShardId(shard), operation);
  }

  private MetadataChange metadata(byte @Nullable [] body) {
    JsonSlice slice = WireBodies.optional(body, limits);
    if (slice == null) {
      return MetadataChange.KEEP;
    }
    BodyFaults faults = new BodyFaults();
    BodyObject object = BodyObject.read(slice, "", SETTINGS, faults);
    JsonSlice metadata = object == null ? null : object.objectOrNull("metadata");
    faults.refuseIfAny("The settings of the namespace");
    return new OperationReader(limits).metadataChange(metadata, "/metadata");
  }

  private static void write(JsonGenerator json, NamespaceInfo info) throws IOException {
    json.writeStringField("namespace", info.name().value());
    json.writeNumberField("version", info.version());
    json.writeStringField("created", WireJson.time(info.created()));
    json.writeStringField("updated", WireJson.time(info.updated()));
    WireJson.text(json, "metadata", info.metadata());
  }
}
