package dev.cairn.app;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Keys under {@code cairn.http}; see {@link CairnConfig}. */
public interface HttpConfig {

  /**
   * Most connections at a time on a port; further ones are closed at once. A connection has one
   * request under way at a time, so that there are no more of those either.
   */
  @WithDefault("8192")
  int connections();

  /** How long a connection may stay open between requests. */
  @WithDefault("75s")
  Duration idle();

  /** How long the head of a request may take from its first byte. */
  @WithDefault("10s")
  Duration head();

  /**
   * The time over which {@code cairn.http.pace} is measured: a body that comes slower, or an answer
   * that is taken slower, ends its connection after that time.
   */
  @WithDefault("20s")
  Duration stall();

  /** Fewest bytes a second of a body that comes, and of an answer that is taken. */
  @WithDefault("256")
  int pace();

  /** How long a body may take, even one that comes fast enough. */
  @WithDefault("30m")
  Duration body();
}
