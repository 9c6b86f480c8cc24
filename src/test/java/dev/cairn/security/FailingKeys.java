package dev.cairn.security;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.catalogue.KeyRecord;
import dev.cairn.catalogue.KeyStore;
import dev.cairn.memory.MemoryKeys;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A store in memory of which changes fail while it is told so. One thread. */
final class FailingKeys implements KeyStore {

  private final MemoryKeys keys = new MemoryKeys();

  /** Changes that still succeed; those after them fail. */
  private int good = Integer.MAX_VALUE;

  /** From now on so many changes succeed, and then none. */
  void failAfter(int changes) {
    good = changes;
  }

  void mend() {
    good = Integer.MAX_VALUE;
  }

  private void change() {
    if (good == 0) {
      throw new CairnException(ErrorCode.STORAGE_FULL, "No room.");
    }
    good--;
  }

  @Override
  public @Nullable KeyRecord findKey(String id) {
    return keys.findKey(id);
  }

  @Override
  public void putKey(KeyRecord key) {
    change();
    keys.putKey(key);
  }

  @Override
  public void removeKey(String id) {
    change();
    keys.removeKey(id);
  }

  @Override
  public void keysUsed(Map<String, Long> millis) {
    change();
    keys.keysUsed(millis);
  }

  @Override
  public List<KeyRecord> keys() {
    return keys.keys();
  }
}
