package dev.cairn.fuzz;

import dev.cairn.http.BodiesFuzz;
import dev.cairn.http.CursorFuzz;
import dev.cairn.http.HeadersFuzz;
import dev.cairn.http.ImportFuzz;
import dev.cairn.http.TargetFuzz;
import dev.cairn.http.TimesFuzz;
import dev.cairn.json.FieldPathFuzz;
import dev.cairn.json.JsonFuzz;
import dev.cairn.json.JsonPatchFuzz;
import dev.cairn.json.MergePatchFuzz;
import dev.cairn.query.QueryFuzz;
import dev.cairn.search.SearchFuzz;
import dev.cairn.security.CredentialFuzz;
import java.util.Locale;

/** Everything that is fuzzed. */
public enum FuzzTarget {
  JSON(JsonFuzz::take),
  MERGEPATCH(MergePatchFuzz::take),
  JSONPATCH(JsonPatchFuzz::take),
  FIELD(FieldPathFuzz::take),
  QUERY(QueryFuzz::take),
  SEARCH(SearchFuzz::take),
  PATTERN(PatternFuzz::take),
  TARGET(TargetFuzz::take),
  HEADERS(HeadersFuzz::take),
  CREDENTIAL(CredentialFuzz::take),
  CURSOR(CursorFuzz::take),
  TIMES(TimesFuzz::take),
  IMPORT(ImportFuzz::take),
  BODIES(BodiesFuzz::take);

  @SuppressWarnings("ImmutableEnumChecker") // A reference to a static method.
  private final Taker taker;

  FuzzTarget(Taker taker) {
    this.taker = taker;
  }

  private interface Taker {
    void take(byte[] input) throws Exception;
  }

  /**
   * Reads one input and holds what came of it against what must be true of it.
   *
   * @throws Exception anything but a refusal that blames the client
   */
  public void take(byte[] input) throws Exception {
    taker.take(input);
  }

  /** Its name in commands and of the file of its seeds. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
