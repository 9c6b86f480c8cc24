package dev.cairn.security;

import dev.cairn.fuzz.Fuzz;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/** The value of {@code Authorization}. */
public final class CredentialFuzz {

  private CredentialFuzz() {}

  public static void take(byte[] input) {
    String header = Fuzz.head(input);
    String presented = Credential.of(header);
    String scheme = header.split(" ", 2)[0].toLowerCase(Locale.ROOT);
    Fuzz.require(
        presented == null || scheme.equals("bearer") || scheme.equals("basic"), "taken:", header);
    if (presented != null && scheme.equals("bearer")) {
      Fuzz.require(header.strip().endsWith(presented), "not what was sent:", header);
      String pair = "user:" + presented;
      String basic =
          "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
      if (basic.length() < 8000) {
        Fuzz.require(presented.equals(Credential.of(basic)), "as Basic:", header);
      }
    }
    key(presented == null ? header : presented);
  }

  /** One key text is one key: whoever changes a character has another, or none. */
  private static void key(String text) {
    String id = KeyText.id(text);
    KeyText.hash(text);
    if (id == null) {
      return;
    }
    Fuzz.require(text.startsWith(KeyText.PREFIX + id + "_"), "id of", text);
    for (int i = 0; i < text.length(); i++) {
      char other = text.charAt(i) == 'a' ? 'b' : 'a';
      String changed = text.substring(0, i) + other + text.substring(i + 1);
      Fuzz.require(KeyText.id(changed) == null, "another key:", changed);
    }
  }
}
