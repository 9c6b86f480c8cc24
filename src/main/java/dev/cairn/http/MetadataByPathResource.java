package dev.cairn.http;

import dev.cairn.security.Needs;
import dev.cairn.security.Role;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The metadata of one entry, its key in the path. */
@Path("/v1")
@Singleton
@RegisterForReflection
@Tag(name = "Metadata")
public class MetadataByPathResource {

  private static final String PATH = "/shards/{shard}/namespaces/{namespace}/metadata/{key: .+}";

  private final EntryMetadata metadata;

  @Inject
  MetadataByPathResource(EntryMetadata metadata) {
    this.metadata = metadata;
  }

  /** Read the metadata of an entry. */
  @GET
  @Path(PATH)
  @Produces("application/json")
  @NonBlocking
  @Needs(value = Role.READ, narrow = true)
  @Operation(operationId = "getMetadata", summary = "Read the metadata of an entry")
  public CompletionStage<Response> get(
      @Context HttpServerRequest request, @BeanParam KeyInPath key) {
    return metadata.get(request, key.address(request)).thenApply(Answer::response);
  }

  /** Replace the metadata of an entry. */
  @PUT
  @Path(PATH)
  @Consumes("application/json")
  @Produces("application/json")
  @NonBlocking
  @Needs(value = Role.WRITE, narrow = true)
  @OnRepeat(RepeatRule.ONCE)
  @Operation(operationId = "putMetadata", summary = "Replace the metadata of an entry")
  public CompletionStage<Response> put(
      @Context HttpServerRequest request,
      @Context RoutingContext context,
      @BeanParam KeyInPath key) {
    return metadata
        .put(request, key.address(request), OnceRequest.of(context))
        .thenApply(Answer::response);
  }

  /** Patch the metadata of an entry. */
  @PATCH
  @Path(PATH)
  @Consumes({PatchFormat.MERGE_TYPE, PatchFormat.JSON_TYPE})
  @Produces("application/json")
  @NonBlocking
  @Needs(value = Role.WRITE, narrow = true)
  @OnRepeat(RepeatRule.ONCE)
  @Operation(operationId = "patchMetadata", summary = "Patch the metadata of an entry")
  public CompletionStage<Response> patch(
      @Context HttpServerRequest request,
      @Context RoutingContext context,
      @BeanParam KeyInPath key) {
    return metadata
        .patch(request, key.address(request), OnceRequest.of(context))
        .thenApply(Answer::response);
  }
}
