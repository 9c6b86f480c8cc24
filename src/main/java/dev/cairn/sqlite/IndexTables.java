package dev.cairn.sqlite;

import dev.cairn.storage.FieldIndex;
import dev.cairn.storage.IndexDefinition;
import dev.cairn.storage.SearchIndex;
import java.util.List;

/**
 * What SQLite keeps for a declared index: triggers that keep it in step with the entries of its
 * namespace, in the same statement and so in the same transaction, and where its rows are. A shard
 * without indexes has no trigger. Stateless.
 */
sealed interface IndexTables permits IndexTriggers, SearchTable {

  /** The statements that make it, without any entry. */
  List<String> create();

  /**
   * The statements that remove what keeps it in step; it does no harm if that is not there. Rows in
   * the table that all indexes share are left.
   */
  List<String> drop();

  /**
   * Takes in the entries of the namespace whose keys are behind the second parameter and not behind
   * the third; the first is the namespace.
   */
  String fill();

  /** How many entries it has, and about how many bytes of their keys and texts. */
  String figures();

  /**
   * Those of an index.
   *
   * @param namespace the id of its namespace
   */
  static IndexTables of(long id, long namespace, IndexDefinition definition) {
    return switch (definition) {
      case FieldIndex field ->
          new IndexTriggers(id, namespace, field.parsedField(), field.unique());
      case SearchIndex search -> new SearchTable(id, namespace, search.parsedFields());
    };
  }

  /** The statements that make triggers of this name on a table of entries. */
  static List<String> triggers(
      String name,
      long namespace,
      String update,
      String onInsert,
      String onUpdate,
      String onDelete) {
    return List.of(
        "create trigger %s_insert after insert on entries when new.namespace=%d begin %s end"
            .formatted(name, namespace, onInsert),
        "create trigger %s_update after update of %s begin %s end"
            .formatted(name, update, onUpdate),
        "create trigger %s_delete after delete on entries when old.namespace=%d begin %s end"
            .formatted(name, namespace, onDelete));
  }

  /** The statements that remove them. */
  static List<String> dropTriggers(String name) {
    return List.of(
        "drop trigger if exists " + name + "_insert",
        "drop trigger if exists " + name + "_update",
        "drop trigger if exists " + name + "_delete");
  }
}
