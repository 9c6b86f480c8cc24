package dev.cairn.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExposureTest {

  private static CairnConfig config(String... keysAndValues) {
    Map<String, String> properties = new HashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      properties.put("cairn." + keysAndValues[i], keysAndValues[i + 1]);
    }
    return SettingsTest.config(properties);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.0.2", "::1", "localhost"})
  void othersCanNotReachLoopback(String host) {
    assertThat(Exposure.of(config("host", host, "management-host", host)))
        .isEqualTo(new Exposure(false, false));
    assertThat(Exposure.of(config("host", host, "auth.mode", "off")).host()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
  void othersCanReachAnyOtherAddressWhichTakesKeys(String host) {
    assertThat(Exposure.of(config("host", host))).isEqualTo(new Exposure(true, false));
    assertThat(Exposure.of(config("management-host", host))).isEqualTo(new Exposure(false, true));
    assertThatIllegalStateException()
        .isThrownBy(() -> Exposure.of(config("host", host, "auth.mode", "off")))
        .withMessageContainingAll("cairn.auth.mode is off", "cairn.host is " + host)
        .withMessageContaining("cairn.auth.insecure");
    CairnConfig insecure = config("host", host, "auth.mode", "off", "auth.insecure", "true");
    assertThat(Exposure.of(insecure).host()).isTrue();
  }

  @Test
  void whoTrustsAnIssuerCanNotLetEverybodyIn() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                Exposure.of(
                    config(
                        "auth.mode", "off",
                        "oidc.a.issuer", "https://a.example",
                        "oidc.a.audience", "cairn")))
        .withMessageContainingAll("cairn.auth.mode is off", "cairn.oidc");
  }

  @Test
  void anAddressWithTlsIsNoFinding() {
    assertThat(findings(config("host", "0.0.0.0", "tls.certificate", "x.pem"), false))
        .isEqualTo("[]");
  }

  @Test
  void anIssuerWithoutTlsIsAFinding() {
    CairnConfig config =
        config(
            "oidc.a.issuer", "http://a.example",
            "oidc.a.audience", "cairn",
            "oidc.a.insecure", "true");
    assertThat(findings(config, false)).contains("cairn.oidc.a.insecure", "make tokens", "https");
  }

  @Test
  void whatIsNoAddressIsNamed() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Exposure.of(config("host", "no.such.host.invalid")))
        .withMessageContaining("cairn.host is no.such.host.invalid");
  }

  @Test
  void aClosedServiceOnLoopbackHasNoFindings() {
    assertThat(findings(config(), false)).isEqualTo("[]");
  }

  @Test
  void findingsNameSettingDangerAndCure() {
    assertThat(findings(config(), true))
        .contains("cairn.auth.mode is auto", "every program and user", "cairn keys create --admin");
    assertThat(findings(config("auth.mode", "off"), true))
        .contains("cairn.auth.mode is off", "every program and user", "auto");
    assertThat(findings(config("host", "0.0.0.0"), false))
        .contains("cairn.host is 0.0.0.0", "without TLS", "cairn.tls.certificate", "proxy")
        .doesNotContain("may read, change and delete");
    assertThat(
            findings(config("host", "0.0.0.0", "auth.mode", "off", "auth.insecure", "true"), true))
        .contains("cairn.auth.insecure is true", "cairn.host is 0.0.0.0", "whoever reaches");
    assertThat(findings(config("management-host", "0.0.0.0"), false))
        .contains("cairn.management-host is 0.0.0.0", "without a key", "127.0.0.1");
  }

  private static String findings(CairnConfig config, boolean open) {
    return Exposure.of(config).findings(config, open).toString();
  }
}
