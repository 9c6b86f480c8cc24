package dev.cairn.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cairn.Limits;
import dev.cairn.Namespace;
import dev.cairn.ShardId;
import dev.cairn.index.IndexBuilds;
import dev.cairn.json.JsonView;
import dev.cairn.security.Needs;
import dev.cairn.security.Role;
import dev.cairn.shard.Shards;
import dev.cairn.snapshot.Snapshots;
import dev.cairn.storage.MetadataChange;
import dev.cairn.storage.NamespaceInfo;
import dev.cairn.storage.Operation;
import dev.cairn.storage.Refusals;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.WriteUnit;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
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

/**
 * Namespaces of a shard: list, make, metadata, delete. Any thread; may block, yet holds none for a
 * write.
 */
@Path("/v1")
@Tag(name = "Namespaces")
@Produces(MediaType.APPLICATION_JSON)
public class NamespacesResource {

  private static final Set<String> SETTINGS = Set.of("metadata");

  /** A namespace, as the API description shows it. */
  static final String EXAMPLE =
      """
      {"namespace":"people","version":3,"created":"2026-01-02T03:04:05.678Z",\
      "updated":"2026-01-02T03:04:05.678Z","metadata":{"owner":"ann"}}\
      """;

  private final Shards shards;
  private final Snapshots snapshots;
  private final IndexBuilds builds;
  private final Limits limits;

  NamespacesResource(Shards shards, Snapshots snapshots, IndexBuilds builds, Limits limits) {
    this.snapshots = snapshots;
    this.shards = shards;
    this.builds = builds;
    this.limits = limits;
  }

  @PUT
  @Path("/shards/{shard}/namespaces/{namespace}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Blocking
  @Needs(value = Role.WRITE, narrow = true)
  @OnRepeat(RepeatRule.ONCE)
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
              schema = @Schema(implementation = NamespaceShapes.NamespaceSettings.class),
              examples =
                  @ExampleObject(name = "metadata", value = "{\"metadata\":{\"owner\":\"ann\"}}")))
  @APIResponse(
      responseCode = "201",
      description = "The namespace was made, and is the body.",
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
              schema = @Schema(implementation = NamespaceShapes.NamespaceItem.class),
              examples = @ExampleObject(name = "namespace", value = EXAMPLE)))
  @APIResponse(
      responseCode = "200",
      description = "The namespace was there; its metadata are as asked for, and so is the body.",
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
              schema = @Schema(implementation = NamespaceShapes.NamespaceItem.class),
              examples = @ExampleObject(name = "namespace", value = EXAMPLE)))
  @APIResponse(
      responseCode = "204",
      description = "The namespace was there; its metadata are as asked for.",
      headers =
          @Header(
              name = "Cairn-Revision",
              description = "The shard's revision.",
              schema = @Schema(type = SchemaType.INTEGER)))
  @Parameter(
      name = "Prefer",
      in = ParameterIn.HEADER,
      description =
          "`return=representation` asks for the namespace in the answer, where it always is if it"
              + " was made; `wait=replicated` for an answer once it is in the backup replica.",
      example = "return=representation",
      schema = @Schema(type = SchemaType.STRING))
  public Response put(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard") String shard,
      @Parameter(description = "The namespace.", example = "people") @PathParam("namespace")
          String namespace,
      @Context HttpServerRequest request,
      @Context RoutingContext context,
      byte @Nullable [] body) {
    ShardId id = new ShardId(shard);
    Namespace name = new Namespace(namespace);
    Permissions.requireAll(Caller.of(context), Role.WRITE, id, name);
    Operation operation = new Operation.PutNamespace(name, metadata(body));
    boolean full = Preferences.wantsRepresentation(request.headers().getAll(Preferences.HEADER));
    WriteUnit unit = new WriteUnit.Single(operation);
    OnceRequest once = OnceRequest.of(context);
    if (once == null) {
      UnitResult result = Outcomes.committed(shards.writeAndWait(id, unit));
      return NamespaceAnswers.put(id, name, full, result, () -> existing(id, name)).response();
    }
    once.take(body);
    WriteUnit carriedOut =
        once.unit(
            unit,
            (result, spaces) ->
                NamespaceAnswers.put(id, name, full, result, () -> bytes(spaces.apply(name))));
    return once.answer(Outcomes.committed(shards.writeAndWait(id, carriedOut))).response();
  }

  private byte[] existing(ShardId id, Namespace name) {
    byte[] body = read(id, name);
    if (body == null) {
      throw Refusals.noNamespace(name);
    }
    return body;
  }

  /** The namespace as an object, or null if it does not exist. */
  private byte @Nullable [] read(ShardId id, Namespace name) {
    return shards
        .read(id, (reader, _) -> Optional.ofNullable(reader.namespace(name)))
        .map(NamespacesResource::bytes)
        .orElse(null);
  }

  private static byte[] bytes(@Nullable NamespaceInfo info) {
    Objects.requireNonNull(info, "a namespace that was put is there");
    return WireJson.bytes(
        json -> {
          json.writeStartObject();
          write(json, info);
          json.writeEndObject();
        });
  }

  @GET
  @Path("/shards/{shard}/namespaces/{namespace}")
  @Blocking
  @Needs(value = Role.READ, narrow = true)
  @org.eclipse.microprofile.openapi.annotations.Operation(
      operationId = "getNamespace",
      summary = "A namespace",
      description = "The namespace with its metadata.")
  @APIResponse(
      responseCode = "200",
      description = "The namespace.",
      content =
          @Content(
              schema = @Schema(implementation = NamespaceShapes.NamespaceItem.class),
              examples = @ExampleObject(name = "namespace", value = EXAMPLE)))
  public Response get(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard") String shard,
      @Parameter(description = "The namespace.", example = "people") @PathParam("namespace")
          String namespace,
      @Parameter(description = SnapshotParameter.DESCRIPTION, example = SnapshotParameter.EXAMPLE)
          @QueryParam(SnapshotParameter.NAME)
          @Nullable String snapshot,
      @Context HttpServerRequest request) {
    ShardId id = new ShardId(shard);
    Namespace name = new Namespace(namespace);
    String from = SnapshotParameter.given(request, snapshot);
    byte[] body =
        from == null
            ? existing(id, name)
            : snapshots
                .read(id, from, (reader, _) -> Optional.ofNullable(reader.namespace(name)))
                .map(NamespacesResource::bytes)
                .orElseThrow(() -> Refusals.noNamespace(name));
    return Response.ok(body).build();
  }

  @DELETE
  @Path("/shards/{shard}/namespaces/{namespace}")
  @Blocking
  @Needs(value = Role.WRITE, narrow = true)
  @OnRepeat(RepeatRule.ONCE)
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
          @Nullable String recursive,
      @Context HttpServerRequest request,
      @Context RoutingContext context) {
    ShardId id = new ShardId(shard);
    Namespace name = new Namespace(namespace);
    Permissions.requireAll(Caller.of(context), Role.WRITE, id, name);
    String whole = PageParameters.given(request, "recursive", recursive);
    Operation operation =
        new Operation.DeleteNamespace(name, PageParameters.flag("recursive", whole));
    return Removals.answered(shards, id, operation, OnceRequest.of(context))
        .whenComplete((_, _) -> builds.sweep(id, Namespace.DEFAULT));
  }

  private MetadataChange metadata(byte @Nullable [] body) {
    JsonView settings = WireBodies.optional(body, limits);
    if (settings == null) {
      return MetadataChange.KEEP;
    }
    BodyFaults faults = new BodyFaults();
    BodyObject object = BodyObject.read(settings, "", SETTINGS, faults);
    JsonView metadata = object == null ? null : object.objectOrNull("metadata");
    faults.refuseIfAny("The settings of the namespace");
    return new SizedTexts(limits).metadata(metadata, "/metadata");
  }

  /** The members of a namespace, inside an object that the caller has begun. */
  static void write(JsonGenerator json, NamespaceInfo info) throws IOException {
    json.writeStringField("namespace", info.name().value());
    json.writeNumberField("version", info.version());
    json.writeStringField("created", WireTimes.rfc3339(info.created()));
    json.writeStringField("updated", WireTimes.rfc3339(info.updated()));
    WireJson.text(json, "metadata", info.metadata());
  }
}
