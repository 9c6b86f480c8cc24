package dev.cairn.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class WireTimesTest {

  private static final long YEAR_0 = -62_167_219_200_000L;
  private static final long YEAR_10_000 = 253_402_300_800_000L;

  @Example
  void theExamplesOfTheDocuments() {
    long millis = Instant.parse("2026-01-02T03:04:05.678Z").toEpochMilli();
    assertThat(WireTimes.rfc3339(millis)).isEqualTo("2026-01-02T03:04:05.678Z");
    assertThat(WireTimes.httpDate(millis)).isEqualTo("Fri, 02 Jan 2026 03:04:05 GMT");
    assertThat(WireTimes.httpDate(784_111_777_000L)).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
  }

  @Example
  void theYearBeforeTheFirstIsCountedAsEachFormDoes() {
    assertThat(WireTimes.rfc3339(YEAR_0)).isEqualTo("0000-01-01T00:00:00.000Z");
    assertThat(WireTimes.httpDate(YEAR_0)).isEqualTo("Sat, 01 Jan 0001 00:00:00 GMT");
  }

  @Property
  void theyAreWhatTheFormattersOfThePlatformWrite(
      @ForAll @LongRange(min = YEAR_0 - 100_000_000_000L, max = YEAR_10_000 + 100_000_000_000L)
          long millis) {
    Instant time = Instant.ofEpochMilli(millis);
    assertThat(WireTimes.rfc3339(millis))
        .isEqualTo(
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'")
                .withZone(ZoneOffset.UTC)
                .format(time));
    assertThat(WireTimes.httpDate(millis))
        .isEqualTo(
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(time));
  }
}
