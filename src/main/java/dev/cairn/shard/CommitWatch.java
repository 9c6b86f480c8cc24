package dev.cairn.shard;

/** The watching of a shard's commits; ends when it is closed. Any thread. */
public interface CommitWatch extends AutoCloseable {

  /** Nothing more is told. Idempotent; never blocks. */
  @Override
  void close();
}
