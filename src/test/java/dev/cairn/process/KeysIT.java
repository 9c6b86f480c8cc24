package dev.cairn.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in by a started service, and what it does about keys when it starts. */
class KeysIT {

  private static final Pattern KEY = Pattern.compile("cairn_[a-z2-7]{10}_[a-z2-7]{33}");

  @TempDir private Path directory;

  @Test
  void theFirstStartForOthersMakesAnAdministratorsKeyAndTheNextDoesNot() throws Exception {
    Path data = directory.resolve("data");
    String key;
    try (CairnProcess cairn = CairnProcess.serve(data, "--host", "0.0.0.0")) {
      List<String> printed = keysIn(cairn.output());
      assertThat(printed).as(cairn.output()).hasSize(1);
      key = printed.getFirst();
      assertThat(cairn.output()).contains("cairn.host is 0.0.0.0: without TLS");
      Path file = data.resolve("admin.key");
      assertThat(file).hasContent(key);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(status(cairn, "")).isEqualTo(401);
      assertThat(status(cairn, "Bearer " + key)).isEqualTo(200);
      assertThat(cairn.stop()).isZero();
    }
    try (CairnProcess cairn = CairnProcess.serve(data, "--host", "0.0.0.0")) {
      assertThat(keysIn(cairn.output())).isEmpty();
      assertThat(status(cairn, "Bearer " + key)).isEqualTo(200);
      assertThat(status(cairn, "Bearer " + other(key))).isEqualTo(401);
    }
  }

  @Test
  void aServiceOnLoopbackIsOpenUntilThereIsAKeyAndSaysSo() throws Exception {
    Path data = directory.resolve("data");
    try (CairnProcess cairn = CairnProcess.serve(data)) {
      assertThat(cairn.output())
          .contains("cairn.auth.mode is auto and there is no key", "cairn keys create --admin");
      assertThat(status(cairn, "")).isEqualTo(200);
    }
    assertThat(data.resolve("admin.key")).doesNotExist();
    String key = keyOfStopped(data);
    try (CairnProcess cairn = CairnProcess.serve(data)) {
      assertThat(cairn.output()).doesNotContain("cairn.auth.mode");
      assertThat(status(cairn, "")).isEqualTo(401);
      assertThat(status(cairn, "Bearer " + key)).isEqualTo(200);
    }
  }

  @Test
  void aServiceThatAlwaysAsksMakesAKeyOnLoopbackToo() throws Exception {
    Map<String, String> always = Map.of("CAIRN_AUTH_MODE", "always");
    try (CairnProcess cairn = CairnProcess.serve(always, directory.resolve("data"))) {
      assertThat(keysIn(cairn.output())).hasSize(1);
      assertThat(status(cairn, "")).isEqualTo(401);
    }
  }

  @Test
  void aServiceForOthersAsksUnlessTwoSettingsSayThatItShallNot() throws Exception {
    Path data = directory.resolve("data");
    Map<String, String> off = Map.of("CAIRN_AUTH_MODE", "off");
    String[] serve = {
      "serve", "--host=0.0.0.0", "--port=0", "--management-port=0", "--backup=off", "--data=" + data
    };
    try (CairnProcess cairn = CairnProcess.start(off, serve)) {
      assertThat(cairn.awaitExit()).isEqualTo(1);
      assertThat(cairn.output().lines()).as(cairn.output()).hasSize(1);
      assertThat(cairn.output()).contains("cairn.auth.mode is off", "cairn.auth.insecure");
    }
    Map<String, String> insecure = Map.of("CAIRN_AUTH_MODE", "off", "CAIRN_AUTH_INSECURE", "true");
    try (CairnProcess cairn = CairnProcess.serve(insecure, data, "--host", "0.0.0.0")) {
      assertThat(cairn.output()).contains("whoever reaches this address");
      assertThat(keysIn(cairn.output())).isEmpty();
      assertThat(status(cairn, "")).isEqualTo(200);
    }
    assertThat(data.resolve("admin.key")).doesNotExist();
  }

  @Test
  void aKeyIsMadeForAServiceThatIsStoppedOnly() throws Exception {
    Path data = directory.resolve("data");
    try (CairnProcess cairn = CairnProcess.serve(data);
        CairnProcess keys = CairnProcess.start("keys", "create", "--admin", "--data=" + data)) {
      assertThat(keys.awaitExit()).as(keys.output()).isEqualTo(1);
      assertThat(keysIn(keys.output())).isEmpty();
      assertThat(status(cairn, "")).isEqualTo(200);
    }
    Path none = directory.resolve("none");
    try (CairnProcess keys = CairnProcess.start("keys", "create", "--admin", "--data=" + none)) {
      assertThat(keys.awaitExit()).as(keys.output()).isEqualTo(1);
      assertThat(none).doesNotExist();
    }
  }

  @Test
  void theCommandsMakeListAndRevokeTheKeysOfARunningService() throws Exception {
    Path admin = directory.resolve("operator.key");
    try (CairnProcess cairn = CairnProcess.serve(directory.resolve("data"))) {
      String server = "--server=" + cairn.awaitUrl();
      try (CairnProcess keys =
          CairnProcess.start("keys", "create", server, "--admin", "--to=" + admin)) {
        assertThat(keys.awaitExit()).as(keys.output()).isZero();
      }
      assertThat(status(cairn, "")).isEqualTo(401);
      String file = "--key-file=" + admin;
      String made;
      try (CairnProcess keys =
          CairnProcess.start("keys", "create", server, file, "--scope=read:*", "--name=app")) {
        assertThat(keys.awaitExit()).as(keys.output()).isZero();
        made = keysIn(keys.output()).getFirst();
      }
      assertThat(status(cairn, "Bearer " + made)).isEqualTo(200);
      String id = made.split("_", -1)[1];
      try (CairnProcess keys = CairnProcess.start("keys", "list", server, file)) {
        assertThat(keys.awaitExit()).as(keys.output()).isZero();
        assertThat(keys.output()).contains(id, "read:*", "app", "unnamed").doesNotContain(made);
      }
      try (CairnProcess keys = CairnProcess.start("keys", "revoke", server, file, id)) {
        assertThat(keys.awaitExit()).as(keys.output()).isZero();
      }
      assertThat(status(cairn, "Bearer " + made)).isEqualTo(401);
    }
  }

  /** The key of an administrator, made while no service runs. */
  static String keyOfStopped(Path data) throws IOException {
    Path file = data.resolveSibling("made.key");
    try (CairnProcess keys =
        CairnProcess.start("keys", "create", "--admin", "--data=" + data, "--to=" + file)) {
      assertThat(keys.awaitExit()).as(keys.output()).isZero();
      assertThat(keysIn(keys.output())).isEmpty();
    }
    return Files.readString(file).strip();
  }

  static List<String> keysIn(String text) {
    return new ArrayList<>(KEY.matcher(text).results().map(MatchResult::group).toList());
  }

  /** A key that differs in one letter of its secret. */
  private static String other(String key) {
    return key.substring(0, 20) + (key.charAt(20) == 'a' ? 'b' : 'a') + key.substring(21);
  }

  /** What the service answers who sends that. */
  private static int status(CairnProcess cairn, String authorization) throws Exception {
    URI told = cairn.awaitUrl();
    URI uri = URI.create("http://127.0.0.1:" + told.getPort() + "/v1/shards");
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString()).statusCode();
    }
  }
}
