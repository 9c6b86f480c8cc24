package dev.cairn.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SortedTreeTest {

  @Test
  void agreesWithATreeMapAfterRandomChanges() {
    long seed = Long.getLong("cairn.seed", System.nanoTime());
    Random random = new Random(seed);
    TreeMap<Integer, String> model = new TreeMap<>();
    SortedTree<Integer, String> tree = SortedTree.empty();
    for (int i = 0; i < 5_000; i++) {
      int key = random.nextInt(300);
      if (random.nextInt(3) == 0) {
        model.remove(key);
        tree = tree.without(key);
      } else {
        model.put(key, key + "/" + i);
        tree = tree.with(key, key + "/" + i);
      }
      assertThat(tree.size()).as("seed %d", seed).isEqualTo(model.size());
      assertThat(tree.get(key)).as("seed %d", seed).isEqualTo(model.get(key));
    }
    assertThat(values(tree, null)).as("seed %d", seed).isEqualTo(List.copyOf(model.values()));
    for (int from = -1; from <= 300; from++) {
      assertThat(values(tree, from))
          .as("seed %d, from %d", seed, from)
          .isEqualTo(List.copyOf(model.tailMap(from).values()));
    }
  }

  @Test
  void anOlderTreeStaysAsItWas() {
    SortedTree<Integer, String> old = SortedTree.<Integer, String>empty().with(1, "a").with(2, "b");

    old.with(1, "x").without(2);

    assertThat(values(old, null)).containsExactly("a", "b");
  }

  @Test
  void sortedInsertionsAndRemovalsDontDegenerate() {
    SortedTree<Integer, Integer> tree = SortedTree.empty();
    for (int i = 0; i < 200_000; i++) {
      tree = tree.with(i, i);
    }
    for (int i = 0; i < 100_000; i++) {
      tree = tree.without(i);
    }

    // A degenerate tree would overflow the stack here.
    List<Integer> seen = values(tree, null);

    assertThat(seen).hasSize(100_000).startsWith(100_000).endsWith(199_999);
  }

  @Test
  void aVisitEndsWhenItsVisitorSaysSo() {
    SortedTree<Integer, Integer> tree = SortedTree.empty();
    for (int i = 0; i < 100; i++) {
      tree = tree.with(i, i);
    }
    List<Integer> seen = new ArrayList<>();

    tree.visit(
        10,
        value -> {
          seen.add(value);
          return seen.size() < 3;
        });

    assertThat(seen).containsExactly(10, 11, 12);
  }

  private static <V> List<V> values(SortedTree<Integer, V> tree, @Nullable Integer from) {
    List<V> values = new ArrayList<>();
    tree.visit(from, values::add);
    return values;
  }
}
