package dev.cairn.cli;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonItemsTest {

  @Test
  void theElementsOfAnArrayComeOutAsTheyStand() throws Exception {
    assertThat(read("[ {\"a\": 1.10},\n{ \"b\":\n [2] } ]", null))
        .containsExactly("1@1 {\"a\": 1.10}", "2@2 { \"b\":\n [2] }");
  }

  @Test
  void anArrayIsFoundByItsPointer() throws Exception {
    String input = "{\"x\":[0],\"a/b\":[{\"~\":[{\"k\":1},[2]]}],\"z\":{}}";
    assertThat(read(input, "/a~1b/0/~0")).containsExactly("1@1 {\"k\":1}", "2@1 [2]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nothing", "/x/7", "/x/y", "/s", "/s/t"})
  void aPointerToNoArrayIsSaid(String pointer) {
    assertThatThrownBy(() -> read("{\"x\":[0],\"s\":{\"t\":1}}", pointer))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining(pointer);
  }

  @Test
  void aPointerBeginsWithASlash() {
    assertThatThrownBy(() -> JsonPointer.parse("a")).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n \n", "[]", "[\n]"})
  void emptyInputHasNoItems(String input) throws Exception {
    assertThat(read(input, null)).isEmpty();
  }

  @Test
  void valuesThatFollowEachOtherAreItems() throws Exception {
    assertThat(read("{\"a\":1}\n\n{\"b\":2}{\"c\":3}\r\n{\n \"d\": 4\n}\n{\"e\":5}", null))
        .containsExactly(
            "1@1 {\"a\":1}",
            "2@3 {\"b\":2}",
            "3@3 {\"c\":3}",
            "4@4 {\n \"d\": 4\n}",
            "5@7 {\"e\":5}");
  }

  @Test
  void aByteOrderMarkIsPassedOver() throws Exception {
    assertThat(read("\uFEFF{\"a\":1}\n{\"b\":2}", null))
        .containsExactly("1@1 {\"a\":1}", "2@2 {\"b\":2}");
  }

  @Test
  void otherEncodingsAreRefused() {
    assertThatThrownBy(() -> read("{\"a\":1}".getBytes(UTF_16BE), null))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("UTF-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"bad\":",
        "{\"bad\":1,",
        "{\"bad\":[1",
        "nonsense",
        "{\"bad\":\"x",
        "{\"a\" 1}",
        "}",
        "17",
        "\"text\"",
        "{\"bad\":1e}",
        "{\"a\":1,\"a\":2}",
        "  {\"bad\":",
        "{\"bad\":tru}",
        "\u0001"
      })
  void aMalformedLineIsNamedAndReadingGoesOn(String bad) throws Exception {
    List<String> items = read("{\"a\":1}\n" + bad + "\n{\"b\":2}\n {\"c\":3}\n", null);
    assertThat(items).hasSize(4);
    assertThat(items.get(0)).isEqualTo("1@1 {\"a\":1}");
    assertThat(items.get(1)).startsWith("2@2 malformed");
    assertThat(items.subList(2, 4)).containsExactly("3@3 {\"b\":2}", "4@4 {\"c\":3}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"bad\":", "nonsense", "{\"bad\":\"x"})
  void theFirstAndTheLastLineMayBeMalformed(String bad) throws Exception {
    assertThat(read(bad + "\n{\"a\":1}\n" + bad, null))
        .satisfiesExactly(
            item -> assertThat(item).startsWith("1@1 malformed"),
            item -> assertThat(item).isEqualTo("2@2 {\"a\":1}"),
            item -> assertThat(item).startsWith("3@3 malformed"));
  }

  @Test
  void amongItemsOfManyLinesReadingGoesOnWhereTheNextOneBegins() throws Exception {
    assertThat(read("{\n \"a\": 1\n}\n{\n \"bad\" 1\n,\n \"x\": 2\n}\n{\n \"b\": 2\n}\n", null))
        .satisfiesExactly(
            item -> assertThat(item).startsWith("1@1 {"),
            item -> assertThat(item).startsWith("2@4 malformed").contains("line 5"),
            item -> assertThat(item).startsWith("3@9 {"));
  }

  @Test
  void manyMalformedLinesInARowAreEachNamed() throws Exception {
    String bad = "{\"x\":[\n".repeat(5_000);
    List<String> items = read("{\"a\":1}\n" + bad + "{\"b\":2}\n", null);
    assertThat(items).hasSize(5_002);
    assertThat(items.getLast()).isEqualTo("5002@5002 {\"b\":2}");
  }

  @Test
  void anItemThatIsTooLargeIsNamedAndReadingGoesOn() throws Exception {
    String large = "{\"a\":\"" + "x".repeat(JsonItems.MAX_ITEM_BYTES) + "\"}";
    List<String> items = read("{\"a\":1}\n" + large + "\n" + large + "\n{\"b\":2}\n", null);
    assertThat(items).hasSize(4);
    assertThat(items.get(1)).startsWith("2@2 malformed").contains("larger than 16 MiB");
    assertThat(items.get(2)).startsWith("3@3 malformed");
    assertThat(items.get(3)).isEqualTo("4@4 {\"b\":2}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[{\"a\":1},{\"b\"]", "[{\"a\":1}", "[{\"a\":1} {\"b\":2}]", "[{\"a\":1},7]"})
  void aMalformedArrayEndsTheInput(String input) {
    assertThatThrownBy(() -> read(input, null))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("line 1");
  }

  @Test
  void anElementThatIsJsonButNotStrictIsNamedAndTheArrayGoesOn() throws Exception {
    assertThat(read("[{\"a\":1,\"a\":2},\n{\"b\":1}]", null))
        .satisfiesExactly(
            item -> assertThat(item).startsWith("1@1 malformed"),
            item -> assertThat(item).isEqualTo("2@2 {\"b\":1}"));
  }

  @Test
  void whatFollowsTheArrayIsLookedAt() {
    assertThatThrownBy(() -> read("{\"a\":[{\"b\":1}],\"c\":}", "/a")).isInstanceOf(BadInput.class);
  }

  private static List<String> read(String input, @Nullable String pointer) throws Exception {
    return read(input.getBytes(UTF_8), pointer);
  }

  private static List<String> read(byte[] input, @Nullable String pointer) throws Exception {
    List<String> read = new ArrayList<>();
    try (JsonItems items =
        new JsonItems(
            new ByteArrayInputStream(input), pointer == null ? null : JsonPointer.parse(pointer))) {
      for (Item item = items.next(); item != null; item = items.next()) {
        String place = item.number() + 1 + "@" + item.row() + " ";
        switch (item) {
          case Item.Sound sound -> read.add(place + sound.json());
          case Item.Malformed malformed -> read.add(place + "malformed: " + malformed.why());
        }
      }
    }
    return read;
  }
}
