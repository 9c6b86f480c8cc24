package dev.cairn.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.JsonText;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A string that was read and spelt again is the same string. */
class StringSpellingTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\"",
        "\"plain\"",
        "\"é 😀 \\ud83d\\ude00\"",
        "\"\\\" \\\\ \\/ \\n \\u0000 \\u001f \\u007f\"",
        "\"\\ud800\"",
        "\"\\udc00x\"",
        "\"\\udfff\\ud800\\ud83d\\ude00\"",
        "\"\\ud7ff\""
      })
  void aStringIsSpeltAsWhatItIs(String json) {
    JsonText text = JsonCheck.check(json.getBytes(StandardCharsets.UTF_8), 1);
    byte[] meaning = JsonView.of(text).stringUtf8();

    JsonText spelt = StringSpelling.of(meaning);

    JsonText checked = JsonCheck.check(spelt.utf8(), 1);
    assertThat(JsonView.of(checked).stringUtf8()).isEqualTo(meaning);
  }
}
