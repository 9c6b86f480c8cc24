package dev.cairn.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

/** The bound of the native executable's heap; that it is set is seen in the process itself. */
final class NativeHeapTest {

  private static final long MIB = 1L << 20;

  @Test
  void theHeapMayTakeAQuarterOfTheMemory() {
    assertThat(NativeHeap.option(1024 * MIB)).isEqualTo("-Xmx" + 256 * MIB);
    assertThat(NativeHeap.option(200 * MIB)).isEqualTo("-Xmx" + 50 * MIB);
  }

  @Test
  void itIsNeverTooSmallForARequest() {
    assertThat(NativeHeap.option(16 * MIB)).isEqualTo("-Xmx" + 32 * MIB);
  }

  @Test
  void aJavaMachineIsLeftAlone() {
    assertThatCode(() -> NativeHeap.bound("serve")).doesNotThrowAnyException();
  }
}
