package dev.cairn.replica;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.backup.ReplicaStore.TransactionFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionFileNameTest {

  @Test
  void aNameTellsTheFirstAndTheLastTransaction() {
    String name = "000000000000000a-7fffffffffffffff.ltx";
    TransactionFile file = requireNonNull(TransactionFileName.parse(3, name, 7, 8));
    assertThat(file).isEqualTo(new TransactionFile(3, 10, Long.MAX_VALUE, 7, 8));
    assertThat(TransactionFileName.of(file)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000-0000000000000001.ltx",
        "0000000000000002-0000000000000001.ltx",
        "0000000000000001-8000000000000000.ltx",
        "8000000000000000-8000000000000001.ltx",
        "000000000000000A-000000000000000B.ltx",
        "0000000000000001-0000000000000002.ltx.tmp",
        "000000000000001-0000000000000002.ltx",
        "0000000000000001.ltx",
        "notes"
      })
  void otherNamesAreNone(String name) {
    assertThat(TransactionFileName.parse(0, name, 1, 1)).isNull();
    assertThat(TransactionFileName.isBeginning(name)).isFalse();
  }

  @Test
  void aFileWithTheFirstTransactionIsABeginning() {
    assertThat(TransactionFileName.isBeginning("e/0009/0000000000000001-00000000000000ff.ltx"))
        .isTrue();
    assertThat(TransactionFileName.isBeginning("e/0000/0000000000000002-00000000000000ff.ltx"))
        .isFalse();
  }
}
