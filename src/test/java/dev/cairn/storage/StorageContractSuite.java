package dev.cairn.storage;

import java.nio.file.Path;
import org.junit.jupiter.api.Nested;

/**
 * Everything the storage contract asks of a driver, a topic to a nested class. A driver's test is a
 * subclass that says how to start it, and nothing else.
 */
public abstract class StorageContractSuite {

  /** Starts the driver over a directory that is empty and the test's own. */
  protected abstract DriverUnderTest start(Path directory);

  @Nested
  class Entries extends EntriesContract {
    Entries() {
      super(StorageContractSuite.this::start);
    }
  }

  @Nested
  class Preconditions extends PreconditionsContract {
    Preconditions() {
      super(StorageContractSuite.this::start);
    }
  }

  @Nested
  class Patches extends PatchesContract {
    Patches() {
      super(StorageContractSuite.this::start);
    }
  }

  @Nested
  class Metadata extends MetadataContract {
    Metadata() {
      super(StorageContractSuite.this::start);
    }
  }

  @Nested
  class Batches extends BatchesContract {
    Batches() {
      super(StorageContractSuite.this::start);
    }
  }

  @Nested
  class Transactions extends TransactionsContract {
    Transactions() {
      super(StorageContractSuite.this::start);
    }
  }

  @Nested
  class Lists extends ListsContract {
    Lists() {
      super(StorageContractSuite.this::start);
    }
  }

  @Nested
  class Aggregates extends AggregatesContract {
    Aggregates() {
      super(StorageContractSuite.this::start);
    }
  }

  @Nested
  class Queries extends QueriesContract {
    Queries() {
      super(StorageContractSuite.this::start);
    }
  }

  @Nested
  class Indexes extends IndexesContract {
    Indexes() {
      super(StorageContractSuite.this::start);
    }
  }

  @Nested
  class Searches extends SearchesContract {
    Searches() {
      super(StorageContractSuite.this::start);
    }
  }

  @Nested
  class ExpiredTwins extends ExpiredTwinsContract {
    ExpiredTwins() {
      super(StorageContractSuite.this::start);
    }
  }

  @Nested
  class Namespaces extends NamespacesContract {
    Namespaces() {
      super(StorageContractSuite.this::start);
    }
  }

  @Nested
  class Export extends ExportContract {
    Export() {
      super(StorageContractSuite.this::start);
    }
  }

  @Nested
  class Snapshots extends SnapshotsContract {
    Snapshots() {
      super(StorageContractSuite.this::start);
    }
  }

  @Nested
  class Changes extends ChangesContract {
    Changes() {
      super(StorageContractSuite.this::start);
    }
  }

  @Nested
  class Answers extends AnswersContract {
    Answers() {
      super(StorageContractSuite.this::start);
    }
  }

  @Nested
  class Digest extends DigestContract {
    Digest() {
      super(StorageContractSuite.this::start);
    }
  }

  @Nested
  class Expiry extends ExpiryContract {
    Expiry() {
      super(StorageContractSuite.this::start);
    }
  }

  @Nested
  class ExpiryModel extends ExpiryModelContract {
    ExpiryModel() {
      super(StorageContractSuite.this::start);
    }
  }

  @Nested
  class HeldState extends HeldStateContract {
    HeldState() {
      super(StorageContractSuite.this::start);
    }
  }

  @Nested
  class Quotas extends QuotasContract {
    Quotas() {
      super(StorageContractSuite.this::start);
    }
  }

  @Nested
  class Work extends WorkContract {
    Work() {
      super(StorageContractSuite.this::start);
    }
  }

  @Nested
  class Lifecycle extends LifecycleContract {
    Lifecycle() {
      super(StorageContractSuite.this::start);
    }
  }

  @Nested
  class Traps extends TrapsContract {
    Traps() {
      super(StorageContractSuite.this::start);
    }
  }

  @Nested
  class Model extends ModelContract {
    Model() {
      super(StorageContractSuite.this::start);
    }
  }
}
