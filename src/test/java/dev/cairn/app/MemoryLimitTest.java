package dev.cairn.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The memory limit of a process, read from made-up files of the system. */
final class MemoryLimitTest {

  private static final long MIB = 1L << 20;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path root;

  @BeforeEach
  void aMachineOfFourGib() throws IOException {
    file("proc/meminfo", "MemTotal:        4194304 kB\nMemFree:          100000 kB\n");
  }

  @Test
  void theMachineIsTheLimitWithoutGroups() {
    assertThat(limit()).isEqualTo(4096 * MIB);
  }

  @Test
  void aGroupOfTheSecondVersionIsTheLimit() throws IOException {
    file("proc/self/cgroup", "0::/system.slice/cairn.service\n");
    file("sys/fs/cgroup/system.slice/cairn.service/memory.max", 128 * MIB + "\n");

    assertThat(limit()).isEqualTo(128 * MIB);
  }

  @Test
  void theNarrowestGroupAroundItCounts() throws IOException {
    file("proc/self/cgroup", "0::/pod/container\n");
    file("sys/fs/cgroup/pod/memory.max", 200 * MIB + "\n");
    file("sys/fs/cgroup/pod/container/memory.max", "max\n");

    assertThat(limit()).isEqualTo(200 * MIB);
  }

  @Test
  void withinAContainerTheGroupIsTheMountItself() throws IOException {
    file("sys/fs/cgroup/memory.max", 96 * MIB + "\n");
    for (String group : List.of("/", "/../../elsewhere", "/not/mounted/here")) {
      file("proc/self/cgroup", "0::" + group + "\n");
      assertThat(limit()).as(group).isEqualTo(96 * MIB);
    }
  }

  @Test
  void aGroupOfTheFirstVersionIsTheLimit() throws IOException {
    file("proc/self/cgroup", "12:cpu,cpuacct:/other\n4:memory:/docker/abc\n1:name=systemd:/\n");
    file("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    file("sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes", 64 * MIB + "\n");

    assertThat(limit()).isEqualTo(64 * MIB);
  }

  @Test
  void aGroupWiderThanTheMachineBoundsNothing() throws IOException {
    file("proc/self/cgroup", "0::/wide\n");
    file("sys/fs/cgroup/wide/memory.max", 1L << 50);

    assertThat(limit()).isEqualTo(4096 * MIB);
  }

  @Test
  void nonsenseIsPassedOver() throws IOException {
    file("proc/meminfo", "\nMemTotal: much\n");
    file("proc/self/cgroup", "nonsense\n0:\n::::\n0::\n");
    file("sys/fs/cgroup/memory.max", "-1\n\nlots\n");

    assertThat(limit()).isEqualTo(MemoryLimit.UNKNOWN);
  }

  @Test
  void aSystemThatTellsNothingHasNoLimit() {
    assertThat(new MemoryLimit(root.resolve("nowhere")).bytes()).isEqualTo(MemoryLimit.UNKNOWN);
  }

  private long limit() {
    return new MemoryLimit(root).bytes();
  }

  private void file(String name, Object text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text.toString());
  }
}
