package dev.cairn.shard;

import java.nio.file.Path;
import org.junit.jupiter.api.Nested;

/**
 * Everything that is asked of the registry, a topic to a nested class, over one driver and its
 * catalogue. A test is a subclass that says how to start these, and nothing else.
 */
abstract class RegistrySuite {

  /** Starts driver and catalogue over a directory that is empty and the test's own. */
  abstract Backing start(Path directory);

  @Nested
  class OpeningShards extends OpeningContract {
    OpeningShards() {
      super(RegistrySuite.this::start);
    }
  }

  @Nested
  class Settings extends SettingsContract {
    Settings() {
      super(RegistrySuite.this::start);
    }
  }

  @Nested
  class Turns extends TurnsContract {
    Turns() {
      super(RegistrySuite.this::start);
    }
  }

  @Nested
  class Watches extends WatchContract {
    Watches() {
      super(RegistrySuite.this::start);
    }
  }

  @Nested
  class Keeping extends KeepingContract {
    Keeping() {
      super(RegistrySuite.this::start);
    }
  }

  @Nested
  class Sweeping extends SweepingContract {
    Sweeping() {
      super(RegistrySuite.this::start);
    }
  }

  @Nested
  class Eviction extends EvictionContract {
    Eviction() {
      super(RegistrySuite.this::start);
    }
  }

  @Nested
  class Faults extends FaultsContract {
    Faults() {
      super(RegistrySuite.this::start);
    }
  }

  @Nested
  class Deletion extends DeletionContract {
    Deletion() {
      super(RegistrySuite.this::start);
    }
  }

  @Nested
  class Restart extends RestartContract {
    Restart() {
      super(RegistrySuite.this::start);
    }
  }

  @Nested
  class ManyThreads extends ManyThreadsContract {
    ManyThreads() {
      super(RegistrySuite.this::start);
    }
  }
}
