package dev.cairn.http;

import dev.cairn.Namespace;
import dev.cairn.ShardId;
import dev.cairn.storage.OperationResult;
import dev.cairn.storage.UnitResult;
import java.util.function.Supplier;

/** Answers to writes of a namespace. Any thread. */
final class NamespaceAnswers {

  private NamespaceAnswers() {}

  /**
   * The answer to a put.
   *
   * @param full whether it is to carry the namespace
   * @param existing makes its body
   */
  static Answer put(
      ShardId id, Namespace name, boolean full, UnitResult result, Supplier<byte[]> existing) {
    boolean made =
        result.results().getFirst() instanceof OperationResult.Written written && written.created();
    Answer answer = new Answer(made ? 201 : full ? 200 : 204);
    if (made) {
      answer.header("Location", "/v1/shards/" + id + "/namespaces/" + name);
    }
    if (made || full) {
      answer.body(existing.get());
    }
    if (full) {
      answer.header(Preferences.APPLIED, Preferences.representation());
    }
    return answer.revision(result.revision());
  }
}
