package dev.cairn.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManagementSettingTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  private Path directory;

  private String found(Map<String, String> environment) throws IOException {
    return new ManagementSetting(environment).find(null, directory).toString();
  }

  @Test
  void withoutSettingsItIsTheDefault() throws Exception {
    assertThat(found(Map.of())).isEqualTo("http://127.0.0.1:9000");
  }

  @Test
  void theEnvironmentOutranksTheFileBesideTheData() throws Exception {
    Files.writeString(
        directory.resolve("cairn.properties"),
        "cairn.management-port=1234\ncairn.management-host=10.0.0.7\n");
    assertThat(found(Map.of())).isEqualTo("http://10.0.0.7:1234");
    assertThat(found(Map.of("CAIRN_MANAGEMENT_PORT", "4321"))).isEqualTo("http://10.0.0.7:4321");
  }

  @Test
  void theFileThatIsNamedIsRead() throws Exception {
    Path file = Files.writeString(directory.resolve("other"), "cairn.management-port=77\n");
    assertThat(new ManagementSetting(Map.of()).find(file, null)).hasPort(77);
  }

  @Test
  void allAddressesMeansThatOfThisMachine() throws Exception {
    assertThat(found(Map.of("CAIRN_MANAGEMENT_HOST", "0.0.0.0"))).startsWith("http://127.0.0.1:");
    assertThat(found(Map.of("CAIRN_MANAGEMENT_HOST", "::"))).startsWith("http://[::1]:");
    assertThat(found(Map.of("CAIRN_MANAGEMENT_HOST", "fe80::1"))).startsWith("http://[fe80::1]:");
  }

  @Test
  void whatIsNoAddressIsRefusedByItsSetting() {
    for (String port : new String[] {"0", "many", "-1", "100000"}) {
      assertThatThrownBy(() -> found(Map.of("CAIRN_MANAGEMENT_PORT", port)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cairn.management-port is " + port);
    }
    assertThatThrownBy(() -> found(Map.of("CAIRN_MANAGEMENT_HOST", "a b")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cairn.management-host is a b");
    assertThatThrownBy(() -> new ManagementSetting(Map.of()).find(directory.resolve("none"), null))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("can't be read");
  }
}
