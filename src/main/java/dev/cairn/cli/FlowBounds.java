package dev.cairn.cli;

/**
 * The bounds of an import's requests.
 *
 * @param chunkLines most lines of a request
 * @param chunkBytes most bytes of a request, unless a single line is larger
 * @param eagerLines lines of a shard that are worth a request while a place is free
 * @param bufferedBytes most bytes that wait or are on their way, give or take one line
 * @param window most items between the oldest that waits and the newest: what an interrupted import
 *     may have to send again
 * @param parallel most requests at a time
 */
record FlowBounds(
    int chunkLines,
    long chunkBytes,
    int eagerLines,
    long bufferedBytes,
    long window,
    int parallel) {

  /** Most lines of a request: the members of a batch that a server takes by default. */
  static final int CHUNK_LINES = 1_000;

  /** Most bytes of a request: 4 MiB. */
  static final long CHUNK_BYTES = 4L * 1024 * 1024;

  /** Lines of a shard that are worth a request while a place is free. */
  static final int EAGER_LINES = 100;

  /** Most bytes that wait or are on their way: 64 MiB. */
  static final long BUFFERED_BYTES = 64L * 1024 * 1024;

  /** Most items between the oldest that waits and the newest. */
  static final long WINDOW = 500_000;

  /** Most requests at a time that can be asked for. */
  static final int MAX_PARALLEL = 64;

  static FlowBounds of(int parallel) {
    return new FlowBounds(CHUNK_LINES, CHUNK_BYTES, EAGER_LINES, BUFFERED_BYTES, WINDOW, parallel);
  }
}
