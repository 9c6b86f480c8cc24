package dev.cairn.litestream;

/**
 * How many files may be copied at a time, and by how many processes.
 *
 * @param files most files of all processes together, from 0
 * @param processes that share them, from 1
 */
record Capacity(int files, int processes) {

  /** Descriptors that a process has of its own. */
  static final int OWN_DESCRIPTORS = 64;

  /** Descriptors for each file; measured 7, one in reserve. */
  static final int DESCRIPTORS_PER_FILE = 8;

  /**
   * Files of one process, however many descriptors it has: it compacts them one after the other.
   */
  static final int FILES_PER_PROCESS = 800;

  /** Most processes. */
  static final int MAX_PROCESSES = 4;

  /**
   * What a setting and the system allow.
   *
   * @param setting most files at a time, from 1
   * @param openFileLimit of each process; {@link SystemFigures#NO_LIMIT} for none
   */
  static Capacity of(int setting, long openFileLimit) {
    long granted =
        openFileLimit == SystemFigures.NO_LIMIT
            ? Integer.MAX_VALUE
            : Math.max(0, (openFileLimit - OWN_DESCRIPTORS) / DESCRIPTORS_PER_FILE);
    if (setting <= Math.min(FILES_PER_PROCESS, granted)) {
      return new Capacity(setting, 1);
    }
    // Chance spreads files over several processes, so none is planned to be full.
    long share = Math.min(FILES_PER_PROCESS, granted * 4 / 5);
    if (share == 0) {
      return new Capacity((int) granted, 1);
    }
    int processes = (int) Math.min(MAX_PROCESSES, Math.ceilDiv(setting, share));
    return new Capacity((int) Math.min(setting, processes * share), processes);
  }
}
