package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {

  private static final String ITEM =
      """
      {"code":"AD-03-x","name":"Ägir","n":1.50,"yes":true,"none":null,"tags":["a",{"b":"c"}],
       "addr":{"city":"Bonn"},"a.b":{"c":"odd"},"esc":"a\\u0041\\n","code2":"AD"}
      """;

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "plain, plain",
        "country-{code|before:-}, country-AD",
        "{code|after:-}, 03-x",
        "{code|after:-|before:-}, 03",
        "{code2|before:-}, AD",
        "{code2|after:-}, AD",
        "{name|lower}/{name|upper}, ägir/ÄGIR",
        "{ code }, AD-03-x",
        "{n}, 1.50",
        "{yes}, true",
        "{addr.city}-{tags[0]}-{tags[1].b}, Bonn-a-c",
        "{{{code2}}}, {AD}",
        "{code|before:3-}, AD-0",
      })
  void aTemplateIsFilledWithFieldsAndFilters(String template, String text) throws Exception {
    assertThat(render(template)).isEqualTo(text);
  }

  @Test
  void namesInQuotesAndEscapesAreUnderstood() throws Exception {
    assertThat(render("{[\"a.b\"].c}")).isEqualTo("odd");
    assertThat(render("{esc}")).isEqualTo("aA\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{nothing}", "{addr}", "{tags}", "{none}", "{tags[7]}", "{addr.city.x}"})
  void aFieldThatIsMissingOrHasNoTextIsTheItemsFault(String template) {
    assertThatThrownBy(() -> render(template))
        .isInstanceOf(ItemFault.class)
        .hasMessageContaining(template.substring(1, template.length() - 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "}",
        "{}",
        "a{b",
        "{a|nope}",
        "{a|before:}",
        "{a|before}",
        "{a..b}",
        "{a[x]}"
      })
  void aTemplateThatIsNoneIsRefused(String template) {
    assertThatThrownBy(() -> Template.parse(template)).isInstanceOf(IllegalArgumentException.class);
  }

  private static String render(String template) throws Exception {
    return Template.parse(template).render(CliJson.view(ITEM.getBytes(StandardCharsets.UTF_8)));
  }
}
