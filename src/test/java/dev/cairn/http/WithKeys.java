package dev.cairn.http;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Runs a service of its own, whose keys end with it. */
public final class WithKeys implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of("cairn.driver", "memory");
  }
}
