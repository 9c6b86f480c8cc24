package dev.cairn.http;

import dev.cairn.fuzz.Fuzz;
import java.util.Arrays;

/** The text of a cursor for a list whose fingerprint is 0. */
public final class CursorFuzz {

  private CursorFuzz() {}

  public static void take(byte[] input) throws Exception {
    String text = Fuzz.head(input);
    for (PageCursor.Kind kind : PageCursor.Kind.values()) {
      PageCursor cursor = Fuzz.readOrRefused(() -> PageCursor.decode(text, kind, 0, "cursor"));
      if (cursor == null) {
        continue;
      }
      PageCursor again = PageCursor.decode(cursor.encoded(), kind, 0, "cursor");
      Fuzz.require(
          again != null && Arrays.equals(again.position(), cursor.position()), "as it was:", text);
      Fuzz.readOrRefused(
          () -> {
            cursor.requireHistoryOf(0);
            return cursor.positionText();
          });
      Fuzz.require(
          Fuzz.readOrRefused(() -> PageCursor.decode(text, kind, 1, "cursor")) == null,
          "another request's cursor was taken:",
          text);
    }
  }
}
