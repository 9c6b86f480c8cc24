package dev.cairn.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.ShardId;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {

  private static final String LEGAL =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~:-";
  private static final int RUNS = 20_000;
  private static final int MAX_FILE_NAME = 255;
  private static final String LONGEST_SUFFIX = FileNames.SUFFIX + ".new-journal";

  @ParameterizedTest
  @CsvSource({
    "guild-7, guild-7",
    "Guild_7, =47uild_7",
    "a.b, a=2eb",
    "net:group, net=3agroup",
    "~, =7e",
    "a..b, a=2e=2eb"
  })
  void namesAreReadable(String id, String name) {
    assertThat(FileNames.encode(new ShardId(id))).isEqualTo(name);
  }

  @Test
  void everyLegalCharacterComesBack() {
    for (int i = 0; i < LEGAL.length(); i++) {
      char c = LEGAL.charAt(i);
      ShardId id = new ShardId("x" + c + "y");

      assertThat(FileNames.decode(FileNames.encode(id))).as("'%s'", c).isEqualTo(id);
    }
  }

  @Test
  void differentIdsHaveDifferentNamesWhereCaseDoesNotCount() {
    long seed = Long.getLong("cairn.seed", System.nanoTime());
    Random random = new Random(seed);
    Map<String, ShardId> byName = new HashMap<>();
    for (int i = 0; i < RUNS; i++) {
      ShardId id = randomId(random);
      String about = "'" + id + "', seed " + seed;
      String name = FileNames.encode(id);
      String place = FileNames.directory(id) + "/" + name;

      ShardId other = byName.putIfAbsent(place.toLowerCase(Locale.ROOT), id);
      assertThat(other == null || other.equals(id)).as("%s and %s", about, other).isTrue();
      assertThat(name).as(about).matches("[a-z0-9=_-]+");
      assertThat((name + LONGEST_SUFFIX).length()).as(about).isLessThanOrEqualTo(MAX_FILE_NAME);
      assertThat(FileNames.directory(id)).as(about).matches("[0-9a-f]{2}");
      assertStaysInside(place, about);
      if (FileNames.isLong(name)) {
        assertThat(FileNames.decode(name)).as(about).isNull();
      } else {
        assertThat(FileNames.decode(name)).as(about).isEqualTo(id);
      }
    }
    assertThat(byName.values().stream().map(FileNames::encode).filter(FileNames::isLong))
        .as("long names, seed %s", seed)
        .isNotEmpty();
  }

  private static void assertStaysInside(String place, String about) {
    Path root = Path.of("/data/shards");
    Path file = root.resolve(place + FileNames.SUFFIX).normalize();
    assertThat(file.getParent()).as(about).isNotNull().extracting(Path::getParent).isEqualTo(root);
  }

  /** Few letters and much of the same, so that near ones come up. */
  private static ShardId randomId(Random random) {
    String letters = random.nextBoolean() ? LEGAL : "aA.";
    int length = 1 + (random.nextInt(4) == 0 ? random.nextInt(200) : random.nextInt(6));
    StringBuilder id = new StringBuilder();
    while (id.length() < length) {
      id.append(letters.charAt(random.nextInt(letters.length())));
    }
    if (id.charAt(0) == '.') {
      id.setCharAt(0, 'a');
    }
    return new ShardId(id.toString());
  }

  @Test
  void theLongestIdsHaveNamesOfTheirOwn() {
    ShardId capitals = new ShardId("X".repeat(200));
    ShardId nearly = new ShardId("X".repeat(199) + "x");
    ShardId small = new ShardId("x".repeat(200));

    assertThat(FileNames.encode(capitals)).isNotEqualTo(FileNames.encode(nearly)).hasSize(166);
    assertThat(FileNames.isLong(FileNames.encode(nearly))).isTrue();
    assertThat(FileNames.encode(small)).isEqualTo(small.value());
    assertThat(FileNames.decode(small.value())).isEqualTo(small);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A", "a.b", "=41=", "=4", "=", "=4G", "=61", "=2F", "=2f", "=2e", "=2ea", "", "=00", "a b",
        "=E9", "..", "=2e=2e", "=3A", "é"
      })
  void aNameThatNoIdHasIsNobodys(String name) {
    assertThat(FileNames.decode(name)).isNull();
  }
}
