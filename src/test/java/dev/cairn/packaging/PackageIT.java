package dev.cairn.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Debian package: what is in it, and what becomes of settings and data in its life. */
class PackageIT {

  private static final String SETTINGS = "/etc/cairn/cairn.properties";
  private static final String MINE = "cairn.port=8181\n";

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  private static Path shared;

  @SuppressWarnings("NullAway.Init") // made once, before any test
  private static Path made;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  private Path directory;

  @SuppressWarnings("NullAway.Init") // made before each test
  private PackageRoot root;

  @BeforeAll
  static void make() throws IOException {
    made = DebianPackage.ofStandIn(shared);
  }

  @BeforeEach
  void makeRoot() throws IOException {
    root = new PackageRoot(directory.resolve("root"));
  }

  @Test
  void itHoldsTheProgramItsUnitAndItsSettings() {
    String content = Ran.well("dpkg-deb", "--contents", made.toString());
    for (String executable :
        new String[] {"bin/cairn", "lib/cairn/cairn", "lib/cairn/litestream"}) {
      assertThat(content)
          .containsPattern("(?m)^-rwxr-xr-x root/root .* \\./usr/" + executable + "$");
    }
    for (String file :
        new String[] {
          "./usr/lib/systemd/system/cairn.service",
          "./usr/lib/sysusers.d/cairn.conf",
          "." + SETTINGS,
          "./usr/share/doc/cairn/copyright",
          "./usr/share/doc/cairn/changelog.Debian.gz",
          "./usr/share/man/man1/cairn.1.gz"
        }) {
      assertThat(content)
          .containsPattern("(?m)^-rw-r--r-- root/root .* " + Pattern.quote(file) + "$");
    }
    assertThat(content.lines()).allMatch(line -> line.contains(" root/root "));
  }

  @Test
  void itsVersionIsTheProgramsAndItsSettingsAreTheAdministrators() throws IOException {
    Matcher version =
        Pattern.compile("(?m)^  <version>(.*)</version>$")
            .matcher(Files.readString(Path.of("pom.xml")));
    assertThat(version.find()).isTrue();
    assertThat(Ran.well("dpkg-deb", "--field", made.toString(), "Version").strip())
        .isEqualTo(version.group(1).replace('-', '~') + "-1");
    assertThat(Ran.well("dpkg-deb", "--info", made.toString(), "conffiles"))
        .isEqualTo(SETTINGS + "\n");
  }

  @Test
  void theSameInputGivesTheSameBytes() throws IOException {
    assertThat(DebianPackage.again(directory, made)).hasSameBinaryContentAs(made);
  }

  @Test
  void aCommandLineThatCanNotBeUsedMakesNothing() {
    for (String[] words :
        new String[][] {{"--no-such-option"}, {"--to"}, {"--executable", "no-such-file"}}) {
      String[] command = new String[words.length + 1];
      command[0] = "src/deb/build";
      System.arraycopy(words, 0, command, 1, words.length);
      Ran ran = Ran.of(command);
      assertThat(ran.exitCode()).as(ran.output()).isEqualTo(2);
      assertThat(ran.output()).startsWith("cairn package: ").contains(words[words.length - 1]);
    }
  }

  @Test
  void anInstallationMakesTheUserAndItsDirectoryAndEnablesTheUnit() throws IOException {
    root.install(made);
    assertThat(root.state()).isEqualTo("ii");
    assertThat(Files.readString(root.at("/etc/passwd")))
        .containsPattern("(?m)^cairn:.*:/var/lib/cairn:/usr/sbin/nologin$");
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(root.at("/var/lib/cairn"))))
        .isEqualTo("rwx------");
    assertThat(root.at("/etc/systemd/system/multi-user.target.wants/cairn.service"))
        .isSymbolicLink();
  }

  @Test
  void anUpgradeKeepsChangedSettingsAndDataWithoutAQuestion() throws IOException {
    root.install(made);
    root.use(MINE);
    root.install(DebianPackage.next(made, "999-1", ""));
    assertThat(root.at(SETTINGS)).hasContent(MINE);
    assertThat(root.at("/var/lib/cairn/data/shards/one")).hasContent("data");
  }

  @Test
  void settingsThatBothSidesChangedStayAsTheAdministratorHasThem() throws IOException {
    root.install(made);
    root.use(MINE);
    root.install(DebianPackage.next(made, "999-2", "cairn.port=1\n"), "--force-confold");
    assertThat(root.at(SETTINGS)).hasContent(MINE);
    assertThat(Files.readString(root.at(SETTINGS + ".dpkg-dist"))).endsWith("cairn.port=1\n");
  }

  @Test
  void anOlderPackageTakesThePlaceOfANewerOne() throws IOException {
    root.install(DebianPackage.next(made, "999-3", ""));
    root.use(MINE);
    root.install(made);
    assertThat(root.state()).isEqualTo("ii");
    assertThat(root.at(SETTINGS)).hasContent(MINE);
    assertThat(root.at("/var/lib/cairn/data/shards/one")).hasContent("data");
  }

  @Test
  void aRemovalKeepsSettingsDataAndBackup() throws IOException {
    root.install(made);
    root.use(MINE);
    root.remove();
    assertThat(root.state()).isEqualTo("rc");
    assertThat(root.at("/usr/bin/cairn")).doesNotExist();
    assertThat(root.at(SETTINGS)).hasContent(MINE);
    assertThat(root.at("/etc/cairn/environment")).exists();
    assertThat(root.at("/var/lib/cairn/data/shards/one")).hasContent("data");
    assertThat(root.at("/var/lib/cairn/backup/shards/one")).hasContent("backup");
  }

  @Test
  void aPurgeTakesSettingsAndDataAndLeavesTheBackupWhichItNames() throws IOException {
    root.install(made);
    root.use(MINE);
    assertThat(root.purge()).contains("/var/lib/cairn/backup");
    assertThat(root.at("/etc/cairn")).doesNotExist();
    assertThat(root.at("/var/lib/cairn/data")).doesNotExist();
    assertThat(root.at("/var/lib/cairn/backup/shards/one")).hasContent("backup");
    assertThat(root.at("/etc/systemd/system/multi-user.target.wants/cairn.service")).doesNotExist();
  }
}
