package dev.cairn.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is read from {@code Prefer}. */
class PreferencesTest {

  /** As long as a header may be. */
  private static final int BLANKS = 32_000;

  @Test
  void blanksAroundTheEqualsSignAndQuotesDoNotMatter() {
    assertThat(Preferences.wantsReplicated(List.of("x, wait \t=  \"replicated\" ; y=1"))).isTrue();
    assertThat(Preferences.wantsRepresentation(List.of("RETURN = Representation"))).isTrue();
    assertThat(Preferences.wantsRepresentation(List.of("return=minimal, return=representation")))
        .isFalse();
    assertThat(Preferences.wantsReplicated(List.of("wait", "wait=", "=", ""))).isFalse();
  }

  @Test
  void manyBlanksTakeNoMoreTimeThanOtherCharacters() {
    List<String> lines = List.of("a" + " ".repeat(BLANKS) + "b");
    var threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    for (int i = 0; i < 10; i++) {
      Preferences.wantsReplicated(lines);
    }
    assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - before))
        .isLessThan(Duration.ofSeconds(1));
  }
}
