package dev.cairn.http;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The metadata of one entry, its key as a query parameter. */
@Path("/v1/shards/{shard}/namespaces/{namespace}/metadata")
@Singleton
@RegisterForReflection
@Tag(name = "Metadata")
public class MetadataByQueryResource {

  private final EntryMetadata metadata;

  @Inject
  MetadataByQueryResource(EntryMetadata metadata) {
    this.metadata = metadata;
  }

  /** Read the metadata of an entry. */
  @GET
  @Produces("application/json")
  @NonBlocking
  @Parameter(
      name = "key",
      in = ParameterIn.QUERY,
      required = true,
      description = KeyDescription.QUERY,
      example = "DE/../BE",
      schema = @Schema(type = SchemaType.STRING, minLength = 1))
  @Operation(operationId = "getMetadataByQuery", summary = "Read the metadata of an entry")
  public CompletionStage<Response> get(
      @Context HttpServerRequest request,
      @PathParam("shard") String shard,
      @PathParam("namespace") String namespace) {
    return metadata.get(request, EntryAddress.ofQuery(request, shard, namespace));
  }

  /** Replace the metadata of an entry. */
  @PUT
  @Consumes("application/json")
  @Produces("application/json")
  @NonBlocking
  @Parameter(
      name = "key",
      in = ParameterIn.QUERY,
      required = true,
      description = KeyDescription.QUERY,
      example = "DE/../BE",
      schema = @Schema(type = SchemaType.STRING, minLength = 1))
  @Operation(operationId = "putMetadataByQuery", summary = "Replace the metadata of an entry")
  public CompletionStage<Response> put(
      @Context HttpServerRequest request,
      @PathParam("shard") String shard,
      @PathParam("namespace") String namespace) {
    return metadata.put(request, EntryAddress.ofQuery(request, shard, namespace));
  }

  /** Patch the metadata of an entry. */
  @PATCH
  @Consumes({PatchFormat.MERGE_TYPE, PatchFormat.JSON_TYPE})
  @Produces("application/json")
  @NonBlocking
  @Parameter(
      name = "key",
      in = ParameterIn.QUERY,
      required = true,
      description = KeyDescription.QUERY,
      example = "DE/../BE",
      schema = @Schema(type = SchemaType.STRING, minLength = 1))
  @Operation(operationId = "patchMetadataByQuery", summary = "Patch the metadata of an entry")
  public CompletionStage<Response> patch(
      @Context HttpServerRequest request,
      @PathParam("shard") String shard,
      @PathParam("namespace") String namespace) {
    return metadata.patch(request, EntryAddress.ofQuery(request, shard, namespace));
  }
}
