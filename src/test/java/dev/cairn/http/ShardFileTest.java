package dev.cairn.http;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole shards out and in, as files. */
@QuarkusTest
class ShardFileTest {

  private static final String ENTRIES = "/namespaces/default/entries";

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins.
  Path directory;

  private static String shard(String name) {
    return "/v1/shards/file:" + name;
  }

  private static void put(String shard, String key, String value) {
    given().contentType("application/json").body(value).put(shard + ENTRIES + "/" + key);
  }

  private Path taken(String shard) throws IOException {
    Path file = directory.resolve("taken.sqlite");
    Files.write(file, given().get(shard + "/file").then().statusCode(200).extract().asByteArray());
    return file;
  }

  @Test
  void aShardIsTakenOutAsOneFile() throws Exception {
    String shard = shard("out");
    for (int i = 0; i < 100; i++) {
      put(shard, "k" + i, "\"" + "x".repeat(i) + "\"");
    }

    Response answer = given().get(shard + "/file");
    answer
        .then()
        .statusCode(200)
        .contentType("application/vnd.sqlite3")
        .header("Content-Disposition", equalTo("attachment; filename=\"file_out.sqlite\""))
        .header("Cairn-Revision", equalTo("100"))
        .header("Content-Length", equalTo("" + answer.asByteArray().length));
    Path file = directory.resolve("out.sqlite");
    Files.write(file, answer.asByteArray());
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:file:" + file + "?mode=ro");
        Statement statement = connection.createStatement()) {
      assertThat(text(statement, "pragma journal_mode")).isEqualTo("delete");
      assertThat(text(statement, "pragma integrity_check")).isEqualTo("ok");
      assertThat(text(statement, "select count(*) from entries")).isEqualTo("100");
      assertThat(text(statement, "select value from entries where key=cast('k3' as blob)"))
          .isEqualTo("\"xxx\"");
    }
    given().get(shard + ENTRIES + "/k1").then().statusCode(200);
  }

  private static String text(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : "nothing";
    }
  }

  @Test
  void headTellsOfTheFileAndCopiesNothing() {
    String shard = shard("head");
    put(shard, "k", "1");

    given()
        .head(shard + "/file")
        .then()
        .statusCode(200)
        .contentType("application/vnd.sqlite3")
        .header("Cairn-Revision", equalTo("1"));
    given().head(shard("none") + "/file").then().statusCode(404);
  }

  @Test
  void aShardThatIsNotThereHasNoFile() {
    given()
        .get(shard("none") + "/file")
        .then()
        .statusCode(404)
        .body("code", equalTo("shard-not-found"));
  }

  @Test
  void manyAreTakenOutOneAfterTheOther() throws Exception {
    String shard = shard("many");
    put(shard, "k", "1");
    for (int i = 0; i < 20; i++) {
      assertThat(taken(shard)).isNotEmptyFile();
    }
  }

  private static Response bring(String shard, byte[] file, String query) {
    return given().contentType("application/vnd.sqlite3").body(file).put(shard + "/file" + query);
  }

  @Test
  void aFileThatWasTakenOutBecomesAShard() throws Exception {
    String shard = shard("source");
    put(shard, "k", "1");
    given()
        .contentType("application/json")
        .body("{\"name\":\"n\",\"field\":\"$value\"}")
        .post(shard + "/namespaces/default/indexes");
    byte[] file = Files.readAllBytes(taken(shard));

    bring(shard("target"), file, "")
        .then()
        .statusCode(201)
        .header("Location", equalTo(shard("target")))
        .body("kind", equalTo("import"))
        .body("state", equalTo("succeeded"))
        .body("result.revision", equalTo(1_000_000_000))
        .body("result.undoSnapshot", nullValue());

    given().get(shard("target") + ENTRIES + "/k").then().statusCode(200).body(equalTo("1"));
    put(shard("target"), "k", "2");
    given().get(shard("target") + ENTRIES + "/k").then().header("ETag", equalTo("\"1000000001\""));
    given().get(shard + ENTRIES + "/k").then().body(equalTo("1"));
  }

  @Test
  void aShardThatIsThereIsReplacedOnDemandAndUndoably() throws Exception {
    String shard = shard("replaced");
    put(shard, "k", "1");
    byte[] file = Files.readAllBytes(taken(shard));
    put(shard, "k", "2");

    bring(shard, file, "").then().statusCode(409).body("code", equalTo("shard-exists"));
    bring(shard, file, "?onConflict=skip").then().statusCode(400);
    given().get(shard + ENTRIES + "/k").then().body(equalTo("2"));
    String undo =
        bring(shard, file, "?onConflict=replace")
            .then()
            .statusCode(200)
            .extract()
            .path("result.undoSnapshot");

    given().get(shard + ENTRIES + "/k").then().body(equalTo("1"));
    given().get(shard + ENTRIES + "/k?snapshot=" + undo).then().body(equalTo("2"));
  }

  @Test
  void whatIsNoShardIsRefusedAndNothingIsMade() throws Exception {
    String shard = shard("refused");
    Path foreign = directory.resolve("foreign.sqlite");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + foreign);
        Statement statement = connection.createStatement()) {
      statement.execute("create table t(x)");
    }

    for (byte[] file : List.of(new byte[0], "text".getBytes(UTF_8), Files.readAllBytes(foreign))) {
      bring(shard, file, "").then().statusCode(422).body("code", equalTo("file-refused"));
    }
    given().body("{}").contentType("application/json").put(shard + "/file").then().statusCode(415);
    given().get(shard).then().statusCode(404);
  }

  @Test
  void aFileMayBeLargerThanOtherBodies() throws Exception {
    String shard = shard("large");
    String value = "\"" + "x".repeat(900_000) + "\"";
    for (int i = 0; i < 45; i++) {
      put(shard, "k" + i, value);
    }
    byte[] file = Files.readAllBytes(taken(shard));
    assertThat(file.length).isGreaterThan(32 << 20);

    bring(shard("large-copy"), file, "").then().statusCode(201);

    given().get(shard("large-copy") + ENTRIES + "/k44").then().body(equalTo(value));
  }
}
