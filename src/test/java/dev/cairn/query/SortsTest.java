package dev.cairn.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.JsonText;
import dev.cairn.Violation;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SortsTest {

  private static List<Sort> read(String json) {
    return Sorts.read(JsonText.ofChecked(json.replace('\'', '"')), "/sort");
  }

  private static void refusedAt(String pointer, String json) {
    CairnException refusal = catchThrowableOfType(CairnException.class, () -> read(json));
    assertThat(refusal).as(json).isNotNull();
    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_QUERY);
    assertThat(refusal.violations()).extracting(Violation::pointer).containsExactly(pointer);
  }

  @Test
  void theOrderIsAscendingUnlessSaidOtherwise() {
    Field field = Field.parse("addr.city");
    assertThat(
            read(
                "[{'field':'addr.city'},{'field':'$key','order':'desc'},"
                    + "{'order':'asc','field':'addr.city'}]"))
        .containsExactly(
            new Sort(field, false), new Sort(new Field.OfKey(), true), new Sort(field, false));
    assertThat(read(" [ ] ")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          /sort | {}
          /sort | null
          /sort/0 | ['a']
          /sort/0 | [{'order':'asc'}]
          /sort/1/field | [{'field':'a'},{'field':'a['}]
          /sort/0/order | [{'field':'a','order':'up'}]
          /sort/0/order | [{'field':'a','order':null}]
          /sort/0/nulls | [{'field':'a','nulls':'first'}]
          """)
  void whatCannotBeUsedIsRefusedWithItsPointer(String pointer, String json) {
    refusedAt(pointer, json);
  }

  @Test
  void thereIsAMostOfCriteria() {
    String one = "{'field':'a'}";
    int most = QueryBounds.MAX_CRITERIA;
    assertThat(read(Collections.nCopies(most, one).toString())).hasSize(most);
    refusedAt("/sort", Collections.nCopies(most + 1, one).toString());
  }
}
