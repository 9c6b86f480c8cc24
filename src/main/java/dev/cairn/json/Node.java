package dev.cairn.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value of a tree that a patch works on: a leaf is a slice of the text it came from, and so is an
 * array or object as long as nothing in it has been touched. One thread.
 */
sealed interface Node permits Slice, Node.Container {

  /** Levels of arrays and objects in it: 0 for a leaf. After removals it may be too high. */
  int height();

  /** The bytes that say it, or null if it is an array or object that was touched. */
  @Nullable Slice spelling();

  /** What arrays and objects have in common. */
  abstract sealed class Container implements Node permits Elements, Members {

    private @Nullable Slice spelling;
    private int height = 1;

    @Override
    public int height() {
      return height;
    }

    @Override
    public @Nullable Slice spelling() {
      return spelling;
    }

    void spelled(Slice spelling) {
      this.spelling = spelling;
    }

    /** Notes that something in it changes, or something in something in it. */
    void touch() {
      spelling = null;
    }

    /** Makes the height at least {@code least}. */
    void raise(int least) {
      height = Math.max(height, least);
    }
  }

  /** An array. */
  final class Elements extends Container {

    private final List<Node> items = new ArrayList<>();

    List<Node> items() {
      return items;
    }

    void append(Node item) {
      items.add(item);
      raise(item.height() + 1);
    }
  }

  /** A member's name as it is spelled, quotes included, and its value. */
  record Member(Slice name, Node value) {}

  /** An object, by the names that are meant. */
  final class Members extends Container {

    private final Map<String, Member> byName = new LinkedHashMap<>();

    Map<String, Member> byName() {
      return byName;
    }

    /** The value of a member, or null. */
    @Nullable Node get(String name) {
      Member member = byName.get(name);
      return member == null ? null : member.value();
    }

    /** Sets a member; one that exists keeps its place and the spelling of its name. */
    void put(String name, Slice spelledName, Node value) {
      Member old = byName.get(name);
      byName.put(name, new Member(old == null ? spelledName : old.name(), value));
      raise(value.height() + 1);
    }
  }
}
