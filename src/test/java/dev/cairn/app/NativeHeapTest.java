package dev.cairn.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

/** The bound of the native executable's heap; that it is set is seen in the process itself. */
final class NativeHeapTest {

  private static final long MIB = 1L << 20;

  @Test
  void theHeapMayTakeAQuarterOfTheMemory() {
    assertThat(NativeHeap.options(1024 * MIB))
        .containsExactly("-Xmx" + 256 * MIB, "-Xmn" + 16 * MIB);
    assertThat(NativeHeap.options(200 * MIB))
        .containsExactly("-Xmx" + 50 * MIB, "-Xmn" + 50 * MIB / 4);
  }

  @Test
  void itIsNeverTooSmallForARequest() {
    assertThat(NativeHeap.options(16 * MIB)).containsExactly("-Xmx" + 32 * MIB, "-Xmn" + 8 * MIB);
  }

  @Test
  void whatWasGivenStaysAsItWas() {
    assertThat(NativeHeap.behindName("/usr/bin/cairn\0-Dname=a b\0serve\0--data\0\0"))
        .containsExactly("-Dname=a b", "serve", "--data", "");
    assertThat(NativeHeap.behindName("cairn\0")).isEmpty();
  }

  @Test
  void aJavaMachineIsLeftAlone() {
    assertThatCode(() -> NativeHeap.bound("serve")).doesNotThrowAnyException();
  }
}
