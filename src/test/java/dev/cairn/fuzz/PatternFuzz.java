package dev.cairn.fuzz;

import dev.cairn.ShardId;
import dev.cairn.security.ShardPattern;
import dev.cairn.storage.KeyPattern;
import java.util.Arrays;
import java.util.List;

/** A pattern, a blank line, and what it may match: keys and shards. */
final class PatternFuzz {

  private static final int MOST_CHARACTERS = 500;

  private PatternFuzz() {}

  static void take(byte[] input) throws Exception {
    List<byte[]> parts = Fuzz.parts(input, 2);
    String pattern = Fuzz.utf8(parts.get(0));
    String name = Fuzz.utf8(parts.get(1));
    if (pattern == null || name == null) {
      return;
    }
    ofKeys(pattern, name, parts.get(1));
    ofShards(pattern, name);
  }

  private static void ofKeys(String pattern, String key, byte[] utf8) {
    KeyPattern ours = KeyPattern.of(pattern);
    boolean matches = ours.matches(utf8);
    if (pattern.length() < MOST_CHARACTERS && key.length() < MOST_CHARACTERS) {
      Fuzz.require(matches == naive(pattern, key), "pattern", pattern, "key", key, matches);
    }
    byte[] prefix = ours.literalPrefix();
    boolean begins =
        prefix.length <= utf8.length
            && Arrays.equals(prefix, 0, prefix.length, utf8, 0, prefix.length);
    Fuzz.require(!matches || begins, "prefix of", pattern, "key", key);
    Fuzz.require(ours.toString().equals(pattern), "spelling of", pattern);
  }

  private static void ofShards(String pattern, String name) throws Exception {
    ShardPattern ours = Fuzz.readOrRefused(() -> new ShardPattern(pattern));
    ShardId shard = Fuzz.readOrRefused(() -> new ShardId(name));
    if (ours == null || shard == null) {
      return;
    }
    boolean named =
        pattern.endsWith("*")
            ? name.startsWith(pattern.substring(0, pattern.length() - 1))
            : name.equals(pattern);
    Fuzz.require(ours.names(shard) == named, "pattern", pattern, "shard", name);
    Fuzz.require(!named || name.startsWith(ours.prefix()), "prefix", pattern, "shard", name);
  }

  /** By the table of which beginnings match which. */
  private static boolean naive(String pattern, String key) {
    boolean[] matches = new boolean[key.length() + 1];
    matches[0] = true;
    for (int at = 0; at < pattern.length(); at++) {
      char c = pattern.charAt(at);
      boolean[] next = new boolean[key.length() + 1];
      for (int i = 0; i <= key.length(); i++) {
        next[i] =
            c == '*'
                ? matches[i] || (i > 0 && next[i - 1])
                : i > 0 && matches[i - 1] && key.charAt(i - 1) == c;
      }
      matches = next;
    }
    return matches[key.length()];
  }
}
