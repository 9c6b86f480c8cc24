package dev.cairn.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Adds the processor time of the benchmark's own thread for each operation: what the compiler and
 * the collector do beside it is not in it.
 */
public final class WorkerCpuProfiler implements InternalProfiler {

  /** Name of the result, in microseconds an operation. */
  static final String RESULT = "worker.cpu";

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private long before;

  @Override
  public String getDescription() {
    return "Processor time of the worker thread";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    before = workerNanos();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double micros = (workerNanos() - before) / 1000.0;
    return List.of(
        new ScalarResult(
            RESULT, micros / result.getMetadata().getAllOps(), "us/op", AggregationPolicy.AVG));
  }

  private long workerNanos() {
    long total = 0;
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().contains("-jmh-worker-")) {
        total += threads.getThreadCpuTime(thread.getThreadId());
      }
    }
    return total;
  }
}
