package dev.cairn.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Quotas;
import dev.cairn.catalogue.KeyRecord;
import dev.cairn.catalogue.KeyScope;
import dev.cairn.catalogue.KeyStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that is asked of a store of keys. A store's test is a subclass that says how to open
 * it, and nothing else.
 */
public abstract class KeyStoreContract {

  private static final long CREATED = 1_700_000_000_000L;
  private static final KeyScope WHOLE = new KeyScope("*", "admin", List.of(), null);

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins.
  Path directory;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private KeyStore store;

  /** Opens the store of a directory, which is empty the first time. */
  protected abstract KeyStore open(Path directory);

  /**
   * Closes what was opened last and opens it again, as a new process would; the same store if
   * nothing of it survives the process.
   */
  protected abstract KeyStore reopen(Path of);

  /** Closes what was opened last. */
  protected abstract void close();

  @BeforeEach
  final void openStore() {
    store = open(directory);
  }

  @AfterEach
  final void closeStore() {
    close();
  }

  @Test
  void aNewStoreIsEmpty() {
    assertThat(store.keys()).isEmpty();
    assertThat(store.findKey("a")).isNull();
  }

  @Test
  void aKeyIsFoundAsItWasPut() {
    KeyRecord key = new KeyRecord("a", "the name", "hash", List.of(WHOLE), CREATED, 2, 3, 4);

    store.putKey(key);

    assertThat(store.findKey("a")).isEqualTo(key);
    assertThat(store.findKey("b")).isNull();
    assertThat(store.keys()).containsExactly(key);
  }

  @Test
  void quotasAreKeptWithTheirKey() {
    Quotas quotas = new Quotas(0, 0, 1, 2, 3, Quotas.MOST);
    KeyRecord key = new KeyRecord("a", "", "hash", List.of(WHOLE), CREATED, 2, 3, 4, quotas);

    store.putKey(key);
    store.putKey(key.withLastUsed(9).withRevoked(8));

    assertThat(reopened().findKey("a")).isEqualTo(key.withLastUsed(9).withRevoked(8));
  }

  @Test
  void everyTimeMayBeTheGreatestThereIs() {
    long most = Long.MAX_VALUE;
    KeyRecord key = new KeyRecord("a", "", "hash", List.of(WHOLE), most, most - 1, most - 2, most);

    store.putKey(key);

    assertThat(reopened().findKey("a")).isEqualTo(key);
  }

  @Test
  void scopesKeepTheirOrderAndAllOfTheirParts() {
    KeyRecord key =
        key(
            "a",
            new KeyScope("z*", "read", List.of(), null),
            new KeyScope("a", "write", List.of("default", "b:c.d_e~f-g"), "prefix"),
            new KeyScope("a", "write", List.of("default"), null),
            new KeyScope("a", "write", List.of(), "p"),
            new KeyScope("a", "write", List.of(), "p"),
            new KeyScope("m", "of a later version", List.of("x"), ""));

    store.putKey(key);

    assertThat(reopened().findKey("a")).isEqualTo(key);
  }

  @Test
  void anyTextIsKeptAsItIs() {
    for (String text : List.of("", " ", "\0", "a\0b\0", "'; drop table keys; --", "ü€𝄞", "%_*")) {
      KeyRecord key =
          new KeyRecord(
              "a",
              text,
              "hash",
              List.of(new KeyScope("*", "read", List.of(), text)),
              CREATED,
              0,
              0,
              0);

      store.putKey(key);

      assertThat(reopened().findKey("a")).isEqualTo(key);
    }
  }

  @Test
  void puttingAgainReplacesScopesToo() {
    store.putKey(key("a", WHOLE, new KeyScope("b", "read", List.of(), null)));
    store.putKey(key("b", WHOLE));
    KeyRecord narrower = key("a", new KeyScope("c", "read", List.of("d"), "e")).withRevoked(7);

    store.putKey(narrower);

    assertThat(store.findKey("a")).isEqualTo(narrower);
    assertThat(store.keys()).containsExactly(narrower, key("b", WHOLE));
    assertThat(reopened().keys()).containsExactly(narrower, key("b", WHOLE));
  }

  @Test
  void aRemovedKeyLeavesNothing() {
    store.putKey(key("a", WHOLE));
    store.putKey(key("b", WHOLE));

    store.removeKey("a");
    store.removeKey("a");

    assertThat(store.findKey("a")).isNull();
    assertThat(reopened().keys()).containsExactly(key("b", WHOLE));
    KeyRecord again = key("a", new KeyScope("c", "read", List.of(), null));
    store.putKey(again);
    assertThat(store.findKey("a")).as("with its own scopes alone").isEqualTo(again);
  }

  @Test
  void removingAKeyThatIsNotThereChangesNothing() {
    store.putKey(key("a", WHOLE));

    store.removeKey("b");

    assertThat(store.keys()).containsExactly(key("a", WHOLE));
  }

  @Test
  void lastUsesAreNotedOfThoseThatAreThereAndOfNoOther() {
    store.putKey(key("a", WHOLE));
    store.putKey(key("b", WHOLE));
    store.putKey(key("c", WHOLE));

    store.keysUsed(Map.of("a", 5L, "c", 6L, "gone", 7L));

    assertThat(store.findKey("a")).isEqualTo(key("a", WHOLE).withLastUsed(5));
    assertThat(reopened().keys())
        .containsExactly(
            key("a", WHOLE).withLastUsed(5), key("b", WHOLE), key("c", WHOLE).withLastUsed(6));
  }

  @Test
  void noUsesChangeNothing() {
    store.putKey(key("a", WHOLE));

    store.keysUsed(Map.of());

    assertThat(store.keys()).containsExactly(key("a", WHOLE));
  }

  @Test
  void keysAreListedInByteOrder() {
    for (String id : List.of("b", "a", "z2", "22", "ab", "7")) {
      store.putKey(key(id, WHOLE));
    }

    assertThat(store.keys().stream().map(KeyRecord::id))
        .containsExactly("22", "7", "a", "ab", "b", "z2");
  }

  @Test
  void aListThatWasTakenStaysAsItIs() {
    store.putKey(key("a", WHOLE));
    List<KeyRecord> taken = store.keys();

    store.removeKey("a");

    assertThat(taken).containsExactly(key("a", WHOLE));
  }

  @Test
  void changesFromManyThreadsAllCount() {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 40; i++) {
        String id = "key" + i;
        threads.execute(() -> store.putKey(key(id, WHOLE)));
      }
    }

    assertThat(store.keys()).hasSize(40).allSatisfy(key -> assertThat(key.scopes()).hasSize(1));
  }

  private KeyStore reopened() {
    store = reopen(directory);
    return store;
  }

  private static KeyRecord key(String id, KeyScope... scopes) {
    return new KeyRecord(id, "of " + id, "hash of " + id, List.of(scopes), CREATED, 0, 0, 0);
  }
}
