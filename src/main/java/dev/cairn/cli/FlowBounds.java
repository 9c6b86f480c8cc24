package dev.cairn.cli;

/**
 * The bounds of an import's requests.
 *
 * @param chunkLines most lines of a request
 * @param chunkBytes most bytes of a request, unless a single line is larger
 * @param bufferedBytes most bytes that wait or are on their way, give or take one line
 * @param parallel most requests at a time
 */
record FlowBounds(int chunkLines, long chunkBytes, long bufferedBytes, int parallel) {

  /** Most lines of a request. */
  static final int CHUNK_LINES = 2_000;

  /** Most bytes of a request: 4 MiB. */
  static final long CHUNK_BYTES = 4L * 1024 * 1024;

  /** Most bytes that wait or are on their way: 64 MiB. */
  static final long BUFFERED_BYTES = 64L * 1024 * 1024;

  /** Most requests at a time that can be asked for. */
  static final int MAX_PARALLEL = 64;

  static FlowBounds of(int parallel) {
    return new FlowBounds(CHUNK_LINES, CHUNK_BYTES, BUFFERED_BYTES, parallel);
  }
}
