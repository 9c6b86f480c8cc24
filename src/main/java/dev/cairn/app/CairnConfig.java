package dev.cairn.app;

import dev.cairn.Durability;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Every setting of the service. Each key is {@code cairn.} followed by the path of method names in
 * kebab case; the environment variable is the key in capitals with underscores; the file is {@code
 * cairn.properties} in the data directory or the one named by {@code --config}. The Javadoc of each
 * method is its text in {@code docs/configuration.md}.
 */
@ConfigMapping(prefix = "cairn")
public interface CairnConfig {

  /**
   * Directory that holds the catalogue and every shard. Made when it is missing. One process at a
   * time: a lock file in it keeps a second one out.
   */
  @WithDefault("./data")
  Path data();

  /**
   * Address that the service listens on for clients. One that others can reach, {@code 0.0.0.0} for
   * all of them, has every caller asked for a key. Without {@code cairn.tls.certificate} put a
   * proxy that has TLS in front.
   */
  @WithDefault("127.0.0.1")
  String host();

  /** Port for clients; 0 takes a free one. */
  @WithDefault("8080")
  int port();

  /**
   * Address that the service listens on for health and metrics. They ask for no key, so let only
   * those reach it who may know ids of shards and how busy they are.
   */
  @WithDefault("127.0.0.1")
  String managementHost();

  /** Port for health and metrics; 0 takes a free one. */
  @WithDefault("9000")
  int managementPort();

  /**
   * Driver that keeps the shards: {@code sqlite}, or {@code memory}, which forgets everything when
   * the process ends.
   */
  @WithDefault("sqlite")
  Driver driver();

  /** Who may call. */
  AuthConfig auth();

  /** Connections. */
  HttpConfig http();

  /** Who makes tokens that callers may send in place of keys. */
  Map<String, IssuerConfig> oidc();

  /** TLS on the port for clients. */
  TlsConfig tls();

  /** The registry of shards. */
  ShardsConfig shards();

  /** The bounds of the storage contract. */
  LimitsConfig limits();

  /** What each shard may hold and be asked for. */
  QuotasConfig quotas();

  /** Reads that may take long. */
  ReadsConfig reads();

  /** What queries of many entries or shards may take. */
  QueriesConfig queries();

  /** The writer of each open shard. */
  WriterConfig writer();

  /** Transactions of several requests. */
  TransactionsConfig transactions();

  /** Copies of shards that are kept beside them. */
  SnapshotsConfig snapshots();

  /** The SQLite driver. */
  SqliteConfig sqlite();

  /** The feed of each shard. */
  ChangesConfig changes();

  /** Requests that may be repeated. */
  IdempotencyConfig idempotency();

  /** The backup. */
  BackupConfig backup();

  /** Long work such as restores. */
  OperationsConfig operations();

  /** The end of the service. */
  StopConfig stop();

  /** Keys under {@code cairn.operations}. */
  interface OperationsConfig {

    /** How many operations go on at a time; further ones wait. */
    @WithDefault("2")
    int atOnce();

    /** Most operations that have not finished; further ones are refused. */
    @WithDefault("1000")
    int running();

    /** Most finished operations that are remembered; the oldest are forgotten. */
    @WithDefault("1000")
    int kept();
  }

  /** Keys under {@code cairn.shards}. */
  interface ShardsConfig {

    /**
     * Whether a first write makes its shard and its namespace. If not, both must be made before,
     * and a write answers 404.
     */
    @WithDefault("true")
    boolean autoCreate();

    /**
     * Durability of shards that were made without naming one: {@code normal} survives the death of
     * the process, {@code full} also loss of power, at the price of a sync of the disk for each
     * group of writes.
     */
    @WithDefault("normal")
    Durability durability();

    /**
     * Most shards that are open at a time; the least recently used idle one is closed to make room.
     */
    @WithDefault("256")
    int openCap();

    /** Most writes that wait for a shard to open, over all shards; one more is answered 503. */
    @WithDefault("4096")
    int waitingWrites();

    /**
     * Most bytes that writes which wait for a shard to open hold, over all shards; a write that is
     * larger by itself waits alone.
     */
    @WithDefault("67108864")
    long waitingBytes();

    /**
     * How long a request waits for a place when every open shard is in use, before it is answered
     * 503.
     */
    @WithDefault("2s")
    Duration lendWait();

    /** How long a deletion, and the end of the service, wait for requests under way. */
    @WithDefault("10s")
    Duration drainWait();

    /** How long a quarantined shard rests before a request makes the service look at it again. */
    @WithDefault("30s")
    Duration quarantineRetry();

    /** How long a shard stays open unused; 0 for as long as its place is not needed. */
    @WithDefault("10m")
    Duration idleClose();

    /** Threads that open shards; so many slow ones hold up no other. */
    @WithDefault("8")
    int openerThreads();
  }

  /** Keys under {@code cairn.limits}. */
  interface LimitsConfig {

    /** Largest value, in bytes; at most 16 MiB. */
    @WithDefault("1048576")
    int valueBytes();

    /** Deepest nesting of arrays and objects in a value; at most 512. */
    @WithDefault("512")
    int valueDepth();

    /** Largest metadata of an entry or a namespace, in bytes. */
    @WithDefault("16384")
    int metadataBytes();

    /** Most members of a batch, and most checks and operations of a transaction. */
    @WithDefault("1000")
    int batchMembers();

    /** Largest body of a batch or a transaction, in bytes. */
    @WithDefault("16777216")
    int batchBytes();

    /** Entries of a page when the request names no limit. */
    @WithDefault("100")
    int pageDefault();

    /** Largest limit that a request may name. */
    @WithDefault("10000")
    int pageMax();

    /**
     * Most bytes of keys, values and metadata in a page of a list or a query: the page ends early
     * and names the next one. A single entry may be larger.
     */
    @WithDefault("16777216")
    int pageBytes();

    /** Largest request body of any kind, in bytes. */
    @WithDefault("33554432")
    int bodyBytes();

    /** Largest shard, in bytes; a write beyond it is answered 507. */
    @WithDefault("2147483648")
    long shardBytes();

    /** Most declared indexes of a namespace, 1 to 64: each is written with every entry. */
    @WithDefault("16")
    int indexes();
  }

  /** Keys under {@code cairn.writer}. */
  interface WriterConfig {

    /**
     * Threads for writes that hardly wait for the disk, those of shards with durability normal; 0
     * for the number of processors, at least 2.
     */
    @WithDefault("0")
    int threads();

    /**
     * Threads for writes that wait for the disk, those of shards with durability full, and for
     * checkpoints; 0 for twice the number of processors, at least 8.
     */
    @WithDefault("0")
    int diskThreads();

    /** Most write units that wait for one shard; one more is answered 429 at once. */
    @WithDefault("1024")
    int queueMembers();

    /**
     * Most bytes that waiting units of one shard hold; a unit that is larger by itself waits alone.
     */
    @WithDefault("67108864")
    long queueBytes();

    /** Most write units that share a transaction. */
    @WithDefault("128")
    int groupMembers();

    /** Bytes after which a transaction takes no further unit. */
    @WithDefault("16777216")
    long groupBytes();
  }

  /** The drivers there are. */
  enum Driver {
    SQLITE,
    MEMORY
  }
}
