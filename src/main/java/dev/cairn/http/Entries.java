package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.Entry;
import dev.cairn.ErrorCode;
import dev.cairn.JsonText;
import dev.cairn.Limits;
import dev.cairn.storage.Expiry;
import dev.cairn.storage.MetadataChange;
import dev.cairn.storage.Operation;
import dev.cairn.storage.OperationResult;
import dev.cairn.storage.Parts;
import dev.cairn.storage.Precondition;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The operations on one entry, whichever way its key was sent. Event loops only. */
@Singleton
final class Entries {

  private final ShardCalls shards;
  private final Limits limits;

  @Inject
  Entries(ShardCalls shards, Limits limits) {
    this.shards = shards;
    this.limits = limits;
  }

  /**
   * The value as it was sent; {@code HEAD} gives the same without it.
   *
   * @param snapshot the snapshot that is read, or null
   */
  CompletionStage<Answer> get(
      HttpServerRequest request,
      EntryAddress address,
      @Nullable String include,
      @Nullable String snapshot) {
    boolean metadata = wantsMetadata(include);
    Parts parts = Parts.of(true, metadata);
    return shards
        .read(
            address.shard(),
            snapshot,
            (reader, revision) -> {
              Entry entry = reader.get(address.namespace(), address.key(), parts);
              if (entry == null) {
                throw address.notFound();
              }
              return entry;
            })
        .thenApply(
            entry -> {
              String header = metadata ? MetadataHeader.value(entry.metadata()) : null;
              JsonText value = entry.value();
              return EntryAnswers.read(
                  request, entry, value == null ? JsonText.NULL : value, header);
            });
  }

  /** Makes or overwrites the entry. */
  CompletionStage<Answer> put(
      HttpServerRequest request, EntryAddress address, Expiry expiry, @Nullable OnceRequest once) {
    Precondition precondition = WriteConditions.of(request);
    List<String> lines = request.headers().getAll(MetadataHeader.NAME);
    if (lines.size() > 1) {
      throw new CairnException(
          ErrorCode.INVALID_PARAMETER, "The header Cairn-Metadata may be given only once.");
    }
    MetadataChange metadata =
        MetadataHeader.change(lines.isEmpty() ? null : lines.getFirst(), limits);
    return shards
        .body(
            request,
            limits.valueBytes(),
            ErrorCode.VALUE_TOO_LARGE,
            OnceRequest.taking(once, shards::value))
        .thenCompose(
            value ->
                shards.write(
                    address.shard(),
                    new Operation.Put(
                        address.namespace(), address.key(), value, metadata, precondition, expiry),
                    once,
                    written -> EntryAnswers.put(request, address, written, value)));
  }

  /** Patches the value. */
  CompletionStage<Answer> patch(
      HttpServerRequest request, EntryAddress address, @Nullable OnceRequest once) {
    Precondition precondition = WriteConditions.of(request);
    PatchFormat format = PatchFormat.of(request);
    return shards
        .body(
            request,
            limits.valueBytes(),
            ErrorCode.BODY_TOO_LARGE,
            OnceRequest.taking(once, body -> format.parse(shards.value(body))))
        .thenCompose(
            patch ->
                shards.write(
                    address.shard(),
                    new Operation.PatchValue(
                        address.namespace(), address.key(), patch, precondition),
                    once,
                    written -> EntryAnswers.changed(request, written, patched(written))));
  }

  /** Removes the entry; there may be none. */
  CompletionStage<Answer> delete(
      HttpServerRequest request, EntryAddress address, @Nullable OnceRequest once) {
    return shards.write(
        address.shard(),
        new Operation.Delete(address.namespace(), address.key(), WriteConditions.of(request)),
        once,
        EntryAnswers::removed);
  }

  private static JsonText patched(ShardCalls.Written written) {
    return written.result() instanceof OperationResult.Written(_, _, JsonText text)
        ? text
        : JsonText.NULL;
  }

  private static boolean wantsMetadata(@Nullable String include) {
    if (include == null || include.isEmpty()) {
      return false;
    }
    boolean metadata = false;
    for (String part : include.split(",", -1)) {
      switch (part) {
        case "metadata" -> metadata = true;
        case "value" -> {
          // The value is always there.
        }
        default -> throw QueryParameter.invalid("include", "may hold value and metadata only");
      }
    }
    return metadata;
  }
}
