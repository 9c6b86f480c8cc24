package dev.cairn.json;

import static dev.cairn.ErrorCode.INVALID_PATCH;
import static dev.cairn.ErrorCode.METADATA_TOO_LARGE;
import static dev.cairn.ErrorCode.PATCH_CONFLICT;
import static dev.cairn.ErrorCode.PATCH_TEST_FAILED;
import static dev.cairn.ErrorCode.VALUE_TOO_LARGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.CairnException;
import dev.cairn.JsonText;
import dev.cairn.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts are written with single quotes for readability. */
class JsonPatchTest {

  /** The examples of RFC 6902, appendix A, that succeed, and the corners around them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'foo':'bar'} | {'op':'add','path':'/baz','value':'qux'} | {'foo':'bar','baz':'qux'}",
        "{'foo':['bar','baz']} | {'op':'add','path':'/foo/1','value':'qux'} | {'foo':['bar','qux','baz']}",
        "{'baz':'qux','foo':'bar'} | {'op':'remove','path':'/baz'} | {'foo':'bar'}",
        "{'foo':['bar','qux','baz']} | {'op':'remove','path':'/foo/1'} | {'foo':['bar','baz']}",
        "{'baz':'qux','foo':'bar'} | {'op':'replace','path':'/baz','value':'boo'} | {'baz':'boo','foo':'bar'}",
        "{'foo':{'bar':'baz','waldo':'fred'},'qux':{'corge':'grault'}} | {'op':'move','from':'/foo/waldo','path':'/qux/thud'} | {'foo':{'bar':'baz'},'qux':{'corge':'grault','thud':'fred'}}",
        "{'foo':['all','grass','cows','eat']} | {'op':'move','from':'/foo/1','path':'/foo/3'} | {'foo':['all','cows','eat','grass']}",
        "{'baz':'qux','foo':['a',2,'c']} | {'op':'test','path':'/baz','value':'qux'},{'op':'test','path':'/foo/1','value':2} | {'baz':'qux','foo':['a',2,'c']}",
        "{'foo':'bar'} | {'op':'add','path':'/child','value':{'grandchild':{}}} | {'foo':'bar','child':{'grandchild':{}}}",
        "{'foo':'bar'} | {'op':'add','path':'/baz','value':'qux','xyz':123} | {'foo':'bar','baz':'qux'}",
        "{'/':9,'~1':10} | {'op':'test','path':'/~01','value':10} | {'/':9,'~1':10}",
        "{'foo':['bar']} | {'op':'add','path':'/foo/-','value':['abc','def']} | {'foo':['bar',['abc','def']]}",
        "{'/':9,'~1':10} | {'op':'remove','path':'/~1'} | {'~1':10}",
        "[1,2] | {'op':'add','path':'/2','value':3} | [1,2,3]",
        "[1,2] | {'op':'add','path':'/0','value':0} | [0,1,2]",
        "{'a':1,'b':2} | {'op':'add','path':'/a','value':3} | {'a':3,'b':2}",
        "{'':1} | {'op':'replace','path':'/','value':2} | {'':2}",
        "{'a':1} | {'op':'replace','path':'','value':[ 2 ]} | [ 2 ]",
        "{'a':1} | {'op':'add','path':'','value':null} | null",
        "{'a':{'b':1}} | {'op':'copy','from':'/a','path':'/a/c'} | {'a':{'b':1,'c':{'b':1}}}",
        "{'a':{'b':1}} | {'op':'move','from':'/a','path':''} | {'b':1}",
        "{'a':{'b':1}} | {'op':'copy','from':'','path':'/c'} | {'a':{'b':1},'c':{'a':{'b':1}}}",
        "{ 'a' : 1 } | {'op':'move','from':'/a','path':'/a'} | { 'a' : 1 }",
        "{ 'a' : 1 } | {'op':'move','from':'','path':''} | { 'a' : 1 }",
        "{'a':[{}]} | {'op':'copy','from':'/a/0','path':'/a/-'},{'op':'add','path':'/a/0/x','value':1} | {'a':[{'x':1},{}]}",
        "{'0':1,'-':2,'01':3} | {'op':'remove','path':'/01'},{'op':'remove','path':'/-'} | {'0':1}",
      })
  void aPatchThatFitsIsApplied(String target, String operations, String result) {
    assertThat(apply(target, operations)).isEqualTo(json(result));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1 | 1.0",
        "1 | 10e-1",
        "100 | 1E2",
        "0 | -0.0",
        "0 | 0e99999999999999999999",
        "1e400 | 10e399",
        "1.50 | 15e-1",
        "-2 | -2.000",
        "1e00000000000000000000002 | 100",
        "'a' | '\\u0061'",
        "'/' | '\\/'",
        "{'a':1,'b':[2]} | { 'b':[2.0], '\\u0061':1 }",
        "[] | [ ]",
        "1e9999999999999999999 | 1e9999999999999999999",
      })
  void aTestComparesWhatIsMeant(String stored, String expected) {
    assertThat(apply(stored, "{'op':'test','path':'','value':" + expected + "}"))
        .isEqualTo(json(stored));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1 | 2",
        "1 | '1'",
        "1 | -1",
        "null | false",
        "[1,2] | [2,1]",
        "[1] | [1,1]",
        "{} | []",
        "{'a':1} | {'b':1}",
        "{'a':1} | {'a':1,'b':1}",
        "10 | 1",
        "0.1 | 0.10000000000000000001",
        "9007199254740993 | 9007199254740992",
        "'a' | 'A'",
        "1e9999999999999999999 | 1e9999999999999999998",
        "[null] | []",
        "null | {}",
        "'' | null",
      })
  void aTestThatFailsIsAConflict(String stored, String expected) {
    CairnException refusal = refusal(stored, "{'op':'test','path':'','value':" + expected + "}");
    assertThat(refusal.code()).isEqualTo(PATCH_TEST_FAILED);
    assertThat(refusal.violations()).singleElement().matches(v -> v.pointer().equals("/0/value"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'foo':'bar'} | {'op':'add','path':'/baz/bat','value':'qux'} | /0/path",
        "{'a':1} | {'op':'remove','path':'/b'} | /0/path",
        "{'a':1} | {'op':'replace','path':'/b','value':1} | /0/path",
        "{'a':1} | {'op':'test','path':'/b','value':null} | /0/path",
        "{'a':1} | {'op':'copy','from':'/b','path':'/c'} | /0/from",
        "{'a':1} | {'op':'move','from':'/b','path':'/b'} | /0/from",
        "{'a':1} | {'op':'test','path':'/a','value':1},{'op':'add','path':'/a/b','value':1} | /1/path",
        "[1] | {'op':'add','path':'/2','value':1} | /0/path",
        "[1] | {'op':'add','path':'/01','value':1} | /0/path",
        "[1] | {'op':'add','path':'/+1','value':1} | /0/path",
        "[1] | {'op':'add','path':'/-1','value':1} | /0/path",
        "[1] | {'op':'add','path':'/1e0','value':1} | /0/path",
        "[1] | {'op':'add','path':'/','value':1} | /0/path",
        "[1] | {'op':'add','path':'/99999999999999999999','value':1} | /0/path",
        "[1] | {'op':'remove','path':'/-'} | /0/path",
        "[1] | {'op':'remove','path':'/1'} | /0/path",
        "[1] | {'op':'replace','path':'/1','value':1} | /0/path",
        "[1] | {'op':'test','path':'/a','value':1} | /0/path",
        "[1] | {'op':'test','path':'/٠','value':1} | /0/path",
        "{'a':1} | {'op':'remove','path':''} | /0/path",
      })
  void aLocationThatIsNotThereIsAConflict(String target, String operations, String pointer) {
    CairnException refusal = refusal(target, operations);
    assertThat(refusal.code()).isEqualTo(PATCH_CONFLICT);
    assertThat(refusal.violations()).singleElement().matches(v -> v.pointer().equals(pointer));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                                       | ``      | must be an array",
        "null                                     | ``      | must be an array",
        "[1]                                      | /0      | must be an object",
        "[{}]                                     | /0/op   | is needed",
        "[{'op':1,'path':''}]                     | /0/op   | must be a string",
        "[{'op':'Add','path':'','value':1}]       | /0/op   | must be add",
        "[{'op':'remove'}]                        | /0/path | is needed",
        "[{'op':'remove','path':null}]            | /0/path | must be a string",
        "[{'op':'remove','path':'a'}]             | /0/path | JSON Pointer",
        "[{'op':'remove','path':'/a~'}]           | /0/path | JSON Pointer",
        "[{'op':'remove','path':'/~2'}]           | /0/path | JSON Pointer",
        "[{'op':'remove','path':'#/a'}]           | /0/path | JSON Pointer",
        "[{'op':'test','path':''}]                | /0/value | is needed",
        "[{'op':'add','path':'/a'}]               | /0/value | is needed",
        "[{'op':'replace','path':'/a'}]           | /0/value | is needed",
        "[{'op':'copy','path':'/a'}]              | /0/from | is needed",
        "[{'op':'move','path':'/a','from':[]}]    | /0/from | must be a string",
        "[{'op':'move','path':'/a/b','from':'/a'}] | /0/path | into itself",
        "[{'op':'move','path':'/a','from':''}]    | /0/path | into itself",
      })
  void aDocumentThatIsNoPatchIsRefused(String document, String pointer, String reason) {
    CairnException refusal =
        catchThrowableOfType(
            CairnException.class, () -> JsonPatch.of(JsonText.ofChecked(json(document))));
    assertThat(refusal.code()).isEqualTo(INVALID_PATCH);
    assertThat(refusal.violations())
        .singleElement()
        .matches(v -> v.pointer().equals(pointer) && v.reason().contains(reason));
  }

  @Test
  void everyFaultIsToldUpToABound() {
    assertThat(refusal("{}", "{'op':'add'},{'op':'test','path':'x','value':1},3").violations())
        .extracting("pointer")
        .containsExactly("/0/path", "/0/value", "/1/path", "/2");
    assertThat(refusal("{}", "0,".repeat(999) + "0").violations())
        .hasSize(PatchParser.MAX_VIOLATIONS);
  }

  @Test
  void whatIsNotTouchedKeepsItsSpelling() {
    assertThat(
            apply(
                "{ 'n' : 1.10, 'l':[ 1e400 , '\\u0041' ], '\\u0042':0, 'm':{'k' : -0} }",
                "{'op':'add','path':'/l/0','value':[1.0 ]},{'op':'move','from':'/m','path':'/o'},"
                    + "{'op':'replace','path':'/B','value':1E1}"))
        .isEqualTo(json("{'n':1.10,'l':[[1.0 ],1e400,'\\u0041'],'\\u0042':1E1,'o':{'k' : -0}}"));
  }

  @Test
  void namesFromPointersAreEscapedWhereTheyMustBe() {
    assertThat(apply("{}", "{'op':'add','path':'/\\\"\\\\\\n~1~0é😀\\ud800','value':1}"))
        .isEqualTo("{\"\\\"\\\\\\u000a/~é😀\\ud800\":1}");
  }

  @Test
  void aRefusedPatchLeavesTheTargetAndThePatchAsTheyWere() {
    JsonText target = JsonText.ofChecked("{\"a\":[1]}");
    JsonPatch patch =
        patch(
            "{'op':'add','path':'/a/-','value':[]},{'op':'add','path':'/a/1/0','value':2},"
                + "{'op':'remove','path':'/b'}");
    assertThat(catchThrowableOfType(CairnException.class, () -> patch.applyTo(target)).code())
        .isEqualTo(PATCH_CONFLICT);
    assertThat(target).hasToString("{\"a\":[1]}");
    assertThat(patch.applyTo(JsonText.ofChecked("{\"a\":[1],\"b\":0}")))
        .hasToString("{\"a\":[1,[2]]}");
    assertThat(patch.applyTo(JsonText.ofChecked("{\"a\":[1],\"b\":0}")))
        .hasToString("{\"a\":[1,[2]]}");
  }

  @Test
  void aPatchHasAGreatestNumberOfOperations() {
    String one = "{'op':'add','path':'/-','value':0},";
    String most = one.repeat(JsonPatch.MAX_OPERATIONS - 1) + one.replace("},", "}");
    assertThat(apply("[]", most)).hasSize(2 * JsonPatch.MAX_OPERATIONS + 1);
    assertThat(refusal("[]", one + most).code()).isEqualTo(INVALID_PATCH);
  }

  @Test
  void copiesCannotExplode() {
    String twice =
        "{'op':'copy','from':'','path':'/-'},".repeat(40) + "{'op':'test','path':'','value':0}";
    assertThat(refusal("[1]", twice).code()).isEqualTo(VALUE_TOO_LARGE);
    String big = "['" + "x".repeat(JsonPatch.MAX_COPIED_BYTES / 3) + "']";
    String copy = "{'op':'copy','from':'/0','path':'/1'},{'op':'remove','path':'/1'},";
    assertThat(apply(big, copy.repeat(2) + "{'op':'add','path':'/1','value':0}"))
        .hasSize(big.length() + 2);
    assertThat(refusal(big, copy.repeat(4) + "{'op':'add','path':'/1','value':0}").code())
        .isEqualTo(VALUE_TOO_LARGE);
  }

  @Test
  void whatIsCopiedStaysWithinWhatTheResultMayHave() {
    // A tree takes thirty times the bytes of such a text, so the bound must hold while it grows.
    String many = "[" + "[],".repeat(20_000) + "[]]";
    String copies = "{'op':'copy','from':'','path':'/-'},".repeat(8);
    String patch = "[" + copies + "{'op':'replace','path':'','value':0}]";
    JsonPatch bomb = JsonPatch.of(JsonText.ofChecked(json(patch)));

    assertThat(bomb.applyTo(JsonText.ofChecked(many)).toString()).isEqualTo("0");
    assertThat(
            catchThrowableOfType(
                    CairnException.class,
                    () -> bomb.applyTo(JsonText.ofChecked(many), 70_000, METADATA_TOO_LARGE))
                .code())
        .isEqualTo(METADATA_TOO_LARGE);
  }

  @Test
  void theResultHasALargestSizeAndDepth() {
    String half = "'" + "x".repeat(Limits.MAX_VALUE_BYTES / 2) + "'";
    assertThat(refusal("[" + half + "]", "{'op':'add','path':'/-','value':" + half + "}").code())
        .isEqualTo(VALUE_TOO_LARGE);
    int most = Limits.MAX_VALUE_DEPTH;
    String deep = "[".repeat(most - 1) + "]".repeat(most - 1);
    String deepest = "{'op':'add','path':'" + "/0".repeat(most - 1) + "','value':[]}";
    assertThat(apply(deep, deepest)).isEqualTo("[".repeat(most) + "]".repeat(most));
    assertThat(refusal(deep, deepest.replace("[]", "[[]]")).code()).isEqualTo(PATCH_CONFLICT);
  }

  @Test
  void noSeriesOfMovesRunsOutOfStack() {
    StringBuilder operations = new StringBuilder("{'op':'test','path':'','value':[]}");
    String deep = "[".repeat(500) + "]".repeat(500);
    for (int i = 0; i < 20; i++) {
      operations.append(",{'op':'add','path':'").append("/0".repeat(500 * i));
      operations.append(i == 0 ? "" : "/0").append("','value':").append(deep).append('}');
    }
    assertThat(refusal("[]", operations.toString()).code()).isEqualTo(PATCH_CONFLICT);
  }

  @Test
  void aTestOfHugeNumbersTakesNoMoreThanTheirBytes() {
    String digits = "9".repeat(2_000_000);
    assertThat(apply(digits, "{'op':'test','path':'','value':" + digits + ".0}")).isEqualTo(digits);
  }

  private static String apply(String target, String operations) {
    return patch(operations).applyTo(JsonText.ofChecked(json(target))).toString();
  }

  private static CairnException refusal(String target, String operations) {
    return catchThrowableOfType(CairnException.class, () -> apply(target, operations));
  }

  private static JsonPatch patch(String operations) {
    return JsonPatch.of(JsonText.ofChecked(json("[" + operations + "]")));
  }

  private static String json(String singleQuoted) {
    return singleQuoted.replace('\'', '"');
  }
}
