package dev.cairn.http;

import dev.cairn.Limits;
import dev.cairn.Namespace;
import dev.cairn.Revision;
import dev.cairn.ShardId;
import dev.cairn.security.Access;
import dev.cairn.security.Needs;
import dev.cairn.security.Role;
import dev.cairn.storage.NamespaceInfo;
import dev.cairn.storage.ShardReader;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
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

/** The namespaces of a shard as pages ordered by name. Event loops only. */
@Path("/v1")
@Tag(name = "Namespaces")
@Produces(MediaType.APPLICATION_JSON)
public class NamespacePagesResource {

  private final LongReads reads;
  private final Limits limits;

  NamespacePagesResource(LongReads reads, Limits limits) {
    this.reads = reads;
    this.limits = limits;
  }

  @GET
  @Path("/shards/{shard}/namespaces")
  @NonBlocking
  @Needs(value = Role.READ, narrow = true)
  @Operation(
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
              schema = @Schema(implementation = NamespaceShapes.NamespacePage.class),
              examples =
                  @ExampleObject(
                      name = "page",
                      value = "{\"items\":[" + NamespacesResource.EXAMPLE + "]}")))
  public CompletionStage<Response> list(
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
          @Nullable String cursor,
      @Parameter(description = SnapshotParameter.DESCRIPTION, example = SnapshotParameter.EXAMPLE)
          @QueryParam(SnapshotParameter.NAME)
          @Nullable String snapshot,
      @Context HttpServerRequest request,
      @Context RoutingContext context) {
    ShardId id = new ShardId(shard);
    Access caller = Caller.of(context);
    int most = PageParameters.limit(PageParameters.given(request, "limit", limit), limits);
    String source = SnapshotParameter.given(request, snapshot);
    long fingerprint = PageCursor.fingerprint(SnapshotParameter.scope(shard, source), prefix);
    String at = PageParameters.given(request, "cursor", cursor);
    PageCursor from = PageCursor.decode(at, PageCursor.Kind.NAMESPACES, fingerprint, "cursor");
    Namespace after = from == null ? null : new Namespace(from.positionText());
    String begin = prefix == null ? "" : prefix;
    return reads.read(
        context,
        id,
        source,
        (reader, revision) -> {
          if (from != null) {
            from.requireHistoryOf(revision);
          }
          return new Found(visible(caller, id, reader, begin, after, most + 1), revision);
        },
        found -> {
          NamePage<NamespaceInfo> page = NamePage.of(found.namespaces(), most);
          long history = Revision.history(found.revision());
          String next =
              page.next(
                  PageCursor.Kind.NAMESPACES, fingerprint, history, one -> one.name().value());
          byte[] body = NamePage.bytes(page.items(), next, NamespacesResource::write);
          String path = "/v1/shards/" + id + "/namespaces";
          return NamePage.response(
              body, path, next, "prefix", prefix, "limit", limit, "snapshot", source);
        });
  }

  /** Those that the caller may read something of. */
  private static List<NamespaceInfo> visible(
      Access caller,
      ShardId shard,
      ShardReader reader,
      String prefix,
      @Nullable Namespace after,
      int most) {
    if (caller.may(Role.READ, shard)) {
      return reader.namespaces(prefix, after, most);
    }
    List<NamespaceInfo> visible = new ArrayList<>();
    Namespace from = after;
    for (boolean more = true; more && visible.size() < most; ) {
      List<NamespaceInfo> found = reader.namespaces(prefix, from, most);
      found.stream()
          .filter(one -> caller.reaches(Role.READ, shard, one.name()))
          .limit(most - visible.size())
          .forEach(visible::add);
      more = found.size() == most;
      from = found.isEmpty() ? from : found.getLast().name();
    }
    return visible;
  }

  private record Found(List<NamespaceInfo> namespaces, long revision) {}
}
