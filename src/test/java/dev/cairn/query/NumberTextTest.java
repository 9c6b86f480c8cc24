package dev.cairn.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumberTextTest {

  private static final int RANDOM_NUMBERS = 20_000;

  @Test
  void numbersAreReadAsSqliteReadsThem() throws SQLException {
    List<String> traps =
        List.of(
            "0",
            "-0",
            "0.0",
            "-0.0",
            "1E5",
            "1e+5",
            "1e-5",
            "9007199254740993",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "-9223372036854775809",
            "18446744073709551615",
            "18446744073709551616",
            "1e400",
            "-1e400",
            "0e400",
            "-0e400",
            "1e-400",
            "1e99999999999",
            "1e-99999999999",
            "4.9e-324",
            "2e-324",
            "2.5e-324",
            "1.7976931348623158e308",
            "1.7976931348623159e308",
            "66038221268335053258471412747670889623",
            "0.1868959932618827063908295807653294842",
            "1" + "0".repeat(400) + "e-400",
            "0." + "0".repeat(400) + "1e401",
            "1" + "0".repeat(20_000) + "e-20000",
            "0." + "0".repeat(200_000) + "1e200001",
            "0." + "9".repeat(30),
            "9".repeat(30));
    try (SqliteEntries sqlite = new SqliteEntries()) {
      for (String written : traps) {
        assertThat(NumberText.parse(written)).as(written).isEqualTo(sqlite.number(written));
      }
    }
  }

  @Test
  void randomNumbersAreReadAsSqliteReadsThem() throws SQLException {
    long seed = Seeds.next();
    Random random = new Random(seed);
    try (SqliteEntries sqlite = new SqliteEntries()) {
      for (int i = 0; i < RANDOM_NUMBERS; i++) {
        String written = randomNumber(random);
        assertThat(NumberText.parse(written))
            .as("%s, seed %d", written, seed)
            .isEqualTo(sqlite.number(written));
      }
    }
  }

  private static String randomNumber(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> finite(random).toString().replace("E", "e");
      case 1 -> Long.toString(random.nextLong() >> random.nextInt(64));
      case 2 -> new BigInteger(60 + random.nextInt(80), random).toString();
      case 3 -> "0." + new BigInteger(120, random);
      default ->
          random.nextInt(1000)
              + "."
              + random.nextInt(1_000_000)
              + "e"
              + (random.nextInt(700) - 350);
    };
  }

  private static Double finite(Random random) {
    double number = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(number) ? number : 0.5;
  }

  @Test
  void theOrderOfIntegersAndDoublesIsExact() {
    List<Number> numbers =
        List.of(
            Double.NEGATIVE_INFINITY,
            -0x1p64,
            Long.MIN_VALUE,
            -0x1p63,
            Long.MIN_VALUE + 1,
            -2.5,
            -2L,
            -0.5,
            -0.0,
            0L,
            0.0,
            0.5,
            1L,
            1.0,
            9007199254740992.0,
            9007199254740992L,
            9007199254740993L,
            Long.MAX_VALUE,
            0x1p63,
            1e300,
            Double.POSITIVE_INFINITY);
    for (Number left : numbers) {
      for (Number right : numbers) {
        assertThat(NumberText.compare(left, right))
            .as("%s and %s", left, right)
            .isEqualTo(sign(left, right));
      }
    }
  }

  private static int sign(Number left, Number right) {
    boolean finite = Double.isFinite(left.doubleValue()) && Double.isFinite(right.doubleValue());
    return finite
        ? decimal(left).compareTo(decimal(right))
        : Double.compare(left.doubleValue(), right.doubleValue());
  }

  private static BigDecimal decimal(Number number) {
    return number instanceof Long integer
        ? BigDecimal.valueOf(integer)
        : new BigDecimal(number.doubleValue());
  }
}
