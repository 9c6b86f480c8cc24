package dev.cairn.app;

import dev.cairn.catalogue.KeyRecord;
import dev.cairn.catalogue.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** Keys that are gone with the process. Any thread. */
final class TransientKeys implements KeyStore {

  private final ConcurrentNavigableMap<String, KeyRecord> keys = new ConcurrentSkipListMap<>();

  @Override
  public @Nullable KeyRecord findKey(String id) {
    return keys.get(id);
  }

  @Override
  public void putKey(KeyRecord key) {
    keys.put(key.id(), key);
  }

  @Override
  public void removeKey(String id) {
    keys.remove(id);
  }

  @Override
  public void keysUsed(Map<String, Long> millis) {
    // They are not asked for when they were used.
  }

  @Override
  public List<KeyRecord> keys() {
    return List.copyOf(keys.values());
  }
}
