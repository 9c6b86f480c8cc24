package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.JsonText;
import dev.cairn.Violation;
import dev.cairn.json.JsonView;
import dev.cairn.storage.IndexDefinition;
import java.util.List;
import java.util.Set;

/** Reads the body of a declaration of an index. Any thread. */
final class IndexRequest {

  private static final Set<String> MEMBERS = Set.of("name", "field", "unique");

  private IndexRequest() {}

  /**
   * What the body asks for.
   *
   * @throws CairnException with the pointer of what can't be used
   */
  static IndexDefinition read(JsonText body) {
    BodyFaults faults = new BodyFaults();
    BodyObject object = BodyObject.read(JsonView.of(body), "", MEMBERS, faults);
    String name = object == null ? null : object.stringRequired("name");
    String field = object == null ? null : object.stringRequired("field");
    Boolean unique = object == null ? null : object.flag("unique");
    faults.refuseIfAny("The index");
    if (name == null || field == null) {
      throw new IllegalStateException("a fault that was not told");
    }
    try {
      return new IndexDefinition(name, field, unique != null && unique);
    } catch (CairnException e) {
      String pointer = e.code() == ErrorCode.INVALID_INDEX ? "/name" : "/field";
      throw new CairnException(e.code(), e.detail(), List.of(new Violation(pointer, e.detail())));
    }
  }
}
