package dev.cairn.storage;

import dev.cairn.JsonText;
import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.json.Patch;

/** One step of a write unit, as its sender means it. */
public sealed interface Operation {

  /** The namespace it works in. */
  Namespace namespace();

  /** An operation on one entry. */
  sealed interface OnEntry extends Operation {

    /** The entry it works on. */
    Key key();
  }

  /**
   * Makes or overwrites an entry, its namespace too if parents are made by the first write.
   *
   * @param metadata never {@link MetadataChange.Merge}
   * @param expiry takes the place of whatever expiry there was
   */
  record Put(
      Namespace namespace,
      Key key,
      JsonText value,
      MetadataChange metadata,
      Precondition precondition,
      Expiry expiry)
      implements OnEntry {

    /** A put of an entry that stays. */
    public Put(
        Namespace namespace,
        Key key,
        JsonText value,
        MetadataChange metadata,
        Precondition precondition) {
      this(namespace, key, value, metadata, precondition, Expiry.NEVER);
    }
  }

  /** Changes the value of an existing entry; its expiry stays. */
  record PatchValue(Namespace namespace, Key key, Patch patch, Precondition precondition)
      implements OnEntry {}

  /** Changes the metadata of an existing entry; its expiry stays. */
  record ChangeMetadata(
      Namespace namespace, Key key, MetadataChange metadata, Precondition precondition)
      implements OnEntry {}

  /** Removes an entry; does nothing if there is none. */
  record Delete(Namespace namespace, Key key, Precondition precondition) implements OnEntry {}

  /** Reads an entry, as the operations before it left it. */
  record Get(Namespace namespace, Key key, Parts parts) implements OnEntry {}

  /** Removes every entry of an existing namespace. */
  record Clear(Namespace namespace) implements Operation {}

  /**
   * Makes a namespace, or changes the metadata of one that exists.
   *
   * @param metadata {@link MetadataChange#KEEP} leaves those of an existing namespace as they are
   */
  record PutNamespace(Namespace namespace, MetadataChange metadata) implements Operation {}

  /** An operation on the declared indexes of a namespace that exists. */
  sealed interface OnIndex extends Operation {}

  /**
   * Declares an index. Does nothing if it is there with the same definition; one that has failed is
   * declared anew. The namespace is made as by a {@link Put}.
   */
  record DeclareIndex(Namespace namespace, IndexDefinition definition) implements OnIndex {}

  /** Has an index that is building take in some more entries. */
  record FillIndex(Namespace namespace, String name) implements OnIndex {}

  /** Removes an index; does nothing if there is none of that name. */
  record DropIndex(Namespace namespace, String name) implements OnIndex {}

  /** Clears away something of what indexes held that were dropped, in whatever namespace. */
  record SweepIndexes(Namespace namespace) implements OnIndex {}

  /** Removes a namespace, its entries too if {@code recursive}; does nothing if there is none. */
  record DeleteNamespace(Namespace namespace, boolean recursive) implements Operation {}
}
