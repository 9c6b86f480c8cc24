package dev.cairn.replica;

import java.time.Duration;

/**
 * How long calls to an object store may take.
 *
 * @param connect to reach the server
 * @param silence between two bytes of an answer
 * @param call for a call with all its attempts, until its answer begins
 * @param uploadBytesPerSecond how much more time a put has than {@code call}: its size divided by
 *     this
 * @param attempts how often a call is tried at most
 */
record S3Limits(
    Duration connect, Duration silence, Duration call, long uploadBytesPerSecond, int attempts) {

  /** For every store: a slow link of 2 Mbit/s is enough. */
  static final S3Limits DEFAULT =
      new S3Limits(
          Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(60), 256 << 10, 3);

  /** The limit for the put of so many bytes. */
  Duration put(long bytes) {
    return call.plusSeconds(Math.ceilDiv(bytes, uploadBytesPerSecond));
  }
}
