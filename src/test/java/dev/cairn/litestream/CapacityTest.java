package dev.cairn.litestream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CapacityTest {

  private static final long NO_LIMIT = SystemFigures.NO_LIMIT;

  @Test
  void oneProcessTakesWhatTheSettingSays() {
    assertThat(Capacity.of(1, NO_LIMIT)).isEqualTo(new Capacity(1, 1));
    assertThat(Capacity.of(800, NO_LIMIT)).isEqualTo(new Capacity(800, 1));
    assertThat(Capacity.of(120, 1024)).isEqualTo(new Capacity(120, 1));
  }

  @Test
  void moreFilesThanOneProcessDoesWellAreShared() {
    assertThat(Capacity.of(801, NO_LIMIT)).isEqualTo(new Capacity(801, 2));
    assertThat(Capacity.of(1600, 1_048_576)).isEqualTo(new Capacity(1600, 2));
    assertThat(Capacity.of(1601, NO_LIMIT)).isEqualTo(new Capacity(1601, 3));
  }

  @Test
  void fewDescriptorsMakeMoreProcessesOfFewerFiles() {
    assertThat(Capacity.of(121, 1024)).isEqualTo(new Capacity(121, 2));
    assertThat(Capacity.of(256, 1024)).isEqualTo(new Capacity(256, 3));
  }

  @Test
  void theNumberOfProcessesBoundsTheFiles() {
    assertThat(Capacity.of(10_000, NO_LIMIT)).isEqualTo(new Capacity(3200, 4));
    assertThat(Capacity.of(1000, 1024)).isEqualTo(new Capacity(384, 4));
  }

  @Test
  void withHardlyAnyDescriptorsNothingIsCopied() {
    assertThat(Capacity.of(10, 64)).isEqualTo(new Capacity(0, 1));
    assertThat(Capacity.of(10, 1)).isEqualTo(new Capacity(0, 1));
    assertThat(Capacity.of(10, 72)).isEqualTo(new Capacity(1, 1));
  }

  @Test
  void theLimitOfOpenFilesIsTheSoftOne() {
    String limits =
        """
        Limit                     Soft Limit           Hard Limit           Units
        Max processes             2048                 4096                 processes
        Max open files            1024                 524288               files
        Max locked memory         65536                65536                bytes
        """;

    assertThat(SystemFigures.openFileLimit(limits)).isEqualTo(1024);
  }

  @Test
  void noLimitAndNoAnswerAreTheSame() {
    assertThat(SystemFigures.openFileLimit("Max open files   unlimited   unlimited   files"))
        .isEqualTo(NO_LIMIT);
    assertThat(SystemFigures.openFileLimit("")).isEqualTo(NO_LIMIT);
  }

  @Test
  void residentMemoryIsToldInBytes() {
    assertThat(SystemFigures.residentBytes("Name:\tx\nVmHWM:\t 50 kB\nVmRSS:\t   40960 kB\n"))
        .isEqualTo(40_960L * 1024);
    assertThat(SystemFigures.residentBytes("")).isZero();
    assertThat(SystemFigures.residentBytes(ProcessHandle.current().pid())).isPositive();
  }
}
