package dev.cairn.http;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** One entry, its key as a query parameter: for keys that can't stand in a path, and any other. */
@Path("/v1/shards/{shard}/namespaces/{namespace}/entry")
@Singleton
@RegisterForReflection
@Tag(name = "Entries")
public class EntryByQueryResource {

  private final Entries entries;

  @Inject
  EntryByQueryResource(Entries entries) {
    this.entries = entries;
  }

  /** Read the value of an entry. */
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
  @Operation(operationId = "getEntryByQuery", summary = "Read the value of an entry")
  public CompletionStage<Response> get(
      @Context HttpServerRequest request,
      @PathParam("shard") String shard,
      @PathParam("namespace") String namespace,
      @Parameter(
              description = "Add metadata to have them in the header Cairn-Metadata",
              example = "metadata")
          @QueryParam("include")
          @Nullable String include) {
    return entries.get(request, EntryAddress.ofQuery(request, shard, namespace), include);
  }

  /** Read the headers of an entry. */
  @HEAD
  @Produces("application/json")
  @NonBlocking
  @Parameter(
      name = "key",
      in = ParameterIn.QUERY,
      required = true,
      description = KeyDescription.QUERY,
      example = "DE/../BE",
      schema = @Schema(type = SchemaType.STRING, minLength = 1))
  @Operation(operationId = "headEntryByQuery", summary = "Read the headers of an entry")
  public CompletionStage<Response> head(
      @Context HttpServerRequest request,
      @PathParam("shard") String shard,
      @PathParam("namespace") String namespace,
      @Parameter(
              description = "Add metadata to have them in the header Cairn-Metadata",
              example = "metadata")
          @QueryParam("include")
          @Nullable String include) {
    return entries.get(request, EntryAddress.ofQuery(request, shard, namespace), include);
  }

  /** Make or overwrite an entry. */
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
  @Operation(operationId = "putEntryByQuery", summary = "Make or overwrite an entry")
  public CompletionStage<Response> put(
      @Context HttpServerRequest request,
      @PathParam("shard") String shard,
      @PathParam("namespace") String namespace) {
    return entries.put(request, EntryAddress.ofQuery(request, shard, namespace));
  }

  /** Patch the value of an entry. */
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
  @Operation(operationId = "patchEntryByQuery", summary = "Patch the value of an entry")
  public CompletionStage<Response> patch(
      @Context HttpServerRequest request,
      @PathParam("shard") String shard,
      @PathParam("namespace") String namespace) {
    return entries.patch(request, EntryAddress.ofQuery(request, shard, namespace));
  }

  /** Delete an entry. */
  @DELETE
  @NonBlocking
  @Parameter(
      name = "key",
      in = ParameterIn.QUERY,
      required = true,
      description = KeyDescription.QUERY,
      example = "DE/../BE",
      schema = @Schema(type = SchemaType.STRING, minLength = 1))
  @Operation(operationId = "deleteEntryByQuery", summary = "Delete an entry")
  public CompletionStage<Response> delete(
      @Context HttpServerRequest request,
      @PathParam("shard") String shard,
      @PathParam("namespace") String namespace) {
    return entries.delete(request, EntryAddress.ofQuery(request, shard, namespace));
  }
}
