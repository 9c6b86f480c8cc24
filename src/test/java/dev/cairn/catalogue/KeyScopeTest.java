package dev.cairn.catalogue;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class KeyScopeTest {

  @Test
  void namesThatCouldBeReadAsOthersAreRefused() {
    for (String name : List.of("", " ", "a b", "a ")) {
      assertThatThrownBy(() -> new KeyScope("*", "read", List.of("default", name), null))
          .as("\"%s\"", name)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
