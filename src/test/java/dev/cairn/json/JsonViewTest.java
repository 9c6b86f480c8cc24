package dev.cairn.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cairn.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonViewTest {

  private static JsonView view(String json) {
    return JsonView.of(JsonText.ofChecked(json));
  }

  private static List<String> children(String json) {
    List<String> children = new ArrayList<>();
    for (JsonView each = view(json).first(); each != null; each = each.next()) {
      children.add(each.written());
    }
    return children;
  }

  @Test
  void childrenAreWalkedInTheOrderOfTheText() {
    assertThat(children(" [ 1 ,\t[2,{\"a\":[]}] ,\"]\\\",\" , null\n] "))
        .containsExactly("1", "[2,{\"a\":[]}]", "\"]\\\",\"", "null");
    assertThat(children("{ \"}\\\\\" : {\"x\":1} , \"b\":-1.5e3 }"))
        .containsExactly("{\"x\":1}", "-1.5e3");
    assertThat(children("[]")).isEmpty();
    assertThat(children("{ }")).isEmpty();
    assertThat(children(" 7 ")).isEmpty();
    assertThat(view(" 7 ").next()).isNull();
  }

  @Test
  void everyKindIsTold() {
    List<JsonView.Kind> kinds = new ArrayList<>();
    JsonView each = view("[null,false,true,-1,\"s\",[],{}]").first();
    for (; each != null; each = each.next()) {
      kinds.add(each.kind());
    }
    assertThat(kinds).containsExactly(JsonView.Kind.values());
  }

  @Test
  void stringsAreDecodedAndLoneSurrogatesKept() {
    assertThat(view("\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9é😀\\uD83D\\ude00\\u0000\"").stringUtf8())
        .isEqualTo("a\"\\/\b\f\n\r\té\u00e9😀😀\0".getBytes(StandardCharsets.UTF_8));
    assertThat(HexFormat.of().formatHex(view("\"\\ud800\\ud83d\\ude00\\udc00\"").stringUtf8()))
        .isEqualTo("eda080f09f9880edb080");
    assertThat(view("\"\"").stringUtf8()).isEmpty();
    assertThatIllegalStateException().isThrownBy(() -> view("1").stringUtf8());
    assertThatIllegalStateException().isThrownBy(() -> view("1").name());
  }

  @Test
  void pathsAreFollowedThroughTheRightKindOnly() {
    JsonView root = view("{\"a\":[{\"b\":\"x\"},2],\"0\":3,\"\\u0061b\":{\"\":4}}");
    assertThat(found("a[0].b", root)).isEqualTo("\"x\"");
    assertThat(found("a[1]", root)).isEqualTo("2");
    assertThat(found("0", root)).isEqualTo("3");
    assertThat(found("ab[\"\"]", root)).isEqualTo("4");
    assertThat(FieldPath.ROOT.find(root)).isSameAs(root);
    for (String missing : List.of("b", "a.b", "a[2]", "[0]", "a[1].x", "ab.x", "A")) {
      assertThat(FieldPath.parse(missing).find(root)).as(missing).isNull();
    }
  }

  private static String found(String path, JsonView root) {
    JsonView found = FieldPath.parse(path).find(root);
    return found == null ? "missing" : found.written();
  }

  @Test
  void aPartIsGivenByteForByteAsItStands() {
    JsonView root =
        JsonView.of(JsonText.ofChecked(" {\"a\" : [ 1.10,\n {\"b\":\"é\\n\"} ] , \"c\":-0 } "));
    assertThat(partAt("a", root)).isEqualTo("[ 1.10,\n {\"b\":\"é\\n\"} ]");
    assertThat(partAt("a[1].b", root)).isEqualTo("\"é\\n\"");
    assertThat(partAt("c", root)).isEqualTo("-0");
    assertThat(partAt("d", root)).isEqualTo("none");
  }

  private static String partAt(String path, JsonView root) {
    JsonView found = FieldPath.parse(path).find(root);
    return found == null ? "none" : found.text().toString();
  }
}
