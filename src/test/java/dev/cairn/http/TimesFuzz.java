package dev.cairn.http;

import dev.cairn.Limits;
import dev.cairn.fuzz.Fuzz;
import dev.cairn.query.Operand;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** A time of RFC 3339, as filters and restores take it; both read the same millisecond. */
public final class TimesFuzz {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("9999-12-31T23:59:59Z"), ZoneOffset.UTC);

  private TimesFuzz() {}

  public static void take(byte[] input) throws Exception {
    String text = new String(input, StandardCharsets.UTF_8);
    Operand.Time time = Fuzz.readOrRefused(() -> Operand.Time.parse(text));
    if (time != null && Instant.ofEpochMilli(time.millis()).atZone(ZoneOffset.UTC).getYear() > 0) {
      String spelled = WireTimes.rfc3339(time.millis());
      if (spelled.length() == "0000-00-00T00:00:00.000Z".length()) {
        Fuzz.require(Operand.Time.parse(spelled).equals(time), text, "as", spelled);
      }
      WireTimes.httpDate(time.millis());
    }
    restore(text, time == null ? null : time.millis());
  }

  private static void restore(String text, @Nullable Long millis) throws Exception {
    if (text.chars().anyMatch(c -> c < ' ' || c == '"' || c == '\\')) {
      return;
    }
    byte[] body = ("{\"at\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8);
    RestoreRequests requests = new RestoreRequests(Limits.DEFAULT, CLOCK);
    var parameters = Fuzz.readOrRefused(() -> requests.restore(body, true));
    if (millis != null && millis <= CLOCK.millis()) {
      Fuzz.require(
          parameters != null && parameters.containsValue(Long.toString(millis)),
          "a restore does not read",
          text,
          parameters);
    }
  }
}
