package dev.cairn.storage;

import dev.cairn.Entry;
import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.query.Field;
import dev.cairn.query.IndexRows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The declared indexes of a draft: a list of what was declared, for every query looks at all
 * entries anyway. A unique one is kept by looking at all entries at each write. One thread.
 */
final class DraftIndexes implements IndexWork {

  private final Supplier<Content> content;
  private final Consumer<Content> replace;

  DraftIndexes(Supplier<Content> content, Consumer<Content> replace) {
    this.content = content;
    this.replace = replace;
  }

  @Override
  public List<DeclaredIndex> list(Namespace namespace) {
    return content.get().indexes(namespace);
  }

  @Override
  public void declare(Namespace namespace, IndexDefinition definition) {
    put(
        namespace,
        new DeclaredIndex(
            definition,
            definition.unique() ? DeclaredIndex.State.BUILDING : DeclaredIndex.State.READY,
            null));
  }

  /** In the place of the one of its name, if there is one. */
  private void put(Namespace namespace, DeclaredIndex index) {
    List<DeclaredIndex> all = new ArrayList<>(list(namespace));
    all.removeIf(one -> one.definition().name().equals(index.definition().name()));
    all.add(index);
    all.sort(Comparator.comparing(one -> one.definition().name()));
    replace.accept(content.get().with(namespace, all));
  }

  private DeclaredIndex.@Nullable Twins twins(Namespace namespace, Field field) {
    Map<Object, Key> seen = new HashMap<>();
    List<DeclaredIndex.Twins> found = new ArrayList<>();
    content
        .get()
        .visitEntries(
            namespace,
            null,
            Long.MIN_VALUE,
            entry -> {
              Object value = IndexRows.uniqueValue(field, entry);
              Key first = value == null ? null : seen.putIfAbsent(value, entry.key());
              if (first != null) {
                found.add(new DeclaredIndex.Twins(first, entry.key()));
              }
              return first == null;
            });
    return found.isEmpty() ? null : found.getFirst();
  }

  @Override
  public void drop(Namespace namespace, String name) {
    List<DeclaredIndex> all = new ArrayList<>(list(namespace));
    all.removeIf(one -> one.definition().name().equals(name));
    replace.accept(content.get().with(namespace, all));
  }

  @Override
  public DeclaredIndex fill(Namespace namespace, String name) {
    DeclaredIndex index =
        list(namespace).stream()
            .filter(one -> one.definition().name().equals(name))
            .findFirst()
            .orElseThrow();
    DeclaredIndex.Twins twins =
        index.definition() instanceof FieldIndex unique
            ? twins(namespace, unique.parsedField())
            : null;
    DeclaredIndex filled =
        index.in(twins == null ? DeclaredIndex.State.READY : DeclaredIndex.State.FAILED, twins);
    put(namespace, filled);
    return filled;
  }

  @Override
  public boolean sweep() {
    return false;
  }

  /**
   * Nothing if the unique indexes of the namespace can take the entry in.
   *
   * @throws UniqueViolation otherwise
   */
  static void demandRoom(Content content, Namespace namespace, Entry entry) {
    for (DeclaredIndex index : content.indexes(namespace)) {
      if (index.definition() instanceof FieldIndex definition
          && definition.unique()
          && index.state() != DeclaredIndex.State.FAILED) {
        Field field = definition.parsedField();
        Object value = IndexRows.uniqueValue(field, entry);
        if (value != null) {
          demandRoom(content, namespace, entry.key(), definition.name(), field, value);
        }
      }
    }
  }

  private static void demandRoom(
      Content content, Namespace namespace, Key key, String index, Field field, Object value) {
    content.visitEntries(
        namespace,
        null,
        Long.MIN_VALUE,
        other -> {
          if (!other.key().equals(key) && value.equals(IndexRows.uniqueValue(field, other))) {
            throw new UniqueViolation(namespace, index, other.key());
          }
          return true;
        });
  }
}
