package dev.cairn.cli;

import dev.cairn.json.JsonView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server said of its health.
 *
 * @param up whether all is well
 * @param down a line for each check that is down: its name and its data
 */
record HealthAnswer(boolean up, List<String> down) {

  /**
   * Reads an answer.
   *
   * @throws IOException if it is not one that Cairn gives
   */
  static HealthAnswer of(int status, byte[] body) throws IOException {
    String overall;
    JsonView said;
    try {
      said = CliJson.view(body);
      overall = CliJson.string(said, "status");
    } catch (IOException e) {
      throw stranger(status, e);
    }
    if (!overall.equals("UP") && !overall.equals("DOWN")) {
      throw stranger(status, null);
    }
    List<String> down = new ArrayList<>();
    JsonView checks = CliJson.member(said, "checks");
    for (JsonView at = checks == null ? null : checks.first(); at != null; at = at.next()) {
      if (CliJson.string(at, "status").equals("DOWN")) {
        down.add(line(at));
      }
    }
    return new HealthAnswer(status == 200 && overall.equals("UP"), List.copyOf(down));
  }

  private static IOException stranger(int status, @Nullable IOException e) {
    return new IOException(
        "what answers there (HTTP " + status + ") does not do so as Cairn does", e);
  }

  private static String line(JsonView check) {
    List<String> told = new ArrayList<>();
    JsonView data = CliJson.member(check, "data");
    for (JsonView at = data == null ? null : data.first(); at != null; at = at.next()) {
      String said = at.kind() == JsonView.Kind.STRING ? CliJson.said(at) : at.written();
      told.add(at.name() + "=" + said);
    }
    String name = CliJson.string(check, "name") + " is down";
    String line = told.isEmpty() ? name : name + ": " + String.join(", ", told);
    return line.replaceAll("\\p{Cntrl}+", " ");
  }
}
