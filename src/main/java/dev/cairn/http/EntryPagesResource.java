package dev.cairn.http;

import dev.cairn.Limits;
import dev.cairn.Namespace;
import dev.cairn.ShardId;
import dev.cairn.security.Needs;
import dev.cairn.security.Role;
import dev.cairn.shard.Shards;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The entries of a namespace as pages ordered by key, and their removal. */
@Path("/v1")
@Tag(name = "Entries")
@Produces(MediaType.APPLICATION_JSON)
public class EntryPagesResource {

  private final Shards shards;
  private final LongReads reads;
  private final Limits limits;

  EntryPagesResource(Shards shards, LongReads reads, Limits limits) {
    this.shards = shards;
    this.reads = reads;
    this.limits = limits;
  }

  @GET
  @Path("/shards/{shard}/namespaces/{namespace}/entries")
  @NonBlocking
  @Needs(value = Role.READ, narrow = true)
  @Operation(
      operationId = "listEntries",
      summary = "List entries",
      description =
          "A page of entries ordered by key, byte by byte. A page of very large values may hold"
              + " fewer entries than the limit; `nextCursor` tells whether more follow.")
  @APIResponse(
      responseCode = "200",
      description = "A page of entries.",
      headers =
          @Header(
              name = "Link",
              description = "The next page, as `rel=\"next\"`; missing at the end.",
              schema = @Schema(type = SchemaType.STRING)),
      content =
          @Content(
              schema = @Schema(implementation = EntryShapes.EntryItemPage.class),
              examples =
                  @ExampleObject(
                      name = "page",
                      value =
                          """
                          {"items":[{"key":"a","version":7,"created":"2026-01-02T03:04:05.678Z",\
                          "updated":"2026-01-02T03:04:05.678Z","value":{"name":"Ada"}}]}\
                          """)))
  @Parameter(
      name = "prefix",
      in = ParameterIn.QUERY,
      description = "Only keys that begin so.",
      example = "user:")
  @Parameter(
      name = "pattern",
      in = ParameterIn.QUERY,
      description =
          "Only keys that match: `*` stands for any characters, every other character for itself.",
      example = "user:*")
  @Parameter(
      name = "limit",
      in = ParameterIn.QUERY,
      description = "Most entries of the page.",
      schema =
          @Schema(
              type = SchemaType.INTEGER,
              minimum = "1",
              maximum = "10000",
              defaultValue = "100"))
  @Parameter(
      name = "cursor",
      in = ParameterIn.QUERY,
      description = "`nextCursor` of the page before.")
  @Parameter(
      name = "offset",
      in = ParameterIn.QUERY,
      description = "Entries to pass over; not beside a cursor.",
      schema = @Schema(type = SchemaType.INTEGER, minimum = "0", defaultValue = "0"))
  @Parameter(
      name = "include",
      in = ParameterIn.QUERY,
      description =
          "What entries carry: `values`, `metadata`, with a comma between; both if left out,"
              + " neither if empty.",
      example = "values")
  public CompletionStage<Response> list(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard") String shard,
      @Parameter(description = "The namespace.", example = "default") @PathParam("namespace")
          String namespace,
      @QueryParam("prefix") @Nullable String prefix,
      @QueryParam("pattern") @Nullable String pattern,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("offset") @Nullable String offset,
      @QueryParam("include") @Nullable String include,
      @Parameter(description = SnapshotParameter.DESCRIPTION, example = SnapshotParameter.EXAMPLE)
          @QueryParam(SnapshotParameter.NAME)
          @Nullable String snapshot,
      @Context HttpServerRequest request,
      @Context RoutingContext context) {
    String from = PageParameters.given(request, "cursor", cursor);
    String parts = PageParameters.given(request, "include", include);
    ShardId id = new ShardId(shard);
    Namespace name = new Namespace(namespace);
    Permissions.requirePrefix(Caller.of(context), Role.READ, id, name, prefix);
    String source = SnapshotParameter.given(request, snapshot);
    long fingerprint =
        PageCursor.fingerprint(SnapshotParameter.scope(shard, source), namespace, prefix, pattern);
    EntryPageRead read =
        new EntryPageRead(
            name,
            prefix,
            pattern,
            PageParameters.limit(PageParameters.given(request, "limit", limit), limits),
            limits.pageBytes(),
            PageParameters.offset(PageParameters.given(request, "offset", offset), from),
            PageParameters.include(parts),
            PageCursor.decode(from, PageCursor.Kind.ENTRIES, fingerprint, "cursor"),
            fingerprint);
    String path = "/v1/shards/" + id + "/namespaces/" + name + "/entries";
    @Nullable String[] others = {
      "prefix", prefix, "pattern", pattern, "limit", limit, "include", include, "snapshot", source
    };
    return reads.read(
        context,
        id,
        source,
        read,
        page ->
            NamePage.response(
                NamePage.bytes(page.entries(), page.next()), path, page.next(), others));
  }

  @DELETE
  @Path("/shards/{shard}/namespaces/{namespace}/entries")
  @Blocking
  @Needs(value = Role.WRITE, narrow = true)
  @OnRepeat(RepeatRule.ONCE)
  @Operation(
      operationId = "clearNamespace",
      summary = "Clear a namespace",
      description = "Removes every entry of the namespace in one unit; the namespace itself stays.")
  @APIResponse(
      responseCode = "204",
      description = "The namespace has no entries any more.",
      headers =
          @Header(
              name = "Cairn-Revision",
              description = "The shard's revision.",
              schema = @Schema(type = SchemaType.INTEGER)))
  public CompletionStage<Response> clear(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard") String shard,
      @Parameter(description = "The namespace.", example = "default") @PathParam("namespace")
          String namespace,
      @Context RoutingContext context) {
    ShardId id = new ShardId(shard);
    Namespace name = new Namespace(namespace);
    Permissions.requireAll(Caller.of(context), Role.WRITE, id, name);
    return Removals.answered(
        shards, id, new dev.cairn.storage.Operation.Clear(name), OnceRequest.of(context));
  }
}
