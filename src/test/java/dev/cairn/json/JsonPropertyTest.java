package dev.cairn.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.CairnException;
import dev.cairn.JsonText;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random texts, with a strict UTF-8 decoder plus Jackson, and SQLite, as the references. */
class JsonPropertyTest {

  private static final int ROUNDS = 4000;
  private static final int DEPTH = 64;

  private final long seed = Long.getLong("cairn.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final RandomJson generator = new RandomJson(random);

  @Test
  void whateverAStrictGeneratorMakesIsTaken() {
    for (int i = 0; i < ROUNDS; i++) {
      String json = generator.text();
      assertThat(accepted(bytes(json))).as("seed %s: %s", seed, json).isTrue();
    }
  }

  @Test
  void mutationsAreTakenIfAndOnlyIfTheReferenceTakesThem() {
    for (int i = 0; i < 5 * ROUNDS; i++) {
      byte[] mutated = mutate(bytes(generator.text()));
      assertThat(accepted(mutated))
          .as("seed %s: %s", seed, HexFormat.of().formatHex(mutated))
          .isEqualTo(acceptedByReference(mutated));
    }
  }

  @Test
  void randomBytesAreRefusedInNoOtherWay() {
    for (int i = 0; i < 5 * ROUNDS; i++) {
      byte[] bytes = new byte[random.nextInt(20)];
      random.nextBytes(bytes);
      assertThat(accepted(bytes))
          .as("seed %s: %s", seed, HexFormat.of().formatHex(bytes))
          .isEqualTo(acceptedByReference(bytes));
    }
  }

  @Test
  void whatIsTakenSqliteCanRead() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        PreparedStatement valid =
            connection.prepareStatement("select json_valid(cast(? as text))")) {
      for (int i = 0; i < ROUNDS; i++) {
        byte[] bytes = bytes(generator.text());
        byte[] perhaps = random.nextBoolean() ? bytes : mutate(bytes);
        if (accepted(perhaps)) {
          assertValid(valid, perhaps);
        }
      }
      assertValid(valid, bytes("[".repeat(JsonCheck.MAX_DEPTH) + "]".repeat(JsonCheck.MAX_DEPTH)));
      for (String odd :
          new String[] {
            "\"\\ud800\"", "\"\\u0000\"", "\"\u007f\u0080\uffff\ufdd0\"", "-0", "-0e-0",
            "1e999999999", "9".repeat(100_000), "{\"\":{\"\\u0000\":1}}", " \t\r\n1\n", "3123",
            "\"\\/\"", "\"\u2028\u2029\"", "1E+0000000000000000000001"
          }) {
        JsonCheck.check(bytes(odd), DEPTH);
        assertValid(valid, bytes(odd));
      }
    }
  }

  @Test
  void mergePatchAgreesWithSqlite() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        PreparedStatement patch =
            connection.prepareStatement("select json_patch(cast(? as text), cast(? as text))")) {
      for (int i = 0; i < ROUNDS; i++) {
        // Escapes stay out of these texts: they are tested above, and SQLite has ways of its own.
        String target = generator.withoutEscapes();
        String change = generator.withoutEscapes();
        patch.setBytes(1, bytes(target));
        patch.setBytes(2, bytes(change));
        try (ResultSet rows = patch.executeQuery()) {
          rows.next();
          JsonText ours = MergePatch.of(JsonText.ofChecked(change)).applyTo(text(target));
          assertThat(
                  Equality.equal(TreeReader.read(ours), TreeReader.read(text(rows.getString(1)))))
              .as("seed %s: %s + %s = %s", seed, target, change, ours)
              .isTrue();
          assertThat(accepted(ours.utf8())).as("seed %s: %s", seed, ours).isTrue();
        }
      }
    }
  }

  @Test
  void mergePatchKeepsTheSpellingOfWhatItDoesNotTouch() {
    for (int i = 0; i < ROUNDS; i++) {
      String kept = generator.text().strip();
      String target = "{\"kept\": " + kept + " ,\"in\":{\"kept\": " + kept + ",\"x\":1}}";
      assertThat(MergePatch.of(text("{\"in\":{\"x\":null},\"y\":2}")).applyTo(text(target)))
          .as("seed %s", seed)
          .hasToString("{\"kept\":" + kept + ",\"in\":{\"kept\":" + kept + "},\"y\":2}");
    }
  }

  @Test
  void jsonPatchKeepsTheSpellingOfWhatItMoves() {
    for (int i = 0; i < ROUNDS; i++) {
      String kept = generator.text().strip();
      JsonPatch swap =
          JsonPatch.of(
              text(
                  "[{\"op\":\"move\",\"from\":\"/0\",\"path\":\"/-\"},"
                      + "{\"op\":\"test\",\"path\":\"/1\",\"value\":"
                      + kept
                      + "},"
                      + "{\"op\":\"copy\",\"from\":\"/1\",\"path\":\"/0\"}]"));
      assertThat(swap.applyTo(text("[ " + kept + " , 1.0 ]")))
          .as("seed %s", seed)
          .hasToString("[" + kept + ",1.0," + kept + "]");
    }
  }

  @Test
  void randomPatchesAreAppliedOrRefusedAndGiveSoundTexts() {
    String[] ops = {"add", "remove", "replace", "move", "copy", "test"};
    String[] paths = {"", "/a", "/b", "/a/b", "/0", "/1", "/-", "/0/0", "/a/0", "/b/-", "/é"};
    for (int i = 0; i < ROUNDS; i++) {
      StringBuilder document = new StringBuilder("[");
      for (int j = random.nextInt(1, 8); j > 0; j--) {
        document.append("{\"op\":\"").append(ops[random.nextInt(ops.length)]);
        document.append("\",\"path\":\"").append(paths[random.nextInt(paths.length)]);
        document.append("\",\"from\":\"").append(paths[random.nextInt(paths.length)]);
        document.append("\",\"value\":").append(generator.text()).append(j > 1 ? "}," : "}]");
      }
      try {
        JsonText result = JsonPatch.of(text(document.toString())).applyTo(text(generator.text()));
        assertThat(accepted(result.utf8()))
            .as("seed %s: %s -> %s", seed, document, result)
            .isTrue();
      } catch (CairnException refusal) {
        assertThat(refusal.violations()).as("seed %s", seed).isNotEmpty();
      }
    }
  }

  @Test
  void stringsAreReadAsTheyWereSpelled() {
    for (int i = 0; i < ROUNDS; i++) {
      StringBuilder meaning = new StringBuilder();
      for (int j = random.nextInt(6); j > 0; j--) {
        meaning.append((char) (random.nextBoolean() ? random.nextInt(128) : random.nextInt(65536)));
      }
      Slice spelled = Strings.spell(meaning.toString());
      byte[] bytes = Arrays.copyOf(spelled.source(), spelled.to());
      assertThat(accepted(bytes)).as("seed %s", seed).isTrue();
      assertThat(Strings.decode(spelled)).as("seed %s", seed).isEqualTo(meaning.toString());
    }
  }

  private static void assertValid(PreparedStatement valid, byte[] bytes) throws SQLException {
    valid.setBytes(1, bytes);
    try (ResultSet rows = valid.executeQuery()) {
      rows.next();
      assertThat(rows.getInt(1)).as(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(1);
    }
  }

  private byte[] mutate(byte[] original) {
    byte[] bytes = original.clone();
    for (int i = random.nextInt(1, 3); i > 0 && bytes.length > 0; i--) {
      int at = random.nextInt(bytes.length);
      bytes =
          switch (random.nextInt(4)) {
            case 0 -> without(bytes, at);
            case 1 -> Arrays.copyOf(bytes, at);
            case 2 -> replaced(bytes, at, (byte) random.nextInt(256));
            default -> replaced(bytes, at, bytes[random.nextInt(bytes.length)]);
          };
    }
    return bytes;
  }

  private static byte[] without(byte[] bytes, int at) {
    byte[] shorter = Arrays.copyOf(bytes, bytes.length - 1);
    System.arraycopy(bytes, at + 1, shorter, at, shorter.length - at);
    return shorter;
  }

  private static byte[] replaced(byte[] bytes, int at, byte b) {
    bytes[at] = b;
    return bytes;
  }

  private static boolean accepted(byte[] bytes) {
    try {
      JsonCheck.check(bytes, DEPTH);
      return true;
    } catch (CairnException _) {
      return false;
    }
  }

  private static boolean acceptedByReference(byte[] bytes) {
    return StrictReference.accepts(bytes, DEPTH);
  }

  private static JsonText text(String json) {
    return JsonText.ofChecked(json);
  }

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
