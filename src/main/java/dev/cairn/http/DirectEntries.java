package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.ShardId;
import dev.cairn.storage.Expiry;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.impl.ContextInternal;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the commonest requests, those for one entry with its key in the path, straight from
 * the {@link Gate}: the framework's way to a resource and back costs more than the read itself.
 * What they do and what they answer is {@link Entries}' to say, as for the resource, which
 * describes them and takes whatever is unusual. Event loops only.
 */
@Singleton
final class DirectEntries {

  private static final String SHARDS = "/v1/shards/";
  private static final String NAMESPACES = "/namespaces/";
  private static final String ENTRIES = "/entries/";

  private final Entries entries;
  private final ReplicatedWait wait;
  private final Problems problems;

  @Inject
  DirectEntries(Entries entries, ReplicatedWait wait, Problems problems) {
    this.entries = entries;
    this.wait = wait;
    this.problems = problems;
  }

  /**
   * Carries out a request that the gate lets through, if it is one of these.
   *
   * @param shard the shard of the path; null if it names none
   * @param once if it is to be carried out once, else null
   * @param watch told of the answer if it is
   * @return false if it is not, and nothing was done
   * @throws CairnException if it is refused at once
   */
  boolean handle(
      RoutingContext context,
      RawTarget target,
      @Nullable ShardId shard,
      @Nullable OnceRequest once,
      RequestMetrics.Watch watch) {
    HttpServerRequest request = context.request();
    if (shard == null || target.pathEnd() != target.uri().length() || !isContentWithJson(request)) {
      return false;
    }
    EntryAddress address = address(target, shard);
    if (address == null) {
      return false;
    }
    CompletionStage<Answer> answer = answer(request, address, once);
    if (answer == null) {
      return false;
    }
    ContextInternal loop = (ContextInternal) context.vertx().getOrCreateContext();
    answer.whenComplete(
        (done, failure) -> loop.emit(back -> finish(context, watch, done, failure)));
    return true;
  }

  private @Nullable CompletionStage<Answer> answer(
      HttpServerRequest request, EntryAddress address, @Nullable OnceRequest once) {
    return switch (request.method().name()) {
      case "GET", "HEAD" -> entries.get(request, address, null, null);
      case "PUT" -> confirmed(request, address, entries.put(request, address, Expiry.NEVER, once));
      case "DELETE" -> confirmed(request, address, entries.delete(request, address, once));
      default -> null;
    };
  }

  /** The answer to a write, once it is in the replica if that is wanted. */
  private CompletionStage<Answer> confirmed(
      HttpServerRequest request, EntryAddress address, CompletionStage<Answer> written) {
    if (request.getHeader(Preferences.HEADER) == null
        || !Preferences.wantsReplicated(request.headers().getAll(Preferences.HEADER))) {
      return written;
    }
    return written.thenCompose(
        answer -> {
          long revision = answer.revision();
          return revision == 0
              ? CompletableFuture.completedFuture(answer)
              : wait.confirmed(address.shard(), revision)
                  .thenApply(_ -> answer.header(Preferences.APPLIED, Preferences.replicated()));
        });
  }

  private void finish(
      RoutingContext context,
      RequestMetrics.Watch watch,
      @Nullable Answer done,
      @Nullable Throwable failure) {
    if (context.response().ended() || context.response().closed()) {
      watch.reset();
      return;
    }
    if (done != null) {
      done.send(context.response());
    } else if (failure != null) {
      problems.send(context, Problems.reasonFor(Problems.cause(failure)), Map.of());
    }
    watch.answered(context.response().getStatusCode());
  }

  /** Without a media type that would have to be weighed against others. */
  private static boolean isContentWithJson(HttpServerRequest request) {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    return accept == null || accept.equals("*/*") || accept.equals("application/json");
  }

  /** The entry of the path; null if it is another path, or has names that must be decoded. */
  private static @Nullable EntryAddress address(RawTarget target, ShardId shard) {
    String uri = target.uri();
    int shardEnd = uri.indexOf('/', SHARDS.length());
    if (shardEnd < 0 || !uri.startsWith(NAMESPACES, shardEnd)) {
      return null;
    }
    int namespaceStart = shardEnd + NAMESPACES.length();
    int namespaceEnd = uri.indexOf('/', namespaceStart);
    if (namespaceEnd < 0 || !uri.startsWith(ENTRIES, namespaceEnd)) {
      return null;
    }
    int escape = uri.indexOf('%');
    if (escape >= 0 && escape < namespaceEnd) {
      return null;
    }
    return new EntryAddress(
        shard,
        new Namespace(uri.substring(namespaceStart, namespaceEnd)),
        Key.ofUtf8(Percent.decode(uri, namespaceEnd + ENTRIES.length(), uri.length(), false)));
  }
}
