package dev.cairn.storage;

import static dev.cairn.storage.Units.all;
import static dev.cairn.storage.Units.delete;
import static dev.cairn.storage.Units.get;
import static dev.cairn.storage.Units.json;
import static dev.cairn.storage.Units.put;
import static dev.cairn.storage.Units.replace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.CairnException;
import dev.cairn.Entry;
import dev.cairn.ErrorCode;
import dev.cairn.Key;
import dev.cairn.Limits;
import dev.cairn.Namespace;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Single entries: put, get, delete. */
abstract class EntriesContract extends ShardContract {

  EntriesContract(Function<Path, DriverUnderTest> start) {
    super(start);
  }

  @Test
  void aPutMakesAnEntryWithTheUnitsRevisionAsVersion() {
    OperationResult result = write(put("a", "{\"x\": 1}"));

    assertThat(result).isEqualTo(new OperationResult.Written(true, 1, null));
    assertThat(entry("a")).isEqualTo(new Entry(Key.of("a"), 1, now, now, json("{\"x\": 1}"), null));
  }

  @Test
  void anOverwriteKeepsTheCreatedTimeAndMovesTheUpdatedTime() {
    write(put("a", "1"));
    long before = now;
    now += 5;

    OperationResult result = write(put("a", "2"));

    assertThat(result).isEqualTo(new OperationResult.Written(false, 2, null));
    assertThat(entry("a")).isEqualTo(new Entry(Key.of("a"), 2, before, now, json("2"), null));
  }

  @Test
  void theUpdatedTimeIsNeverEarlierThanTheCreatedTime() {
    write(put("a", "1"));
    now -= 500;

    write(put("a", "2"));

    assertThat(entry("a").updated()).isGreaterThanOrEqualTo(entry("a").created());
  }

  @Test
  void metadataChangesNeverMoveTheUpdatedTimeBeforeTheCreatedTime() {
    write(put("a", "1"));
    now -= 500;

    write(Units.metadata("a", replace("{}")));

    assertThat(entry("a").updated()).isGreaterThanOrEqualTo(entry("a").created());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "0",
        "1.10",
        "1e400",
        "-0",
        "\"\"",
        "\"text\"",
        "[]",
        "{}",
        " [ 1 , 2 ] ",
        "{\"a\":{\"b\":[null]}}",
        "\"\\u0000 \\ud83d\\ude00 😀\"",
        "12345678901234567890123"
      })
  void aValueComesBackByteForByte(String value) {
    write(put("a", value));

    assertThat(entry("a").value()).isEqualTo(json(value));
  }

  @Test
  void aValueAtTheLimitIsKeptAndOneAboveIsRefused() {
    int limit = Limits.DEFAULT.valueBytes();
    String largest = "\"" + "x".repeat(limit - 2) + "\"";
    write(put("a", largest));

    assertThat(entry("a").value()).isEqualTo(json(largest));
    assertThat(refusal(put("b", largest + " ")).code()).isEqualTo(ErrorCode.VALUE_TOO_LARGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "%",
        "..",
        ".",
        "a/b/../c",
        "\u0000",
        "a\u0000b",
        "😀",
        ";a=1",
        " ",
        "\n",
        "'",
        "\"",
        "a' OR '1'='1",
        "*",
        "?",
        "\\",
        "ÿ",
        "\uFFFF",
        "null"
      })
  void everyLegalKeyRoundTrips(String key) {
    write(put(key, "1"));
    write(put(key + "x", "2"));

    assertThat(entry(key).key()).isEqualTo(Key.of(key));
    assertThat(entry(key).value()).isEqualTo(json("1"));
    assertThat(keys(all())).containsExactly(key, key + "x");
    write(delete(key));
    assertMissing(key);
    assertThat(entry(key + "x").value()).isEqualTo(json("2"));
  }

  @Test
  void theLongestKeyRoundTrips() {
    String key = "k".repeat(Limits.MAX_KEY_BYTES);
    write(put(key, "1"));

    assertThat(entry(key).key().text()).isEqualTo(key);
  }

  @Test
  void keysThatDifferOnlyInCaseOrFormAreDifferentKeys() {
    write(put("a", "1"), put("A", "2"), put("é", "3"), put("e\u0301", "4"));

    assertThat(keys(all())).hasSize(4);
  }

  @Test
  void aReadOfAMissingEntryFindsNothingAndMakesNothing() {
    assertThat(find(Namespace.DEFAULT, "a")).isNull();
    assertThat(read(ShardReader::totals)).isEqualTo(new ShardReader.Totals(1, 0));
  }

  @Test
  void aReadOfAMissingNamespaceSaysSoAndMakesNothing() {
    CairnException refused = catchThrowableOfType(CairnException.class, () -> find(OTHER, "a"));

    assertThat(refused.code()).isEqualTo(ErrorCode.NAMESPACE_NOT_FOUND);
    assertThat(read(ShardReader::totals)).isEqualTo(new ShardReader.Totals(1, 0));
  }

  @Test
  void aReadBringsOnlyThePartsItAskedFor() {
    write(put("a", "1", replace("{\"m\":1}")));

    assertThat(part(Parts.NEITHER).value()).isNull();
    assertThat(part(Parts.NEITHER).metadata()).isNull();
    assertThat(part(Parts.VALUE).value()).isEqualTo(json("1"));
    assertThat(part(Parts.VALUE).metadata()).isNull();
    assertThat(part(Parts.METADATA).value()).isNull();
    assertThat(part(Parts.METADATA).metadata()).isEqualTo(json("{\"m\":1}"));
  }

  private Entry part(Parts parts) {
    return read(
            reader ->
                reader.getAll(
                    List.of(new Operation.Get(Namespace.DEFAULT, Key.of("a"), parts)), MUCH))
        .stream()
        .findFirst()
        .orElseThrow();
  }

  @Test
  void manyReadsAnswerInTheOrderAskedWithGaps() {
    write(put("a", "1"), put("b", "2"));
    Operation.Get elsewhere = new Operation.Get(OTHER, Key.of("a"), Parts.BOTH);

    List<@Nullable Entry> found =
        read(
            reader ->
                reader.getAll(List.of(get("b"), get("x"), elsewhere, get("a"), get("b")), MUCH));

    assertThat(found)
        .extracting(entry -> entry == null ? null : entry.value())
        .containsExactly(json("2"), null, null, json("1"), json("2"));
  }

  @Test
  void aDeleteIsIdempotentAndTheSecondTakesNoRevision() {
    write(put("a", "1"));

    assertThat(write(delete("a"))).isEqualTo(new OperationResult.Removed(true));
    assertThat(write(delete("a"))).isEqualTo(new OperationResult.Removed(false));
    assertMissing("a");
    assertThat(store.revision()).isEqualTo(2);
  }

  @Test
  void aPutAfterADeleteIsANewEntry() {
    write(put("a", "1", replace("{\"m\":1}")), delete("a"));
    now += 7;

    write(put("a", "2"));

    assertThat(entry("a")).isEqualTo(new Entry(Key.of("a"), 3, now, now, json("2"), null));
  }

  @Test
  void aDeleteInAMissingNamespaceMakesNothing() {
    OperationResult result = write(new Operation.Delete(OTHER, Key.of("a"), Precondition.NONE));

    assertThat(result).isEqualTo(new OperationResult.Removed(false));
    assertThat(this.<Long>read(reader -> reader.totals().namespaces())).isEqualTo(1);
  }

  @Test
  void theSameKeyInTwoNamespacesIsTwoEntries() {
    write(put("a", "1"), put(OTHER, "a", "2"));

    write(delete("a"));

    assertMissing("a");
    assertThat(find(OTHER, "a")).extracting(Entry::value).isEqualTo(json("2"));
  }

  @Test
  void readingSeveralEndsWhereTheBytesDoButNeverBeforeTheFirst() {
    String value = "\"" + "x".repeat(98) + "\"";
    write(put("a", value), put("b", value), put("c", value));
    List<Operation.Get> gets = List.of(get("a"), get("x"), get("b"), get("c"));

    assertThat(found(gets, 1000)).isEqualTo(4);
    assertThat(found(gets, 250)).isEqualTo(3);
    assertThat(found(gets, 150)).isEqualTo(2);
    assertThat(found(gets, 1)).isEqualTo(2);
  }

  private int found(List<Operation.Get> gets, int bytes) {
    return read(reader -> reader.getAll(gets, bytes).size());
  }
}
