package dev.cairn.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyTextTest {

  private static final int CHARACTERS = 50;

  private final SecureRandom random = new SecureRandom();

  @Test
  void aKeyIsPrefixIdSecretAndChecksum() {
    String text = KeyText.make(random);

    assertThat(text).hasSize(CHARACTERS).matches("cairn_[a-z2-7]{10}_[a-z2-7]{33}");
    assertThat(KeyText.id(text)).isEqualTo(text.substring(6, 16));
  }

  @Test
  void theFormIsTheOneThatScannersAreTold() {
    // Worked out with another program's CRC-32: 0xc214e848 of all but the last seven characters.
    String checked = "cairn_abcdefghij_abcdefghijklmnopqrstuvwxyz";

    assertThat(KeyText.id(checked + "dbbj2ci")).isEqualTo("abcdefghij");
  }

  @Test
  void theHashIsTheSha256OfTheWholeText() {
    assertThat(KeyText.hash("abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void eachSingleChangedCharacterIsFound() {
    String text = KeyText.make(random);
    for (int at = 0; at < text.length(); at++) {
      for (char c = 0; c < 256; c++) {
        if (c != text.charAt(at)) {
          String changed = text.substring(0, at) + c + text.substring(at + 1);
          assertThat(KeyText.id(changed)).as("%s instead of %s", changed, text).isNull();
        }
      }
    }
  }

  @Test
  void eachPairOfNeighboursThatChangedPlacesIsFound() {
    String text = KeyText.make(random);
    for (int at = 1; at < text.length(); at++) {
      char first = text.charAt(at - 1);
      char second = text.charAt(at);
      if (first != second) {
        String changed = text.substring(0, at - 1) + second + first + text.substring(at + 1);
        assertThat(KeyText.id(changed)).as("%s instead of %s", changed, text).isNull();
      }
    }
  }

  @Test
  void whatIsNoKeyHasNoId() {
    String text = KeyText.make(random);

    assertThat(KeyText.id("")).isNull();
    assertThat(KeyText.id("cairn_")).isNull();
    assertThat(KeyText.id(text + "a")).isNull();
    assertThat(KeyText.id(text.substring(1))).isNull();
    assertThat(KeyText.id(text.substring(0, text.length() - 1))).isNull();
    assertThat(KeyText.id(" " + text)).isNull();
    assertThat(KeyText.id(text.toUpperCase(Locale.ROOT))).isNull();
    assertThat(KeyText.id("\ud800".repeat(CHARACTERS))).isNull();
  }

  @Test
  void aHundredThousandKeysAreUnlike() {
    Set<String> ids = new HashSet<>();
    Set<String> secrets = new HashSet<>();
    int[] seen = new int[128];
    for (int i = 0; i < 100_000; i++) {
      String text = KeyText.make(random);
      assertThat(ids.add(text.substring(6, 16))).as("the id of %s", i).isTrue();
      secrets.add(text.substring(17, 43));
      for (int at = 17; at < 43; at++) {
        seen[text.charAt(at)]++;
      }
    }

    assertThat(secrets).hasSize(100_000);
    for (char c : "abcdefghijklmnopqrstuvwxyz234567".toCharArray()) {
      // 81,250 are expected; 2,000 are more than seven standard deviations.
      assertThat(seen[c]).as("how often there is %s", c).isBetween(79_250, 83_250);
    }
  }
}
