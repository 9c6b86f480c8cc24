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
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** One entry, its key as a query parameter: for keys that can't stand in a path, and any other. */
@Path("/v1")
@Singleton
@RegisterForReflection
@Tag(name = "Entries")
public class EntryByQueryResource {

  private static final String PATH = "/shards/{shard}/namespaces/{namespace}/entry";

  private final Entries entries;

  @Inject
  EntryByQueryResource(Entries entries) {
    this.entries = entries;
  }

  /** Read the value of an entry. */
  @GET
  @Path(PATH)
  @Produces("application/json")
  @NonBlocking
  @Needs(value = Role.READ, narrow = true)
  @Operation(operationId = "getEntryByQuery", summary = "Read the value of an entry")
  public CompletionStage<Response> get(
      @Context HttpServerRequest request,
      @BeanParam KeyInQuery key,
      @QueryParam("include") @Nullable String include,
      @QueryParam(SnapshotParameter.NAME) @Nullable String snapshot) {
    String from = SnapshotParameter.given(request, snapshot);
    return entries.get(request, key.address(request), include, from).thenApply(Answer::response);
  }

  /** Read the headers of an entry. */
  @HEAD
  @Path(PATH)
  @Produces("application/json")
  @NonBlocking
  @Needs(value = Role.READ, narrow = true)
  @Operation(operationId = "headEntryByQuery", summary = "Read the headers of an entry")
  public CompletionStage<Response> head(
      @Context HttpServerRequest request,
      @BeanParam KeyInQuery key,
      @QueryParam("include") @Nullable String include,
      @QueryParam(SnapshotParameter.NAME) @Nullable String snapshot) {
    String from = SnapshotParameter.given(request, snapshot);
    return entries.get(request, key.address(request), include, from).thenApply(Answer::response);
  }

  /** Make or overwrite an entry. */
  @PUT
  @Path(PATH)
  @Consumes("application/json")
  @Produces("application/json")
  @NonBlocking
  @Needs(value = Role.WRITE, narrow = true)
  @OnRepeat(RepeatRule.ONCE)
  @Operation(operationId = "putEntryByQuery", summary = "Make or overwrite an entry")
  public CompletionStage<Response> put(
      @Context HttpServerRequest request,
      @Context RoutingContext context,
      @BeanParam KeyInQuery key,
      @QueryParam(ExpiryTexts.TTL) @Nullable String ttl,
      @QueryParam(ExpiryTexts.EXPIRES_AT) @Nullable String expiresAt) {
    return entries
        .put(
            request,
            key.address(request),
            ExpiryTexts.ofQuery(request, ttl, expiresAt),
            OnceRequest.of(context))
        .thenApply(Answer::response);
  }

  /** Patch the value of an entry. */
  @PATCH
  @Path(PATH)
  @Consumes({PatchFormat.MERGE_TYPE, PatchFormat.JSON_TYPE})
  @Produces("application/json")
  @NonBlocking
  @Needs(value = Role.WRITE, narrow = true)
  @OnRepeat(RepeatRule.ONCE)
  @Operation(operationId = "patchEntryByQuery", summary = "Patch the value of an entry")
  public CompletionStage<Response> patch(
      @Context HttpServerRequest request,
      @Context RoutingContext context,
      @BeanParam KeyInQuery key) {
    return entries
        .patch(request, key.address(request), OnceRequest.of(context))
        .thenApply(Answer::response);
  }

  /** Delete an entry. */
  @DELETE
  @Path(PATH)
  @NonBlocking
  @Needs(value = Role.WRITE, narrow = true)
  @OnRepeat(RepeatRule.ONCE)
  @Operation(operationId = "deleteEntryByQuery", summary = "Delete an entry")
  public CompletionStage<Response> delete(
      @Context HttpServerRequest request,
      @Context RoutingContext context,
      @BeanParam KeyInQuery key) {
    return entries
        .delete(request, key.address(request), OnceRequest.of(context))
        .thenApply(Answer::response);
  }
}
