package dev.cairn.storage;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A sorted map that never changes: a change makes a new map that shares all but one path with the
 * old one (an AVL tree with copied paths). So whoever holds a map holds a consistent state, without
 * a lock. Immutable; any thread.
 *
 * @param <K> keys, in their natural order
 * @param <V> values
 */
final class SortedTree<K extends Comparable<K>, V> {

  private final @Nullable Node<K, V> root;

  private SortedTree(@Nullable Node<K, V> root) {
    this.root = root;
  }

  /** The map without entries. */
  static <K extends Comparable<K>, V> SortedTree<K, V> empty() {
    return new SortedTree<>(null);
  }

  int size() {
    return size(root);
  }

  @Nullable V get(K key) {
    Node<K, V> node = root;
    while (node != null) {
      int order = key.compareTo(node.key());
      if (order == 0) {
        return node.value();
      }
      node = order < 0 ? node.left() : node.right();
    }
    return null;
  }

  /** This map with {@code value} at {@code key}. */
  SortedTree<K, V> with(K key, V value) {
    return new SortedTree<>(insert(root, key, value));
  }

  /** This map without {@code key}. */
  SortedTree<K, V> without(K key) {
    return new SortedTree<>(remove(root, key));
  }

  /**
   * Shows values in the order of their keys for as long as {@code visitor} answers true.
   *
   * @param from the least key that is shown, or null for all
   */
  void visit(@Nullable K from, Predicate<V> visitor) {
    visit(root, from, visitor);
  }

  private static <K extends Comparable<K>, V> boolean visit(
      @Nullable Node<K, V> node, @Nullable K from, Predicate<V> visitor) {
    if (node == null) {
      return true;
    }
    if (from != null && from.compareTo(node.key()) > 0) {
      return visit(node.right(), from, visitor);
    }
    return visit(node.left(), from, visitor)
        && visitor.test(node.value())
        && visit(node.right(), null, visitor);
  }

  private static <K extends Comparable<K>, V> Node<K, V> insert(
      @Nullable Node<K, V> node, K key, V value) {
    if (node == null) {
      return node(null, key, value, null);
    }
    int order = key.compareTo(node.key());
    if (order == 0) {
      return node(node.left(), key, value, node.right());
    }
    return order < 0
        ? balanced(insert(node.left(), key, value), node, node.right())
        : balanced(node.left(), node, insert(node.right(), key, value));
  }

  private static <K extends Comparable<K>, V> @Nullable Node<K, V> remove(
      @Nullable Node<K, V> node, K key) {
    if (node == null) {
      return null;
    }
    int order = key.compareTo(node.key());
    if (order < 0) {
      return balanced(remove(node.left(), key), node, node.right());
    }
    if (order > 0) {
      return balanced(node.left(), node, remove(node.right(), key));
    }
    if (node.left() == null) {
      return node.right();
    }
    if (node.right() == null) {
      return node.left();
    }
    Node<K, V> next = first(node.right());
    return balanced(node.left(), next, remove(node.right(), next.key()));
  }

  private static <K, V> Node<K, V> first(Node<K, V> node) {
    Node<K, V> first = node;
    for (Node<K, V> left = first.left(); left != null; left = left.left()) {
      first = left;
    }
    return first;
  }

  /** A tree of these parts, whose heights differ by at most two. */
  private static <K, V> Node<K, V> balanced(
      @Nullable Node<K, V> left, Node<K, V> middle, @Nullable Node<K, V> right) {
    int lean = height(left) - height(right);
    if (left != null && lean > 1) {
      if (height(left.left()) < height(left.right())) {
        return rotateRight(rotateLeft(left), middle, right);
      }
      return rotateRight(left, middle, right);
    }
    if (right != null && lean < -1) {
      if (height(right.right()) < height(right.left())) {
        return rotateLeft(left, middle, rotateRight(right));
      }
      return rotateLeft(left, middle, right);
    }
    return node(left, middle.key(), middle.value(), right);
  }

  private static <K, V> Node<K, V> rotateRight(
      Node<K, V> left, Node<K, V> middle, @Nullable Node<K, V> right) {
    return node(
        left.left(),
        left.key(),
        left.value(),
        node(left.right(), middle.key(), middle.value(), right));
  }

  private static <K, V> Node<K, V> rotateRight(Node<K, V> node) {
    Node<K, V> left = node.left();
    return left == null ? node : rotateRight(left, node, node.right());
  }

  private static <K, V> Node<K, V> rotateLeft(
      @Nullable Node<K, V> left, Node<K, V> middle, Node<K, V> right) {
    return node(
        node(left, middle.key(), middle.value(), right.left()),
        right.key(),
        right.value(),
        right.right());
  }

  private static <K, V> Node<K, V> rotateLeft(Node<K, V> node) {
    Node<K, V> right = node.right();
    return right == null ? node : rotateLeft(node.left(), node, right);
  }

  private static <K, V> Node<K, V> node(
      @Nullable Node<K, V> left, K key, V value, @Nullable Node<K, V> right) {
    int height = 1 + Math.max(height(left), height(right));
    return new Node<>(left, key, value, right, height, 1 + size(left) + size(right));
  }

  private static <K, V> int height(@Nullable Node<K, V> node) {
    return node == null ? 0 : node.height();
  }

  private static <K, V> int size(@Nullable Node<K, V> node) {
    return node == null ? 0 : node.size();
  }

  private record Node<K, V>(
      @Nullable Node<K, V> left,
      K key,
      V value,
      @Nullable Node<K, V> right,
      int height,
      int size) {}
}
