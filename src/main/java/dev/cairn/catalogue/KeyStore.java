package dev.cairn.catalogue;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the service. Any thread. Each change is on disk (fsync) when its call returns; a
 * failure is that of the {@link Catalogue}, and nothing was changed.
 */
public interface KeyStore {

  /** The key of that id, or null; revoked and expired ones are found too. */
  @Nullable KeyRecord findKey(String id);

  /** Adds a key, or replaces what is known of it. */
  void putKey(KeyRecord key);

  /** Forgets a key. Nothing happens if there is none. */
  void removeKey(String id);

  /**
   * Notes when keys were last used, in one change.
   *
   * @param millis by id; ids of which there is no key are passed over
   */
  void keysUsed(Map<String, Long> millis);

  /** Every key, ordered by id, byte order; their number is bounded by who puts them. */
  List<KeyRecord> keys();
}
