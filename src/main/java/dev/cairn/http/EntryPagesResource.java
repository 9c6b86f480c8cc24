package dev.cairn.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cairn.Entry;
import dev.cairn.Key;
import dev.cairn.Limits;
import dev.cairn.Namespace;
import dev.cairn.Revision;
import dev.cairn.ShardId;
import dev.cairn.shard.Shards;
import dev.cairn.storage.EntryPage;
import dev.cairn.storage.KeyPattern;
import dev.cairn.storage.ListRequest;
import dev.cairn.storage.Parts;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
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

/** The entries of a namespace as pages ordered by key, and their removal. Any thread; may block. */
@Path("/v1")
@Tag(name = "Entries")
@Produces(MediaType.APPLICATION_JSON)
public class EntryPagesResource {

  private final Shards shards;
  private final Limits limits;

  EntryPagesResource(Shards shards, Limits limits) {
    this.shards = shards;
    this.limits = limits;
  }

  /** What a list found, in one history. */
  private record Found(List<Entry> entries, boolean more, long history) {}

  @GET
  @Path("/shards/{shard}/namespaces/{namespace}/entries")
  @Blocking
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
              schema = @Schema(implementation = WireShapes.EntryItemPage.class),
              examples =
                  @ExampleObject(
                      name = "page",
                      value =
                          """
                          {"items":[{"key":"a","version":7,"created":"2026-01-02T03:04:05.678Z",\
                          "updated":"2026-01-02T03:04:05.678Z","value":{"name":"Ada"}}]}\
                          """)))
  public Response list(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard") String shard,
      @Parameter(description = "The namespace.", example = "default") @PathParam("namespace")
          String namespace,
      @Parameter(description = "Only keys that begin so.", example = "user:") @QueryParam("prefix")
          @Nullable String prefix,
      @Parameter(
              description = "Only keys that match; `*` stands for any characters.",
              example = "user:*")
          @QueryParam("pattern")
          @Nullable String pattern,
      @Parameter(
              description = "Most entries of the page.",
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
      @Parameter(
              description = "Entries to pass over; not beside a cursor.",
              schema = @Schema(type = SchemaType.INTEGER, minimum = "0", defaultValue = "0"))
          @QueryParam("offset")
          @Nullable String offset,
      @Parameter(
              description = "What entries carry: `values`, `metadata`, with a comma between.",
              example = "values")
          @QueryParam("include")
          @Nullable String include) {
    ShardId id = new ShardId(shard);
    Namespace name = new Namespace(namespace);
    int most = PageParameters.limit(limit, limits);
    int skip = PageParameters.offset(offset, cursor);
    Parts parts = PageParameters.include(include);
    long fingerprint = PageCursor.fingerprint(shard, namespace, prefix, pattern);
    PageCursor from = PageCursor.decode(cursor, PageCursor.Kind.ENTRIES, fingerprint, "cursor");
    ListRequest request =
        new ListRequest(
            prefix == null ? "" : prefix,
            pattern == null ? null : KeyPattern.of(pattern),
            from == null ? null : Key.ofUtf8(from.position()),
            most,
            limits.pageBytes(),
            skip);
    Found found =
        shards.read(
            id,
            (reader, revision) -> {
              if (from != null) {
                from.requireHistoryOf(revision);
              }
              EntryPage page = reader.list(name, request, parts);
              return new Found(page.entries(), page.more(), Revision.history(revision));
            });
    String next = found.more() ? next(found, fingerprint) : null;
    byte[] body = NamePage.bytes(found.entries(), next, EntryPagesResource::write);
    return NamePage.response(
        body,
        "/v1/shards/" + id + "/namespaces/" + name + "/entries",
        next,
        "prefix",
        prefix,
        "pattern",
        pattern,
        "limit",
        limit,
        "include",
        include);
  }

  private static void write(JsonGenerator json, Entry entry) throws IOException {
    WireJson.entryMembers(json, entry);
  }

  private static String next(Found found, long fingerprint) {
    byte[] last = found.entries().getLast().key().utf8();
    return new PageCursor(PageCursor.Kind.ENTRIES, fingerprint, found.history(), last).encoded();
  }

  @DELETE
  @Path("/shards/{shard}/namespaces/{namespace}/entries")
  @Blocking
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
          String namespace) {
    return Removals.answered(
        shards,
        new ShardId(shard),
        new dev.cairn.storage.Operation.Clear(new Namespace(namespace)));
  }
}
