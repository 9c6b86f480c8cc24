package dev.cairn.app;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Keys under {@code cairn.stop}: how the service ends after SIGTERM or SIGINT. */
public interface StopConfig {

  /**
   * How long requests are still taken after readiness went off. Behind a load balancer, as long as
   * that needs to notice; 0 where there is none.
   */
  @WithDefault("0s")
  Duration pause();

  /** How long requests under way may take after that; those that take longer get no answer. */
  @WithDefault("10s")
  Duration drain();
}
