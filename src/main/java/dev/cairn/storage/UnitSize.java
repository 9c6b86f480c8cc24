package dev.cairn.storage;

import dev.cairn.JsonText;
import dev.cairn.json.Patch;
import java.util.List;

/**
 * How many bytes a unit holds while it waits, near enough to bound a queue by. Stateless; any
 * thread.
 *
 * <p>Keys, values, metadata and patches count in full, everything else at a flat rate.
 */
public final class UnitSize {

  /** What an operation or a check is taken to hold besides its texts, in bytes. */
  static final int FLAT_BYTES = 128;

  private UnitSize() {}

  /** The bytes that {@code unit} holds. */
  public static long of(WriteUnit unit) {
    return switch (unit) {
      case WriteUnit.Single(Operation operation) -> of(operation);
      case WriteUnit.Batch(var operations, var _) -> ofAll(operations);
      case WriteUnit.Sweep _ -> FLAT_BYTES;
      case WriteUnit.Once once -> FLAT_BYTES + of(once.unit());
      case WriteUnit.Transaction(var checks, var operations, var otherwise) ->
          ofChecks(checks) + ofAll(operations) + ofAll(otherwise);
    };
  }

  private static long ofAll(List<? extends Operation> operations) {
    long sum = 0;
    for (Operation operation : operations) {
      sum += of(operation);
    }
    return sum;
  }

  private static long ofChecks(List<Check> checks) {
    long sum = 0;
    for (Check check : checks) {
      sum += FLAT_BYTES + check.key().utf8().length;
    }
    return sum;
  }

  private static long of(Operation operation) {
    return switch (operation) {
      case Operation.Put put -> flat(put) + put.value().size() + of(put.metadata());
      case Operation.PatchValue patch -> flat(patch) + patch.patch().size();
      case Operation.ChangeMetadata change -> flat(change) + of(change.metadata());
      case Operation.Delete delete -> flat(delete);
      case Operation.Get get -> flat(get);
      case Operation.PutNamespace put -> FLAT_BYTES + of(put.metadata());
      case Operation.DeclareIndex declare ->
          FLAT_BYTES + declare.definition().fields().stream().mapToLong(String::length).sum();
      case Operation.Clear _, Operation.DeleteNamespace _, Operation.OnIndex _ -> FLAT_BYTES;
    };
  }

  private static long flat(Operation.OnEntry operation) {
    return (long) FLAT_BYTES + operation.key().utf8().length;
  }

  private static long of(MetadataChange change) {
    return switch (change) {
      case MetadataChange.Replace(JsonText metadata) -> metadata.size();
      case MetadataChange.Merge(Patch patch) -> patch.size();
      case MetadataChange.Keep _, MetadataChange.Clear _ -> 0;
    };
  }
}
