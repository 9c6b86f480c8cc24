package dev.cairn.http;

import dev.cairn.ErrorCode;
import dev.cairn.Limits;
import dev.cairn.Namespace;
import dev.cairn.ShardId;
import dev.cairn.index.IndexBuilds;
import dev.cairn.security.Needs;
import dev.cairn.security.Role;
import dev.cairn.shard.Shards;
import dev.cairn.storage.DeclaredIndex;
import dev.cairn.storage.IndexInfo;
import dev.cairn.storage.IndexOperations;
import dev.cairn.storage.Operation;
import dev.cairn.storage.OperationResult;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Declared indexes of a namespace. Event loops only. */
@Path("/v1")
@Tag(name = "Indexes")
@Produces(MediaType.APPLICATION_JSON)
public class IndexesResource {

  /** How long an answer to a declaration waits for the index to be whole. */
  static final long WAIT_SECONDS = 5;

  private final Shards shards;
  private final IndexBuilds builds;
  private final LongReads reads;
  private final ShardCalls calls;
  private final Limits limits;

  IndexesResource(
      Shards shards, IndexBuilds builds, LongReads reads, ShardCalls calls, Limits limits) {
    this.shards = shards;
    this.builds = builds;
    this.reads = reads;
    this.calls = calls;
    this.limits = limits;
  }

  @GET
  @Path("/shards/{shard}/namespaces/{namespace}/indexes")
  @NonBlocking
  @Needs(value = Role.READ, narrow = true)
  @org.eclipse.microprofile.openapi.annotations.Operation(
      operationId = "listIndexes",
      summary = "List indexes",
      description =
          "The declared indexes of the namespace, ordered by name. Their figures are counted, so"
              + " that the list of large ones takes its time.")
  @APIResponse(
      responseCode = "200",
      description = "All indexes.",
      content =
          @Content(
              schema = @Schema(implementation = IndexShapes.IndexPage.class),
              examples =
                  @ExampleObject(
                      name = "page",
                      value = "{\"items\":[" + IndexShapes.EXAMPLE + "]}")))
  public CompletionStage<Response> list(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard") String shard,
      @Parameter(description = "The namespace.", example = "people") @PathParam("namespace")
          String namespace,
      @Context RoutingContext context) {
    return indexes(new ShardId(shard), new Namespace(namespace), context)
        .thenApply(infos -> Response.ok(NamePage.bytes(infos, null, IndexShapes::members)).build());
  }

  private CompletionStage<List<IndexInfo>> indexes(
      ShardId shard, Namespace namespace, RoutingContext context) {
    Permissions.requireAll(Caller.of(context), Role.READ, shard, namespace);
    return reads.read(
        context,
        shard,
        (reader, _) -> reader.indexes(namespace),
        infos -> {
          infos.stream()
              .map(IndexInfo::index)
              .filter(index -> index.state() == DeclaredIndex.State.BUILDING)
              .forEach(index -> goOn(shard, namespace, index));
          return infos;
        });
  }

  /** A build that was cut short goes on when it is asked for. */
  private void goOn(ShardId shard, Namespace namespace, DeclaredIndex index) {
    var _ = builds.build(shard, namespace, index.definition().name());
  }

  @GET
  @Path("/shards/{shard}/namespaces/{namespace}/indexes/{name}")
  @NonBlocking
  @Needs(value = Role.READ, narrow = true)
  @org.eclipse.microprofile.openapi.annotations.Operation(
      operationId = "getIndex",
      summary = "An index",
      description = "The index with its state and its figures.")
  @APIResponse(
      responseCode = "200",
      description = "The index.",
      content =
          @Content(
              schema = @Schema(implementation = IndexShapes.IndexItem.class),
              examples = @ExampleObject(name = "index", value = IndexShapes.EXAMPLE)))
  public CompletionStage<Response> get(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard") String shard,
      @Parameter(description = "The namespace.", example = "people") @PathParam("namespace")
          String namespace,
      @Parameter(description = "The index.", example = "by-city") @PathParam("name") String name,
      @Context RoutingContext context) {
    Namespace in = new Namespace(namespace);
    return indexes(new ShardId(shard), in, context)
        .thenApply(
            infos ->
                infos.stream()
                    .filter(info -> info.index().definition().name().equals(name))
                    .findFirst()
                    .map(info -> Response.ok(IndexShapes.body(info)).build())
                    .orElseThrow(() -> IndexOperations.missing(in, name)));
  }

  @POST
  @Path("/shards/{shard}/namespaces/{namespace}/indexes")
  @Consumes(MediaType.APPLICATION_JSON)
  @NonBlocking
  @Needs(value = Role.WRITE, narrow = true)
  @org.eclipse.microprofile.openapi.annotations.Operation(
      operationId = "declareIndex",
      summary = "Declare an index",
      description =
          "Declares an index: on a field, which queries then use, and a unique one of which refuses"
              + " a second entry with the same; or on texts, which are then searched. It takes in the entries that are there step by step,"
              + " while reads and writes go on. The answer waits for that for five seconds; then it"
              + " is given while the index is `building`.")
  @RequestBody(
      description = "What the index is to be.",
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = IndexShapes.IndexBody.class),
              examples = {
                @ExampleObject(
                    name = "index",
                    value = "{\"name\":\"by-city\",\"field\":\"addr.city\"}"),
                @ExampleObject(
                    name = "search",
                    value =
                        "{\"name\":\"text\",\"kind\":\"search\",\"fields\":[\"title\",\"body\"]}")
              }))
  @APIResponse(
      responseCode = "201",
      description = "The index was declared.",
      headers = {
        @Header(
            name = "Location",
            description = "Its path.",
            schema = @Schema(type = SchemaType.STRING)),
        @Header(
            name = "Cairn-Revision",
            description = "The shard's revision.",
            schema = @Schema(type = SchemaType.INTEGER))
      },
      content =
          @Content(
              schema = @Schema(implementation = IndexShapes.IndexItem.class),
              examples = @ExampleObject(name = "index", value = IndexShapes.EXAMPLE)))
  @APIResponse(
      responseCode = "200",
      description = "The index is there with the same definition.",
      headers =
          @Header(
              name = "Cairn-Revision",
              description = "The shard's revision.",
              schema = @Schema(type = SchemaType.INTEGER)),
      content =
          @Content(
              schema = @Schema(implementation = IndexShapes.IndexItem.class),
              examples = @ExampleObject(name = "index", value = IndexShapes.EXAMPLE)))
  public CompletionStage<Response> declare(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard") String shard,
      @Parameter(description = "The namespace.", example = "people") @PathParam("namespace")
          String namespace,
      @Context RoutingContext context) {
    ShardId id = new ShardId(shard);
    Namespace in = new Namespace(namespace);
    Permissions.requireAll(Caller.of(context), Role.WRITE, id, in);
    return calls
        .body(
            context.request(),
            limits.bodyBytes(),
            ErrorCode.BODY_TOO_LARGE,
            body -> IndexRequest.read(calls.value(body)))
        .thenCompose(definition -> calls.write(id, new Operation.DeclareIndex(in, definition)))
        .thenCompose(
            written ->
                whole(id, in, declared(written.result()).index())
                    .thenApply(index -> declared(id, in, index, written)));
  }

  private static OperationResult.Indexed declared(OperationResult result) {
    if (result instanceof OperationResult.Indexed indexed) {
      return indexed;
    }
    throw new IllegalStateException("A declaration gave " + result);
  }

  /** How it stands when it is whole or has failed, or when the time to wait is over. */
  private CompletableFuture<DeclaredIndex> whole(
      ShardId shard, Namespace namespace, DeclaredIndex index) {
    return index.state() != DeclaredIndex.State.BUILDING
        ? CompletableFuture.completedFuture(index)
        : builds
            .build(shard, namespace, index.definition().name())
            .completeOnTimeout(index, WAIT_SECONDS, TimeUnit.SECONDS)
            .exceptionally(_ -> index);
  }

  private Response declared(
      ShardId shard, Namespace namespace, DeclaredIndex index, ShardCalls.Written written) {
    String name = index.definition().name();
    DeclaredIndex.Twins twins = index.twins();
    if (twins != null) {
      drop(shard, namespace, name);
      throw IndexOperations.violation(namespace, name, twins);
    }
    boolean made = declared(written.result()).made();
    Response.ResponseBuilder answer = Response.status(made ? 201 : 200);
    if (made) {
      answer.header(
          "Location", "/v1/shards/" + shard + "/namespaces/" + namespace + "/indexes/" + name);
    }
    return answer
        .header("Cairn-Revision", written.revision())
        .entity(IndexShapes.body(index))
        .build();
  }

  private CompletionStage<Response> drop(ShardId shard, Namespace namespace, String name) {
    CompletionStage<Response> dropped =
        Removals.answered(shards, shard, new Operation.DropIndex(namespace, name));
    return dropped.whenComplete((_, _) -> builds.sweep(shard, namespace));
  }

  @DELETE
  @Path("/shards/{shard}/namespaces/{namespace}/indexes/{name}")
  @NonBlocking
  @Needs(value = Role.WRITE, narrow = true)
  @org.eclipse.microprofile.openapi.annotations.Operation(
      operationId = "deleteIndex",
      summary = "Delete an index",
      description =
          "Deletes the index; entries stay. Deleting one that does not exist is a success. What it"
              + " held is cleared away step by step, while reads and writes go on.")
  @APIResponse(
      responseCode = "204",
      description = "There is no such index any more.",
      headers =
          @Header(
              name = "Cairn-Revision",
              description = "The shard's revision.",
              schema = @Schema(type = SchemaType.INTEGER)))
  public CompletionStage<Response> delete(
      @Parameter(description = "The shard.", example = "guild-7") @PathParam("shard") String shard,
      @Parameter(description = "The namespace.", example = "people") @PathParam("namespace")
          String namespace,
      @Parameter(description = "The index.", example = "by-city") @PathParam("name") String name,
      @Context RoutingContext context) {
    ShardId id = new ShardId(shard);
    Namespace in = new Namespace(namespace);
    Permissions.requireAll(Caller.of(context), Role.WRITE, id, in);
    return drop(id, in, name);
  }
}
