package dev.cairn.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.backup.EpochName;
import dev.cairn.backup.ReplicaPlace;
import dev.cairn.backup.ReplicaStore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * An object store that breaks off in the midst of a listing. What it has told until then is not
 * taken for all there is, for whoever keeps or restores backups goes by what is not there, too.
 */
class S3HalfListingTest {

  private static final ReplicaPlace PLACE = new ReplicaPlace("a", new EpochName(1, 1));
  private static final String FIRST =
      "r/" + PLACE.path() + "/0000/0000000000000001-0000000000000001.ltx";
  private static final S3Limits SHORT =
      new S3Limits(
          Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(3), 32 << 20, 2);

  @Test
  void halfAListingIsAFailureAndNothingIsDeletedForIt() {
    try (BrokenStore broken = BrokenStore.listingHalf(FIRST);
        ReplicaStore store =
            new S3ReplicaStore(
                S3Address.parse(broken.url().substring("s3://".length())),
                VersityGateway.CREDENTIALS,
                SHORT)) {
      List<ThrowingCallable> calls =
          List.of(
              () -> store.epochs("a"),
              () -> store.forEachShard(shard -> {}),
              () -> store.files(PLACE, 0),
              () -> store.list("copies"),
              () -> store.deleteEpoch(PLACE));

      assertThat(calls)
          .allSatisfy(
              call ->
                  assertThatThrownBy(call)
                      .isInstanceOf(IOException.class)
                      .hasMessageContaining("it answered 503 SlowDown"));
      assertThat(broken.requests()).allMatch(request -> request.startsWith("GET "));
    }
  }
}
