package dev.cairn.json;

import dev.cairn.Limits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way from a JSON value to a part of it: names of members and indexes of elements. Written
 * {@code addr.city}, {@code tags[0]}, {@code ["a.b"].c}; a name with a dot, a bracket, a quote or a
 * backslash, and the empty name, stand in brackets as a JSON string.
 *
 * <p>A name fits only objects and an index only arrays. Immutable; any thread.
 */
public final class FieldPath {

  /** Most characters of a written path. */
  public static final int MAX_LENGTH = 1024;

  /** Most steps of a path. */
  public static final int MAX_STEPS = 64;

  /** The largest index: no value has room for more elements. */
  public static final int MAX_INDEX = Limits.MAX_VALUE_BYTES;

  /** The path that stays where it is. */
  public static final FieldPath ROOT = new FieldPath(List.of());

  private final List<Step> steps;
  private final byte[][] names;

  FieldPath(List<Step> steps) {
    this.steps = List.copyOf(steps);
    this.names = new byte[steps.size()][];
    for (int i = 0; i < names.length; i++) {
      names[i] =
          steps.get(i) instanceof Step.Name name
              ? name.name().getBytes(StandardCharsets.UTF_8)
              : new byte[0];
    }
  }

  /**
   * The path that {@code text} spells, of one step at least.
   *
   * @throws dev.cairn.CairnException {@link dev.cairn.ErrorCode#INVALID_QUERY} that says what is
   *     wrong and where, if it is no path, or one of the bounds is broken
   */
  public static FieldPath parse(String text) {
    return new FieldPath(new FieldPathParser(text).parse());
  }

  /** The steps, outermost first; none for {@link #ROOT}. */
  public List<Step> steps() {
    return steps;
  }

  /** What the path leads to from {@code root}, or null if that is missing. */
  public @Nullable JsonView find(JsonView root) {
    JsonView at = root;
    for (int i = 0; i < names.length && at != null; i++) {
      at =
          switch (steps.get(i)) {
            case Step.Name _ -> at.member(names[i]);
            case Step.Index index -> at.element(index.index());
          };
    }
    return at;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FieldPath path && steps.equals(path.steps);
  }

  @Override
  public int hashCode() {
    return steps.hashCode();
  }

  @Override
  public String toString() {
    return steps.toString();
  }

  /** One step down. */
  public sealed interface Step {

    /** To the member of an object; {@code name} has no lone surrogate. */
    record Name(String name) implements Step {}

    /** To the element of an array, from 0 to {@link #MAX_INDEX}. */
    record Index(int index) implements Step {}
  }
}
