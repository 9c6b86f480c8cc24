package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Limits;
import dev.cairn.Namespace;
import dev.cairn.ShardId;
import dev.cairn.Violation;
import dev.cairn.shard.Shards;
import dev.cairn.storage.MetadataChange;
import dev.cairn.storage.NamespaceInfo;
import dev.cairn.storage.Operation;
import dev.cairn.storage.OperationResult;
import dev.cairn.storage.Precondition;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.WriteUnit;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One import under way: reads lines, gathers them into groups, and writes each group as a unit in
 * which a line is applied whole or not at all. Waits for each group before it reads on, so a fast
 * sender is slowed down and memory is bounded by one group. One thread, which may block.
 */
final class ImportRun {

  /** Most lines of a group. */
  static final int GROUP_LINES = 256;

  /** Bytes of values and metadata after which a group takes no further line. */
  static final int GROUP_BYTES = 1024 * 1024;

  /** What happens to a line whose entry exists. */
  enum OnConflict {
    FAIL,
    SKIP,
    REPLACE
  }

  private final Shards shards;
  private final Limits limits;
  private final ShardId shard;
  private final OnConflict onConflict;
  private final ImportReport report = new ImportReport();
  private final List<Operation> group = new ArrayList<>();
  private final List<Long> groupLines = new ArrayList<>();
  private int groupBytes;

  ImportRun(Shards shards, Limits limits, ShardId shard, OnConflict onConflict) {
    this.shards = shards;
    this.limits = limits;
    this.shard = shard;
    this.onConflict = onConflict;
  }

  /**
   * Imports every line.
   *
   * @throws CairnException if a group was refused as a whole or its outcome is unknown: what stood
   *     before the line that its member {@code resumeFrom} names was dealt with
   */
  ImportReport run(InputStream body) throws IOException {
    LineReader lines = new LineReader(body, ImportLine.maxBytes(limits));
    for (byte[] line = next(lines); line != null; line = next(lines)) {
      if (!isBlank(line)) {
        take(line, lines.number(), lines.tooLong());
      }
      report.readTo(lines.number());
    }
    flush();
    return report;
  }

  /** The next line; a body that grows too large ends the import with what came before. */
  private byte @Nullable [] next(LineReader lines) throws IOException {
    try {
      return lines.next();
    } catch (CairnException tooLarge) {
      flush();
      throw report.stopped(tooLarge, lines.number() + 1);
    }
  }

  private void take(byte[] line, long number, boolean tooLong) {
    ImportLine read;
    try {
      if (tooLong) {
        throw new CairnException(
            ErrorCode.VALUE_TOO_LARGE,
            "The line has more than " + ImportLine.maxBytes(limits) + " bytes.");
      }
      read = ImportLine.read(line, limits);
    } catch (CairnException reason) {
      report.failed(number, reason);
      return;
    }
    switch (read) {
      case ImportLine.Header(String format) -> requireKnown(format, number);
      case ImportLine.End _ -> {}
      case ImportLine.OfNamespace(Namespace namespace, MetadataChange metadata) ->
          add(
              new Operation.PutNamespace(namespace, wanted(namespace, metadata, number)),
              0,
              number);
      case ImportLine.OfEntry entry -> add(put(entry), entry.size(), number);
    }
  }

  private Operation put(ImportLine.OfEntry entry) {
    Precondition precondition =
        onConflict == OnConflict.REPLACE ? Precondition.NONE : Precondition.ABSENT;
    return new Operation.Put(
        entry.namespace(),
        entry.key(),
        entry.value(),
        entry.metadata(),
        precondition,
        entry.expiry());
  }

  /** Unless existing content is to be replaced, a namespace that has metadata keeps them. */
  private MetadataChange wanted(Namespace namespace, MetadataChange metadata, long number) {
    if (onConflict == OnConflict.REPLACE || metadata.equals(MetadataChange.KEEP)) {
      return metadata;
    }
    flush();
    try {
      Optional<NamespaceInfo> known =
          shards.read(shard, (reader, _) -> Optional.ofNullable(reader.namespace(namespace)));
      boolean has = known.isPresent() && known.get().metadata() != null;
      return has ? MetadataChange.KEEP : metadata;
    } catch (CairnException e) {
      if (e.code() == ErrorCode.SHARD_NOT_FOUND) {
        return metadata;
      }
      throw report.stopped(e, number);
    }
  }

  private void requireKnown(String format, long number) {
    if (!format.equals(ExportWriter.FORMAT)) {
      flush();
      throw report.stopped(
          new CairnException(
              ErrorCode.INVALID_BODY,
              "The header names a format that is not " + ExportWriter.FORMAT + ".",
              List.of(new Violation("/format", "is not " + ExportWriter.FORMAT))),
          number);
    }
  }

  private void add(Operation operation, int bytes, long number) {
    group.add(operation);
    groupLines.add(number);
    groupBytes += bytes;
    if (group.size() >= Math.min(GROUP_LINES, limits.batchMembers()) || groupBytes >= GROUP_BYTES) {
      flush();
    }
  }

  private void flush() {
    if (group.isEmpty()) {
      return;
    }
    long first = groupLines.getFirst();
    UnitResult result;
    try {
      WriteUnit unit = new WriteUnit.Batch(List.copyOf(group), false);
      result = Outcomes.committed(shards.writeAndWait(shard, unit));
    } catch (CairnException reason) {
      throw report.stopped(reason, first);
    }
    report.revision(result.revision());
    for (int i = 0; i < group.size(); i++) {
      count(group.get(i), result.results().get(i), groupLines.get(i));
    }
    group.clear();
    groupLines.clear();
    groupBytes = 0;
  }

  private void count(Operation operation, OperationResult result, long number) {
    if (result instanceof OperationResult.Refused(CairnException reason)) {
      if (onConflict == OnConflict.SKIP && reason.code() == ErrorCode.PRECONDITION_FAILED) {
        report.skipped();
      } else {
        report.failed(number, reason);
      }
    } else if (operation instanceof Operation.Put
        && result instanceof OperationResult.Written written) {
      if (written.created()) {
        report.created();
      } else {
        report.replaced();
      }
    }
  }

  private static boolean isBlank(byte @Nullable [] line) {
    if (line == null) {
      return true;
    }
    for (byte b : line) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }
}
