package dev.cairn.backup;

/**
 * Where a shard is between being copied by nobody and being copied in an epoch. Each object is of
 * one stay in the phase: who began something in a phase can tell by identity whether it still
 * lasts.
 */
sealed interface Phase {

  /**
   * Nobody copies it, and everything that was ever committed while it was hot is in the replica.
   */
  final class Cold implements Phase {}

  /** It has been written to and is to get an epoch; until then nothing of it is copied. */
  final class Waking implements Phase {}

  /**
   * It is copied.
   *
   * @param epoch into which
   * @param generation of the replicator that it was registered with, 0 if that of an earlier
   *     process; when the present one is another, it must be registered again
   */
  record Hot(EpochName epoch, long generation) implements Phase {

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  /**
   * It is on its way from hot to cold.
   *
   * @param epoch which it leaves
   */
  record Parking(EpochName epoch) implements Phase {}
}
