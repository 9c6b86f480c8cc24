package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.Entry;
import dev.cairn.ErrorCode;
import dev.cairn.JsonText;
import dev.cairn.Limits;
import dev.cairn.json.JsonCheck;
import dev.cairn.storage.MetadataChange;
import dev.cairn.storage.Operation;
import dev.cairn.storage.OperationResult;
import dev.cairn.storage.Parts;
import dev.cairn.storage.Precondition;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The operations on the metadata of one entry, whichever way its key was sent. An entry without
 * metadata answers with an empty object. Event loops only.
 */
@Singleton
final class EntryMetadata {

  private static final JsonText EMPTY = JsonText.ofChecked("{}");

  private final ShardCalls shards;
  private final Limits limits;

  @Inject
  EntryMetadata(ShardCalls shards, Limits limits) {
    this.shards = shards;
    this.limits = limits;
  }

  /** The metadata. */
  CompletionStage<Answer> get(HttpServerRequest request, EntryAddress address) {
    return shards
        .read(
            address.shard(),
            (reader, revision) -> {
              Entry entry = reader.get(address.namespace(), address.key(), Parts.METADATA);
              if (entry == null) {
                throw address.notFound();
              }
              return entry;
            })
        .thenApply(entry -> EntryAnswers.read(request, entry, orEmpty(entry.metadata()), null));
  }

  /** Puts an object in their place; {@code null} takes them away. */
  CompletionStage<Answer> put(
      HttpServerRequest request, EntryAddress address, @Nullable OnceRequest once) {
    Precondition precondition = WriteConditions.of(request);
    return shards
        .body(
            request,
            limits.metadataBytes(),
            ErrorCode.METADATA_TOO_LARGE,
            OnceRequest.taking(once, this::replacement))
        .thenCompose(change -> write(request, address, change, precondition, once));
  }

  /** Patches them. */
  CompletionStage<Answer> patch(
      HttpServerRequest request, EntryAddress address, @Nullable OnceRequest once) {
    Precondition precondition = WriteConditions.of(request);
    PatchFormat format = PatchFormat.of(request);
    return shards
        .body(
            request,
            limits.valueBytes(),
            ErrorCode.BODY_TOO_LARGE,
            OnceRequest.taking(
                once, body -> new MetadataChange.Merge(format.parse(shards.value(body)))))
        .thenCompose(change -> write(request, address, change, precondition, once));
  }

  private CompletionStage<Answer> write(
      HttpServerRequest request,
      EntryAddress address,
      MetadataChange change,
      Precondition precondition,
      @Nullable OnceRequest once) {
    return shards.write(
        address.shard(),
        new Operation.ChangeMetadata(address.namespace(), address.key(), change, precondition),
        once,
        written ->
            EntryAnswers.changed(
                request,
                written,
                written.result() instanceof OperationResult.Written done
                    ? orEmpty(done.text())
                    : EMPTY));
  }

  private MetadataChange replacement(byte[] body) {
    JsonText text = JsonCheck.check(body, limits.valueDepth());
    String trimmed = new String(body, StandardCharsets.UTF_8).strip();
    if (trimmed.equals("null")) {
      return MetadataChange.CLEAR;
    }
    if (!trimmed.startsWith("{")) {
      throw new CairnException(
          ErrorCode.INVALID_BODY, "Metadata must be a JSON object, or null to clear them.");
    }
    return new MetadataChange.Replace(text);
  }

  private static JsonText orEmpty(@Nullable JsonText metadata) {
    return metadata == null ? EMPTY : metadata;
  }
}
