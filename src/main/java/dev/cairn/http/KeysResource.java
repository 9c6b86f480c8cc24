package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Limits;
import dev.cairn.catalogue.KeyRecord;
import dev.cairn.security.Keys;
import dev.cairn.security.Needs;
import dev.cairn.security.NewKey;
import dev.cairn.security.Role;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
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

/** API keys: made, listed, revoked. Any thread; may block. */
@Path("/v1")
@Tag(name = "Keys")
@Produces(MediaType.APPLICATION_JSON)
public class KeysResource {

  private static final String REST =
      """
      "id":"abcdefghij","name":"bot","scopes":[{"shards":"guild-*","role":"write"}],\
      "created":"2026-01-02T03:04:05.678Z"}""";

  private static final String KEY = "{" + REST;

  private static final String MADE =
      "{\"key\":\"cairn_abcdefghij_abcdefghijklmnopqrstuvwxyzabcdefg\"," + REST;

  private final Keys keys;
  private final KeyRequests requests;
  private final Limits limits;

  KeysResource(Keys keys, Limits limits, Clock clock) {
    this.keys = keys;
    this.requests = new KeyRequests(limits, clock);
    this.limits = limits;
  }

  @POST
  @Path("/keys")
  @Consumes(MediaType.APPLICATION_JSON)
  @Blocking
  @Needs(value = Role.ADMIN, over = Needs.Reach.NODE)
  @Operation(
      operationId = "createKey",
      summary = "Make a key",
      description =
          "Makes an API key and tells it, this once: only its hash is kept. The first one closes an"
              + " open service to all who have none, so it must have the role admin over the shards"
              + " `*`, and no expiry.")
  @RequestBody(
      description = "What the key may do, and for how long.",
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = KeyShapes.KeyRequest.class),
              examples = {
                @ExampleObject(
                    name = "admin",
                    value =
                        """
                        {"name":"operator","scopes":[{"shards":"*","role":"admin"}]}"""),
                @ExampleObject(
                    name = "bounded",
                    value =
                        """
                        {"name":"bot","scopes":[{"shards":"guild-*","role":"write"}],\
                        "quotas":{"requestsPerSecond":100,"queryTime":"PT2S"}}""")
              }))
  @APIResponse(
      responseCode = "201",
      description = "The key, with its text.",
      headers =
          @Header(
              name = "Location",
              description = "The key, without its text.",
              schema = @Schema(type = SchemaType.STRING)),
      content =
          @Content(
              schema = @Schema(implementation = KeyShapes.NewKeyBody.class),
              examples = @ExampleObject(name = "made", value = MADE)))
  public Response create(byte @Nullable [] body) {
    KeyRequests.Wanted wanted = requests.read(body);
    NewKey made = keys.create(wanted.name(), wanted.scopes(), wanted.expires(), wanted.quotas());
    return Response.status(201)
        .header("Location", "/v1/keys/" + made.record().id())
        .header("Cache-Control", "no-store")
        .entity(KeyShapes.bytes(made))
        .build();
  }

  @GET
  @Path("/keys")
  @Blocking
  @Needs(value = Role.ADMIN, over = Needs.Reach.NODE)
  @Operation(
      operationId = "listKeys",
      summary = "List keys",
      description =
          "A page of keys, ordered by id. Revoked and expired ones stay listed for a while.")
  @APIResponse(
      responseCode = "200",
      description = "A page of keys.",
      headers =
          @Header(
              name = "Link",
              description = "The next page, as `rel=\"next\"`; missing at the end.",
              schema = @Schema(type = SchemaType.STRING)),
      content =
          @Content(
              schema = @Schema(implementation = KeyShapes.KeyPage.class),
              examples = @ExampleObject(name = "page", value = "{\"items\":[" + KEY + "]}")))
  public Response list(
      @Parameter(
              description = "Most keys of the page.",
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
      @Context HttpServerRequest request) {
    int most = PageParameters.limit(PageParameters.given(request, "limit", limit), limits);
    long fingerprint = PageCursor.fingerprint();
    String at = PageParameters.given(request, "cursor", cursor);
    PageCursor from = PageCursor.decode(at, PageCursor.Kind.KEYS, fingerprint, "cursor");
    List<KeyRecord> found = keys.list(from == null ? null : from.positionText(), most + 1);
    NamePage<KeyRecord> page = NamePage.of(found, most);
    String next = page.next(PageCursor.Kind.KEYS, fingerprint, 0, KeyRecord::id);
    byte[] body = NamePage.bytes(page.items(), next, KeyShapes::members);
    return NamePage.response(body, "/v1/keys", next, "limit", limit);
  }

  @GET
  @Path("/keys/{id}")
  @Blocking
  @Needs(value = Role.ADMIN, over = Needs.Reach.NODE)
  @Operation(
      operationId = "getKey",
      summary = "Read a key",
      description = "What a key may do. Its text can't be told again.")
  @APIResponse(
      responseCode = "200",
      description = "The key.",
      content =
          @Content(
              schema = @Schema(implementation = KeyShapes.KeyBody.class),
              examples = @ExampleObject(name = "key", value = KEY)))
  public Response get(
      @Parameter(description = "The id of the key.", example = "abcdefghij") @PathParam("id")
          String id) {
    KeyRecord key = keys.find(id);
    if (key == null) {
      throw notFound();
    }
    return Response.ok(KeyShapes.bytes(key)).build();
  }

  @DELETE
  @Path("/keys/{id}")
  @Blocking
  @Needs(value = Role.ADMIN, over = Needs.Reach.NODE)
  @Operation(
      operationId = "revokeKey",
      summary = "Revoke a key",
      description =
          "No request that arrives after the answer is let in by it. Revoking one that was revoked"
              + " before is a success. The last key that has the role admin over the shards `*` and"
              + " does not expire can't be revoked.")
  @APIResponse(responseCode = "204", description = "The key is not taken any more.")
  public Response revoke(
      @Parameter(description = "The id of the key.", example = "abcdefghij") @PathParam("id")
          String id) {
    if (!keys.revoke(id)) {
      throw notFound();
    }
    return Response.noContent().build();
  }

  /** Without the id that was sent, which may be a whole key by mistake. */
  private static CairnException notFound() {
    return new CairnException(ErrorCode.API_KEY_NOT_FOUND, "There is no key of this id.");
  }
}
