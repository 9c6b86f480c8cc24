package dev.cairn.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a service at rest holds on to.
 *
 * @param sockets open ones
 * @param files all other open descriptors
 * @param threads of the process
 * @param heap bytes in use, after a collection on a Java machine
 * @param methods of requests that metrics tell of
 * @param busy what waits or is underway, by the metrics: zero at rest
 * @param peak most memory it ever had, in bytes
 */
record ServiceFigures(
    long sockets, long files, long threads, long heap, long methods, double busy, long peak) {

  private static final List<String> AT_REST_ZERO =
      List.of(
          "cairn_writer_queue_depth",
          "netty_eventexecutor_tasks_pending",
          "netty_allocator_memory_pinned",
          "worker_pool_queue_size",
          "worker_pool_active{pool_name=\"vert.x-internal-blocking\"");

  private static final Pattern METHOD =
      Pattern.compile("http_server_requests_seconds_count\\{[^}]*method=\"([^\"]*)\"");

  static ServiceFigures of(CairnProcess cairn, long pid) throws Exception {
    if (!CairnProcess.isNative()) {
      Path java = Path.of(System.getProperty("java.home"), "bin", "jcmd");
      new ProcessBuilder(java.toString(), Long.toString(pid), "GC.run")
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    }
    String metrics;
    try (Client management = new Client(cairn.awaitManagementUrl())) {
      metrics = management.get("/q/metrics").body();
    }
    List<String> links = links(pid);
    long sockets = links.stream().filter(link -> link.startsWith("socket:")).count();
    return new ServiceFigures(
        sockets,
        links.size() - sockets,
        status(pid, "Threads"),
        (long) sum(metrics, "jvm_memory_used_bytes{area=\"heap\""),
        METHOD.matcher(metrics).results().map(found -> found.group(1)).distinct().count(),
        AT_REST_ZERO.stream().mapToDouble(name -> sum(metrics, name)).sum(),
        status(pid, "VmHWM") * 1024);
  }

  private static double sum(String metrics, String begin) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(begin))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private static List<String> links(long pid) throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return descriptors.map(ServiceFigures::link).toList();
    }
  }

  private static String link(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }

  private static long status(long pid, String name) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
        .filter(line -> line.startsWith(name + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }
}
