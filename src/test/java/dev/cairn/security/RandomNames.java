package dev.cairn.security;

import java.util.Random;

/** Short names of few letters, so that look-alikes are frequent, and what patterns of them mean. */
final class RandomNames {

  private RandomNames() {}

  /** One to four letters. */
  static String id(Random random) {
    int length = 1 + random.nextInt(4);
    StringBuilder id = new StringBuilder();
    for (int i = 0; i < length; i++) {
      id.append("aAb-".charAt(random.nextInt(4)));
    }
    return id.toString();
  }

  /** An id, an id with a star, or the star. */
  static String pattern(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> "*";
      case 1, 2, 3 -> id(random);
      case 4 -> id(random) + "*";
      default -> id(random).substring(0, 1) + "*";
    };
  }

  /** Letter by letter, as one would do it by hand. */
  static boolean names(String pattern, String shard) {
    for (int i = 0; i < pattern.length(); i++) {
      if (pattern.charAt(i) == '*') {
        return true;
      }
      if (i == shard.length() || shard.charAt(i) != pattern.charAt(i)) {
        return false;
      }
    }
    return pattern.length() == shard.length();
  }
}
