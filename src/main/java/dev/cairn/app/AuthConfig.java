package dev.cairn.app;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Keys under {@code cairn.auth}; see {@link CairnConfig}. */
public interface AuthConfig {

  /**
   * When callers are asked for a key: {@code auto} asks as soon as there is one, and always where
   * {@code cairn.host} is an address that others can reach; {@code always} on loopback too; {@code
   * off} never. Where a key is always asked for and there is none yet, the start makes an
   * administrator's, prints it once and writes it to {@code admin.key} in the data directory.
   */
  @WithDefault("auto")
  Mode mode();

  /**
   * Whether {@code off} is taken although others can reach the address: everybody who does may then
   * read, change and delete everything. Without it the service refuses to start.
   */
  @WithDefault("false")
  boolean insecure();

  /** Most keys, revoked and expired ones that are still listed included; one more is refused. */
  @WithDefault("10000")
  int mostKeys();

  /** How long revoked and expired keys stay listed. */
  @WithDefault("30d")
  Duration kept();

  /** How long a ticket for a stream of events is good, for one request. */
  @WithDefault("30s")
  Duration ticketAge();

  /** Most tickets that are good and that nobody has used; one more is answered 429. */
  @WithDefault("10000")
  int mostTickets();

  /** As {@code cairn.auth.most-tickets}, of one key or one subject of tokens. */
  @WithDefault("1000")
  int ticketsOfCaller();

  /** When a key is asked for. */
  enum Mode {
    AUTO,
    ALWAYS,
    OFF
  }
}
