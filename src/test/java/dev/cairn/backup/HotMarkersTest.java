package dev.cairn.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.ShardId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start finds of what was hot. */
class HotMarkersTest {

  private static final EpochName EPOCH = new EpochName(7, 1_790_000_000_000L);

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins
  Path directory;

  private Map<String, String> found() throws IOException {
    Map<String, String> found = new TreeMap<>();
    new HotMarkers(directory).forEach((name, id, epoch) -> found.put(name, id + " in " + epoch));
    return found;
  }

  @Test
  void eachIsFoundAgainWithItsEpoch() throws IOException {
    HotMarkers markers = new HotMarkers(directory);
    markers.put(new ShardId("a"), "a", EPOCH);
    markers.put(new ShardId("B"), "=42", null);

    assertThat(found()).isEqualTo(Map.of("a", "a in e00000007-1790000000000", "=42", "B in null"));
  }

  @Test
  void aLaterOneReplacesTheEarlier() throws IOException {
    HotMarkers markers = new HotMarkers(directory);
    markers.put(new ShardId("a"), "a", null);
    markers.put(new ShardId("a"), "a", EPOCH);

    assertThat(found()).isEqualTo(Map.of("a", "a in e00000007-1790000000000"));
  }

  @Test
  void whatIsRemovedIsNotFound() throws IOException {
    HotMarkers markers = new HotMarkers(directory);
    markers.put(new ShardId("a"), "a", EPOCH);
    markers.remove("a");
    markers.remove("a");

    assertThat(found()).isEmpty();
  }

  @Test
  void whatCannotBeUnderstoodIsPassedOver() throws IOException {
    new HotMarkers(directory).put(new ShardId("a"), "a", EPOCH);
    Files.writeString(directory.resolve("empty"), "");
    Files.writeString(directory.resolve("half"), "b\n");
    Files.writeString(directory.resolve("bad"), "no shard/id\n-\n");
    Files.writeString(directory.resolve("c.new"), "c\n-\n");

    assertThat(found()).containsOnlyKeys("a");
  }

  @Test
  void namesOfEpochsAreReadAsTheyAreWritten() {
    assertThat(EpochName.parse(EPOCH.toString())).isEqualTo(EPOCH);
    for (String other :
        new String[] {
          "",
          "e7-1790000000000",
          "e00000000-1790000000000",
          "e00000007-179000000000",
          "x",
          "e00000007"
        }) {
      assertThat(EpochName.parse(other)).as(other).isNull();
    }
    assertThat(new EpochName(2, 0)).isGreaterThan(new EpochName(1, 5));
  }
}
