package dev.cairn.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Revision;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PageCursorTest {

  private static final long FINGERPRINT = PageCursor.fingerprint("guild-7", "a");

  @Test
  void aCursorComesBackAsItWent() {
    String text =
        new PageCursor(PageCursor.Kind.ENTRIES, FINGERPRINT, 2, new byte[] {'k', 0, 'y'}).encoded();

    PageCursor back =
        Objects.requireNonNull(
            PageCursor.decode(text, PageCursor.Kind.ENTRIES, FINGERPRINT, "cursor"));

    back.requireHistoryOf(2 * Revision.HISTORY_SPAN + 5);
    assertRefused(ErrorCode.HISTORY_CHANGED, () -> back.requireHistoryOf(7));
  }

  @Test
  void aCursorOfAnotherRequestOrNoCursorIsRefused() {
    String text = new PageCursor(PageCursor.Kind.ENTRIES, FINGERPRINT, 0, new byte[0]).encoded();

    assertRefused(ErrorCode.INVALID_CURSOR, () -> decode(text, PageCursor.Kind.QUERY, FINGERPRINT));
    assertRefused(
        ErrorCode.INVALID_CURSOR,
        () -> decode(text, PageCursor.Kind.ENTRIES, PageCursor.fingerprint("guild-7", null)));
    for (String bad : new String[] {"", "%", "AAAA", "x".repeat(5000)}) {
      assertRefused(
          ErrorCode.INVALID_CURSOR, () -> decode(bad, PageCursor.Kind.ENTRIES, FINGERPRINT));
    }
  }

  private static void decode(String text, PageCursor.Kind kind, long fingerprint) {
    PageCursor.decode(text, kind, fingerprint, "cursor");
  }

  private static void assertRefused(ErrorCode code, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(CairnException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
