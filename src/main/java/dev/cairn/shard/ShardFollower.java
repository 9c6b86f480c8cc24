package dev.cairn.shard;

/** Told what happens to one shard while it is open. */
public interface ShardFollower {

  /** Does nothing, and asks for nothing. */
  ShardFollower NONE =
      new ShardFollower() {
        @Override
        public boolean isPrepared() {
          return true;
        }

        @Override
        public void prepare() {}

        @Override
        public void committed(long revision) {}

        @Override
        public void closing(ClosingCause cause) {}
      };

  /** Whether a write may begin at once; see {@link dev.cairn.write.WriterOwner#isPrepared}. */
  boolean isPrepared();

  /** Does what comes before the next write; see {@link dev.cairn.write.WriterOwner#prepare}. */
  void prepare();

  /** Told of each commit; see {@link dev.cairn.write.WriterOwner#committed}. */
  void committed(long revision);

  /**
   * Nothing is on loan, the writer has written all it ever will, and the store is closed when this
   * returns. May block; must not throw.
   */
  void closing(ClosingCause cause);
}
