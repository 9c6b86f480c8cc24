package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.Outcome;
import dev.cairn.storage.BatchRefused;
import dev.cairn.storage.OperationResult;
import dev.cairn.storage.UnitResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers to batches, and their refusals. Any thread. */
final class BatchAnswers {

  private BatchAnswers() {}

  /**
   * The answer to a batch that was carried out.
   *
   * @param results one for each sound member
   * @param revision the shard's, or null if the shard was not looked at
   */
  static Answer of(BatchRequest request, List<OperationResult> results, @Nullable Long revision) {
    byte[] body =
        WireJson.bytes(
            json -> {
              json.writeStartObject();
              ResultWriter.batch(json, request.members(), results);
              if (revision != null) {
                json.writeNumberField("revision", revision);
              }
              json.writeEndObject();
            });
    Answer answer = new Answer(200).body(body);
    return revision == null ? answer : answer.revision(revision);
  }

  /**
   * Makes sure that an atomic batch has no member that is refused before anything is done.
   *
   * @throws CairnException that tells of each of its members, if it has one
   */
  static void requireSound(BatchRequest request) {
    try {
      request.requireSoundIfAtomic();
    } catch (BatchRefused refused) {
      throw told(request, refused);
    }
  }

  /** As {@link Outcomes#committed}; a refused atomic batch tells of each of its members. */
  static UnitResult committed(BatchRequest request, Outcome<UnitResult> outcome) {
    try {
      return Outcomes.committed(outcome);
    } catch (BatchRefused refused) {
      throw told(request, refused);
    }
  }

  /** A refused atomic batch, told with the answer of each of its members. */
  static CairnException told(BatchRequest request, BatchRefused refused) {
    List<Map<String, Object>> results = new ArrayList<>(request.members().size());
    for (int i = 0; i < request.members().size(); i++) {
      CairnException reason = refused.results().get(i).reason();
      results.add(ResultWriter.told(request.members().get(i).key(), reason));
    }
    Map<String, Object> members = new LinkedHashMap<>(refused.members());
    members.put("results", results);
    return new CairnException(
        refused.code(), refused.detail(), refused.violations(), members, null);
  }
}
