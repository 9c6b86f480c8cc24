package dev.cairn.storage;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Namespace;
import dev.cairn.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says which full-text index a search uses. Stateless; any thread. */
public final class SearchChoice {

  private SearchChoice() {}

  /**
   * The index that is whole and of that name, or the only full-text index if no name is given.
   *
   * @param all what the namespace has
   * @throws CairnException {@link ErrorCode#INDEX_NOT_FOUND} if there is none, {@link
   *     ErrorCode#INDEX_BUILDING} if it is not whole yet, {@link ErrorCode#INVALID_QUERY} if there
   *     are several and none is named
   */
  public static DeclaredIndex among(
      List<DeclaredIndex> all, Namespace namespace, @Nullable String name) {
    List<DeclaredIndex> found =
        all.stream()
            .filter(index -> index.definition() instanceof SearchIndex)
            .filter(index -> name == null || index.definition().name().equals(name))
            .toList();
    if (found.isEmpty()) {
      throw new CairnException(
          ErrorCode.INDEX_NOT_FOUND,
          "Namespace "
              + namespace
              + " has no full-text index"
              + (name == null ? "; declare one with its fields." : " " + name + "."));
    }
    if (found.size() > 1) {
      String reason = "is missing, and the namespace has several full-text indexes";
      throw new CairnException(
          ErrorCode.INVALID_QUERY,
          "The name of the index " + reason + ".",
          List.of(new Violation("/index", reason)));
    }
    DeclaredIndex index = found.getFirst();
    if (index.state() != DeclaredIndex.State.READY) {
      throw new CairnException(
          ErrorCode.INDEX_BUILDING,
          "Full-text index "
              + index.definition().name()
              + " of namespace "
              + namespace
              + " is still taking entries in.");
    }
    return index;
  }
}
