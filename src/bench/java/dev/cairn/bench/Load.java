package dev.cairn.bench;

import java.util.Locale;

/**
 * What is asked of a server, over and over.
 *
 * @param shardPrefix what the shards' ids begin with; a number from 0 follows
 * @param entries how many there are in each shard
 * @param valueBytes of each value that is put or got
 */
record Load(
    Operation operation,
    String shardPrefix,
    int shards,
    int entries,
    int valueBytes,
    Spread spread) {

  /** Nothing, with an answer of 1 KB. */
  static final Load NOTHING = new Load(Operation.NOOP, "-", 0, 1);

  /** Nothing, with an answer that has no body. */
  static final Load BARELY_NOTHING = new Load(Operation.NOOP_HEAD, "-", 0, 1);

  /** Bytes that an answer without a body has at least. */
  private static final int BARE = 40;

  /** What {@code load.lua} and {@link ApacheBench} know. */
  enum Operation {
    NOOP,
    NOOP_HEAD,
    GET,
    HEAD,
    /** A GET that is answered 304. */
    SAME,
    PUT,
    /** PUTs for some seconds, then silence until all are answered. */
    BURST,
    /** A hundred puts. */
    BATCH,
    /** A hundred entries with their values. */
    LIST,
    /** For a hundred entries with their values. */
    QUERY,
    /** GETs and PUTs, some lists, batches and queries. */
    MIXED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How requests are spread over the shards; {@code load.lua} knows them. */
  enum Spread {
    IN_TURN,
    /** At random, all shards alike. */
    EVENLY,
    /** At random, and that of rank r 1/r as often as the first. */
    ZIPF;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A load that goes to one shard after the other. */
  Load(Operation operation, String shardPrefix, int shards, int entries, int valueBytes) {
    this(operation, shardPrefix, shards, entries, valueBytes, Spread.IN_TURN);
  }

  /** A load with values of 1 KB that goes to one shard after the other. */
  Load(Operation operation, String shardPrefix, int shards, int entries) {
    this(operation, shardPrefix, shards, entries, 1024);
  }

  /** The same, spread in another way. */
  Load spread(Spread other) {
    return new Load(operation, shardPrefix, shards, entries, valueBytes, other);
  }

  /** Whether each request takes a revision. */
  boolean writes() {
    return switch (operation) {
      case PUT, BURST, BATCH -> true;
      case NOOP, NOOP_HEAD, GET, HEAD, SAME, LIST, QUERY, MIXED -> false;
    };
  }

  /** Whether nothing is under way when it ends. */
  boolean endsInSilence() {
    return operation == Operation.BURST;
  }

  /** Whether the answers have no body although they say how long it would be. */
  boolean asksForHeads() {
    return operation == Operation.HEAD || operation == Operation.NOOP_HEAD;
  }

  /** A path that can be got from whoever bears this load. */
  String path() {
    return switch (operation) {
      case NOOP, NOOP_HEAD -> "/noop";
      case GET, HEAD, SAME, PUT, BURST, BATCH, LIST, QUERY, MIXED ->
          "/v1/shards/" + shardPrefix + "0/namespaces/default/entries/k00001";
    };
  }

  /** Bytes that every answer has at least. */
  int leastBytes() {
    return switch (operation) {
      case NOOP, GET -> valueBytes;
      case NOOP_HEAD, HEAD, SAME, PUT, BURST, MIXED -> BARE;
      case BATCH -> 2000;
      case LIST, QUERY -> 100 * valueBytes;
    };
  }

  /** The no-op that is most like it. */
  Load nothing() {
    return asksForHeads() ? BARELY_NOTHING : NOTHING;
  }
}
