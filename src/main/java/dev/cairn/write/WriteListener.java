package dev.cairn.write;

/**
 * Told what writers do, for metrics. Called from writer threads and from submitting threads; must
 * be quick and never throw.
 */
public interface WriteListener {

  /** Hears nothing. */
  WriteListener NONE =
      new WriteListener() {
        @Override
        public void committed(int members, long nanos) {}

        @Override
        public void queueFull() {}
      };

  /**
   * A group was committed.
   *
   * @param members how many units it carried
   * @param nanos from the begin of its transaction to the end of its commit
   */
  void committed(int members, long nanos);

  /** A unit was turned away because the queue was full. */
  void queueFull();
}
