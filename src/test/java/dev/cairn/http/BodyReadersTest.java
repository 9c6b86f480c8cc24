package dev.cairn.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CairnException;
import dev.cairn.Entry;
import dev.cairn.ErrorCode;
import dev.cairn.JsonText;
import dev.cairn.Key;
import dev.cairn.Limits;
import dev.cairn.Namespace;
import dev.cairn.ShardId;
import dev.cairn.Violation;
import dev.cairn.storage.BatchRefused;
import dev.cairn.storage.Expiry;
import dev.cairn.storage.MetadataChange;
import dev.cairn.storage.NamespaceInfo;
import dev.cairn.storage.Operation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BodyReadersTest {

  @Test
  void valuesAreTakenOutByteForByte() {
    BatchRequest batch =
        batch(
            "{ \"operations\" : [ {\"op\":\"put\",\"key\":\"\\u00e9\\ud83d\\ude00\\n\","
                + "\"value\": {\"a\" : 1.10, \"b\":[1e400 , \"}]\\\"\"]} , \"metadata\":null } ] }");

    Operation.Put put = (Operation.Put) batch.operations().getFirst();

    assertThat(put.key().text()).isEqualTo("é😀\n");
    assertThat(put.value()).hasToString("{\"a\" : 1.10, \"b\":[1e400 , \"}]\\\"\"]}");
    assertThat(put.metadata()).isEqualTo(MetadataChange.CLEAR);
  }

  @Test
  void everyFaultOfAMemberIsItsOwnWithItsPointer() {
    BatchRequest batch =
        batch(
            "{\"operations\":[{\"op\":\"put\",\"key\":7},"
                + "{\"op\":\"fly\",\"key\":\"a\",\"x/y\":1},"
                + "{\"op\":\"delete\",\"key\":\"a\",\"value\":1,\"ifVersion\":0}]}");

    assertThat(batch.members())
        .extracting(member -> ((OperationReader.Member.Refused) member).reason().code())
        .containsOnly(ErrorCode.INVALID_BODY);
    assertThat(batch.members())
        .extracting(member -> pointers(((OperationReader.Member.Refused) member).reason()))
        .containsExactly(
            Set.of("/operations/0/key", "/operations/0/value"),
            Set.of("/operations/1/op", "/operations/1/x~1y"),
            Set.of("/operations/2/value", "/operations/2/ifVersion"));
    assertThat(batch.members()).extracting(OperationReader.Member::key).element(0).isNull();
    assertThat(batch.members().get(2).key()).isEqualTo(Key.of("a"));
  }

  private static Set<String> pointers(CairnException reason) {
    return reason.violations().stream().map(Violation::pointer).collect(Collectors.toSet());
  }

  @Test
  void aMemberThatBreaksARuleSpoilsOnlyItselfUnlessTheBatchIsAtomic() {
    String members =
        "\"operations\":[{\"op\":\"get\",\"key\":\"\"},{\"op\":\"get\",\"key\":\"a\"}]}";

    BatchRequest loose = batch("{" + members);
    assertThat(loose.operations()).hasSize(1);
    loose.requireSoundIfAtomic();
    assertThatThrownBy(() -> batch("{\"atomic\":true," + members).requireSoundIfAtomic())
        .isInstanceOfSatisfying(
            BatchRefused.class,
            e ->
                assertThat(e.results())
                    .extracting(result -> result.reason().code())
                    .containsExactly(ErrorCode.INVALID_KEY, ErrorCode.MEMBER_NOT_RUN));
  }

  @Test
  void anExportedLineIsReadBackAsItWas() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ExportWriter writer = new ExportWriter(out, new ShardId("guild-7"), 0);
    writer.begin(3);
    writer.namespace(new NamespaceInfo(Namespace.DEFAULT, 0, 0, 0, null));
    Key key = Key.of("k\0\"é");
    JsonText metadata = JsonText.ofChecked("{\"m\":1.10}");
    JsonText value = JsonText.ofChecked("[1,\n\"\\n\"]");
    writer.entry(new Entry(key, 3, 1, 2, value, metadata, 253_370_764_800_000L));
    writer.end();

    LineReader lines = new LineReader(new ByteArrayInputStream(out.toByteArray()), 1000);
    List<ImportLine> read = new ArrayList<>();
    for (byte[] line = lines.next(); line != null; line = lines.next()) {
      read.add(ImportLine.read(line, Limits.DEFAULT));
    }

    assertThat(read)
        .containsExactly(
            new ImportLine.Header(ExportWriter.FORMAT),
            new ImportLine.OfNamespace(Namespace.DEFAULT, MetadataChange.KEEP),
            new ImportLine.OfEntry(
                Namespace.DEFAULT,
                key,
                JsonText.ofChecked("[1, \"\\n\"]"),
                new MetadataChange.Replace(metadata),
                new Expiry.At(253_370_764_800_000L)),
            new ImportLine.End());
  }

  @Test
  void aLineThatIsTooLongIsCutAndTheNextOneIsWhole() throws Exception {
    byte[] body = ("x".repeat(50_000) + "\r\n\nlast").getBytes(UTF_8);
    LineReader lines = new LineReader(new ByteArrayInputStream(body), 10_000);

    assertThat(lines.next()).hasSize(10_000);
    assertThat(lines.tooLong()).isTrue();
    assertThat(lines.next()).isEmpty();
    assertThat(lines.next()).isEqualTo("last".getBytes(UTF_8));
    assertThat(lines.tooLong()).isFalse();
    assertThat(lines.number()).isEqualTo(3);
    assertThat(lines.next()).isNull();
  }

  private static BatchRequest batch(String body) {
    return BatchRequest.read(body.getBytes(UTF_8), Namespace.DEFAULT, Limits.DEFAULT);
  }
}
