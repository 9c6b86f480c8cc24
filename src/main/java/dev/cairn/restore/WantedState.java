package dev.cairn.restore;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which state of a shard is wanted; at most one part is given, and none means the newest.
 *
 * @param at the newest from before that time, in milliseconds since 1970 UTC
 * @param revision that of just that revision
 * @param copy the daily copy of that name
 * @param snapshot that of the snapshot of that id
 */
public record WantedState(
    @Nullable Long at, @Nullable Long revision, @Nullable String copy, @Nullable String snapshot) {

  private static final String AT = "at";
  private static final String REVISION = "revision";
  private static final String COPY = "copy";
  private static final String SNAPSHOT = "snapshot";

  /** The newest one. */
  public static final WantedState NEWEST = new WantedState(null, null, null, null);

  /** Whether nothing but the newest is wanted. */
  public boolean isNewest() {
    return at == null && revision == null && copy == null && snapshot == null;
  }

  /** That of a snapshot. */
  public static WantedState ofSnapshot(String id) {
    return new WantedState(null, null, null, id);
  }

  /** As parameters of an operation, beside others. */
  public Map<String, String> with(Map<String, String> others) {
    Map<String, String> all = new TreeMap<>(others);
    if (at != null) {
      all.put(AT, Long.toString(at));
    }
    if (revision != null) {
      all.put(REVISION, Long.toString(revision));
    }
    if (copy != null) {
      all.put(COPY, copy);
    }
    if (snapshot != null) {
      all.put(SNAPSHOT, snapshot);
    }
    return all;
  }

  /** Of the parameters of an operation. */
  static WantedState of(Map<String, String> parameters) {
    return new WantedState(
        number(parameters.get(AT)),
        number(parameters.get(REVISION)),
        parameters.get(COPY),
        parameters.get(SNAPSHOT));
  }

  private static @Nullable Long number(@Nullable String text) {
    return text == null ? null : Long.valueOf(text);
  }
}
