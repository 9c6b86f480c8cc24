package dev.cairn.memory;

import dev.cairn.catalogue.KeyRecord;
import dev.cairn.catalogue.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the service in memory; none of them survives the process. Any thread: every call
 * holds the object's own lock, which guards the map.
 */
public final class MemoryKeys implements KeyStore {

  private final NavigableMap<String, KeyRecord> keys = new TreeMap<>();

  /** A store without keys. */
  public MemoryKeys() {}

  @Override
  public synchronized @Nullable KeyRecord findKey(String id) {
    return keys.get(id);
  }

  @Override
  public synchronized void putKey(KeyRecord key) {
    keys.put(key.id(), key);
  }

  @Override
  public synchronized void removeKey(String id) {
    keys.remove(id);
  }

  @Override
  public synchronized void keysUsed(Map<String, Long> millis) {
    millis.forEach((id, used) -> keys.computeIfPresent(id, (_, key) -> key.withLastUsed(used)));
  }

  @Override
  public synchronized List<KeyRecord> keys() {
    return List.copyOf(keys.values());
  }
}
