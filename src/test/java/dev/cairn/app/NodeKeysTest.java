package dev.cairn.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.memory.MemoryKeys;
import dev.cairn.security.KeySettings;
import dev.cairn.security.KeySettings.Mode;
import dev.cairn.security.Keys;
import dev.cairn.security.Role;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeKeysTest {

  private static final Pattern KEY = Pattern.compile("cairn_[a-z2-7]{10}_[a-z2-7]{33}");
  private static final Instant NOW = Instant.parse("2026-11-26T12:34:56Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  private final MemoryKeys store = new MemoryKeys();

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  private Path directory;

  private Keys keys(Mode mode) {
    return new Keys(
        store, new KeySettings(mode, 100, Duration.ofDays(30)), CLOCK, new SecureRandom());
  }

  /** What a start prints. */
  private static String start(Keys keys, @Nullable Path directory) {
    return start(keys, directory, false);
  }

  private static String start(Keys keys, @Nullable Path directory, boolean logged) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (NodeKeys node = new NodeKeys(keys, directory, CLOCK)) {
      node.makeFirst(new PrintStream(out, true, StandardCharsets.UTF_8), logged);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static List<String> keysIn(String text) {
    return KEY.matcher(text).results().map(MatchResult::group).toList();
  }

  @Test
  void theFirstKeyIsAnAdministratorsPrintedOnceAndInAFileForItsOwnerOnly() throws IOException {
    Keys keys = keys(Mode.ALWAYS);
    List<String> printed = keysIn(start(keys, directory));
    assertThat(printed).hasSize(1);
    assertThat(keys.authenticate("Bearer " + printed.getFirst()).mayEverywhere(Role.ADMIN))
        .isTrue();
    Path file = directory.resolve("admin.key");
    assertThat(file).hasContent(printed.getFirst());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void aLogIsToldWhereTheKeyIsAndNotTheKey() throws IOException {
    Keys keys = keys(Mode.ALWAYS);
    String printed = start(keys, directory, true);
    Path file = directory.resolve("admin.key").toAbsolutePath();
    assertThat(printed).contains(file.toString());
    assertThat(keysIn(printed)).isEmpty();
    assertThat(
            keys.authenticate("Bearer " + Files.readString(file).strip()).mayEverywhere(Role.ADMIN))
        .isTrue();
  }

  @Test
  void aLogIsToldTheKeyWhereNothingElseWouldHaveIt() {
    assertThat(keysIn(start(keys(Mode.ALWAYS), null, true))).hasSize(1);
  }

  @Test
  void theNextStartMakesNone() {
    start(keys(Mode.ALWAYS), directory);
    assertThat(start(keys(Mode.ALWAYS), directory)).isEmpty();
    assertThat(store.keys()).hasSize(1);
  }

  @Test
  void anOpenServiceMakesNone() {
    assertThat(start(keys(Mode.IF_THERE_ARE_KEYS), directory)).isEmpty();
    assertThat(start(keys(Mode.NEVER), directory)).isEmpty();
    assertThat(store.keys()).isEmpty();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aFileFromBeforeIsPutAside() throws IOException {
    Files.writeString(directory.resolve("admin.key"), "of a lost catalogue");
    List<String> printed = keysIn(start(keys(Mode.ALWAYS), directory));
    assertThat(directory.resolve("admin.key")).hasContent(printed.getFirst());
    assertThat(directory.resolve("admin.key." + NOW.toEpochMilli()))
        .hasContent("of a lost catalogue");
  }

  @Test
  void aKeyWhoseFileCanNotBeWrittenIsPrintedAllTheSame() {
    Keys keys = keys(Mode.ALWAYS);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (NodeKeys node = new NodeKeys(keys, directory.resolve("none"), CLOCK)) {
      assertThatExceptionOfType(UncheckedIOException.class)
          .isThrownBy(
              () -> node.makeFirst(new PrintStream(out, true, StandardCharsets.UTF_8), false));
    }
    assertThat(keysIn(out.toString(StandardCharsets.UTF_8))).hasSize(1);
    assertThat(store.keys()).hasSize(1);
  }

  @Test
  void whatKeepsNothingWritesNothing() throws IOException {
    assertThat(keysIn(start(keys(Mode.ALWAYS), null))).hasSize(1);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void theEndKeepsWhenKeysWereUsed() {
    Keys keys = keys(Mode.ALWAYS);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (NodeKeys node = new NodeKeys(keys, directory, CLOCK)) {
      node.makeFirst(new PrintStream(out, true, StandardCharsets.UTF_8), false);
      keys.authenticate("Bearer " + keysIn(out.toString(StandardCharsets.UTF_8)).getFirst());
      assertThat(store.keys().getFirst().lastUsed()).isZero();
    }
    assertThat(store.keys().getFirst().lastUsed())
        .isEqualTo(Instant.parse("2026-11-26T12:00:00Z").toEpochMilli());
  }
}
