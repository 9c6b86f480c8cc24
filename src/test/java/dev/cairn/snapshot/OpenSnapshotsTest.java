package dev.cairn.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import dev.cairn.storage.ShardReader;
import dev.cairn.storage.SnapshotView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How many snapshots are open at a time, and for how long. */
class OpenSnapshotsTest {

  private static final Duration IDLE = Duration.ofSeconds(30);

  private final AtomicLong nanos = new AtomicLong();
  private final OpenSnapshots open = new OpenSnapshots(2, IDLE, nanos::get);
  private final List<String> told = new ArrayList<>();

  private static OpenSnapshots.Name name(String id) {
    return new OpenSnapshots.Name(new ShardId("a"), id);
  }

  private final class View implements SnapshotView {

    private final String id;

    View(String id) {
      this.id = id;
      told.add("open " + id);
    }

    @Override
    public long revision() {
      return 1;
    }

    @Override
    public ShardReader reader() {
      throw new AssertionError("nothing is read here");
    }

    @Override
    public void close() {
      told.add("close " + id);
    }
  }

  private void use(String id, Runnable within) {
    long revision =
        open.use(
            name(id),
            () -> new View(id),
            view -> {
              within.run();
              return view.revision();
            });
    assertThat(revision).isEqualTo(1);
  }

  private void use(String id) {
    use(id, () -> {});
  }

  @Test
  void oneThatIsOpenIsUsedAgain() {
    use("1");
    use("1");

    assertThat(told).containsExactly("open 1");
    open.close();
    assertThat(told).containsExactly("open 1", "close 1");
  }

  @Test
  void theLeastRecentlyUsedMakesRoom() {
    use("1");
    use("2");
    use("1");
    use("3");

    assertThat(told).containsExactly("open 1", "open 2", "close 2", "open 3");
    assertThat(open.size()).isEqualTo(2);
  }

  @Test
  void oneMoreThanAreReadFromIsRefused() {
    use(
        "1",
        () ->
            use(
                "2",
                () -> {
                  CairnException refused =
                      catchThrowableOfType(CairnException.class, () -> use("3"));
                  assertThat(refused.code()).isEqualTo(ErrorCode.SHARD_BUSY);
                }));
    use("3");

    assertThat(told).containsExactly("open 1", "open 2", "close 1", "open 3");
  }

  @Test
  void oneThatIsDroppedIsClosedWhenNobodyReads() {
    use("1", () -> open.drop(name("1")));
    assertThat(told).containsExactly("open 1", "close 1");
    use("1");
    open.drop(name("1"));
    open.drop(name("1"));

    assertThat(told).containsExactly("open 1", "close 1", "open 1", "close 1");
    assertThat(open.size()).isZero();
  }

  @Test
  void theIdleAreClosed() {
    use("1");
    nanos.addAndGet(IDLE.toNanos() - 1);
    use("2");
    assertThat(open.closeIdle()).isTrue();
    assertThat(told).containsExactly("open 1", "open 2");
    nanos.addAndGet(1);

    use("2", () -> assertThat(open.closeIdle()).isTrue());

    assertThat(told).containsExactly("open 1", "open 2", "close 1");
    nanos.addAndGet(IDLE.toNanos());
    assertThat(open.closeIdle()).isFalse();
    assertThat(told).endsWith("close 2");
  }
}
