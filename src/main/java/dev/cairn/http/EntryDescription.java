package dev.cairn.http;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.parameters.RequestBody;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/**
 * Adds to the API description what the operations on one entry read from the bare request, so that
 * no annotation tells it: bodies, conditional and other headers, and the answers with theirs. What
 * is said of an operation holds for both ways to send its key.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class EntryDescription implements OASFilter {

  private static final String JSON = "application/json";
  private static final String BY_QUERY = "ByQuery";
  private static final Schema.SchemaType NULL = Schema.SchemaType.NULL;

  /** {@code *}, or a list of tags in quotes, each perhaps weak. */
  private static final String TAGS = "^([*]|(W/)?\"[!#-~]*\"([ \\t]*,[ \\t]*(W/)?\"[!#-~]*\")*)$";

  @Override
  public void filterOpenAPI(OpenAPI document) {
    document.getPaths().getPathItems().values().stream()
        .flatMap(path -> path.getOperations().values().stream())
        .forEach(EntryDescription::complete);
  }

  private static void complete(Operation operation) {
    String id = operation.getOperationId();
    switch (id.endsWith(BY_QUERY) ? id.substring(0, id.length() - BY_QUERY.length()) : id) {
      case "getEntry", "headEntry" -> {
        replaceWhatIsAsked(operation);
        read(operation, anything("The value, byte for byte as it was put."), true);
      }
      case "getMetadata" ->
          read(operation, object("The metadata; an empty object if there are none."), false);
      case "putEntry" -> {
        written(operation, anything("The value as it was put."));
        operation.addParameter(metadata());
        replaceExpiry(operation);
        operation.setRequestBody(body(Map.of(JSON, anything("Any JSON value.")), "Berlin"));
        operation.getResponses().addAPIResponse("201", created());
      }
      case "putMetadata" -> {
        written(operation, object("The metadata as they are now."));
        Schema replacement = object("The metadata; null takes them away.").addType(NULL);
        operation.setRequestBody(body(Map.of(JSON, replacement), Map.of("source", "iso")));
      }
      case "patchEntry", "patchMetadata" -> {
        written(operation, anything("What was patched, as it is now."));
        Schema merge = anything("A merge patch, RFC 7396.");
        operation.setRequestBody(
            body(Map.of(PatchFormat.MERGE_TYPE, merge, PatchFormat.JSON_TYPE, jsonPatch()), null));
      }
      case "deleteEntry" -> {
        conditions(operation);
        operation.getResponses().removeAPIResponse("200");
        APIResponse gone = answer("It is gone, or was not there.", revision(), null);
        operation.getResponses().addAPIResponse("204", gone);
      }
      default -> {
        // Not about one entry.
      }
    }
  }

  /** What the annotation of the framework tells of it is only its name. */
  private static void replaceWhatIsAsked(Operation operation) {
    operation.setParameters(
        operation.getParameters().stream()
            .filter(
                parameter ->
                    !"include".equals(parameter.getName())
                        && !SnapshotParameter.NAME.equals(parameter.getName()))
            .collect(Collectors.toCollection(ArrayList::new)));
    operation
        .addParameter(include())
        .addParameter(
            query(SnapshotParameter.NAME, SnapshotParameter.DESCRIPTION, text(null))
                .example(SnapshotParameter.EXAMPLE));
  }

  private static void replaceExpiry(Operation operation) {
    List<Parameter> others =
        operation.getParameters().stream()
            .filter(
                parameter ->
                    !ExpiryTexts.TTL.equals(parameter.getName())
                        && !ExpiryTexts.EXPIRES_AT.equals(parameter.getName()))
            .collect(Collectors.toCollection(ArrayList::new));
    operation.setParameters(others);
    operation
        .addParameter(
            query(
                ExpiryTexts.TTL,
                "How long the entry lives, as a duration of ISO 8601 in days and less. Without it"
                    + " and without expiresAt it stays; both together are refused.",
                text(null).format("duration")))
        .addParameter(
            query(
                ExpiryTexts.EXPIRES_AT,
                "When the entry expires, as of RFC 3339.",
                text(null).format("date-time")));
  }

  /** Without an example, since pages that try operations out would send both. */
  private static Parameter query(String name, String description, Schema schema) {
    return OASFactory.createParameter()
        .name(name)
        .in(Parameter.In.QUERY)
        .description(description)
        .schema(schema);
  }

  /** Without examples: pages that try operations out send those, and no new entry fits them. */
  private static void conditions(Operation operation) {
    operation
        .addParameter(
            header(
                "If-Match",
                "Go on only if the entry's ETag is one of these, such as \"7\", or with * if there"
                    + " is an entry; else 412.",
                text(TAGS)))
        .addParameter(
            header(
                "If-None-Match",
                "Go on only if the entry's ETag is none of these, or with * if there is no entry;"
                    + " else 304 for a read and 412 for a write.",
                text(TAGS)));
  }

  private static Parameter include() {
    return OASFactory.createParameter()
        .name("include")
        .in(Parameter.In.QUERY)
        .description("Add metadata to have them in the header Cairn-Metadata.")
        .schema(text("^((value|metadata)(,(value|metadata))*)?$"))
        .example("metadata");
  }

  private static Parameter prefer() {
    return header(
            "Prefer",
            "return=representation has the answer carry what is stored now; return=minimal, which"
                + " is the default, does not.",
            text(null))
        .example("return=representation");
  }

  private static Parameter metadata() {
    return header(
            MetadataHeader.NAME,
            "The metadata in one line, every character beyond ASCII escaped; null takes them away,"
                + " and without the header they stay as they are.",
            text("^(null|[{].*[}])$"))
        .example("{\"source\":\"iso\"}");
  }

  private static Parameter header(String name, String description, Schema schema) {
    return OASFactory.createParameter()
        .name(name)
        .in(Parameter.In.HEADER)
        .description(description)
        .schema(schema);
  }

  private static RequestBody body(Map<String, Schema> types, @Nullable Object example) {
    Content content = OASFactory.createContent();
    types.forEach(
        (type, schema) ->
            content.addMediaType(
                type, OASFactory.createMediaType().schema(schema).example(example)));
    return OASFactory.createRequestBody().required(true).content(content);
  }

  private static void read(Operation operation, Schema schema, boolean withMetadata) {
    conditions(operation);
    Map<String, Header> headers = new TreeMap<>();
    headers.put("ETag", header("The version in quotes.", text(null)));
    headers.put("Last-Modified", header("When the entry was last written.", text(null)));
    headers.put(
        EntryAnswers.VERSION,
        header("The version: the revision that last wrote the entry.", number()));
    headers.put(
        ExpiryTexts.HEADER,
        header("When the entry expires, if it does.", text(null).format("date-time")));
    if (withMetadata) {
      headers.put(MetadataHeader.NAME, header("The metadata, if include asks.", text(null)));
    }
    operation.getResponses().addAPIResponse("200", answer("It is there.", headers, schema));
    operation
        .getResponses()
        .addAPIResponse("304", answer("It has one of the tags of If-None-Match.", headers, null));
  }

  private static void written(Operation operation, Schema schema) {
    conditions(operation);
    operation.addParameter(prefer());
    operation
        .getResponses()
        .addAPIResponse("200", answer("Written, and asked for by Prefer.", tagged(), schema));
    operation.getResponses().addAPIResponse("204", answer("Written.", tagged(), null));
  }

  private static APIResponse created() {
    Map<String, Header> headers = tagged();
    headers.put("Location", header("The path of the entry.", text(null)));
    return answer("Made. Only if Prefer asks does it carry the value.", headers, null);
  }

  private static Map<String, Header> tagged() {
    Map<String, Header> headers = revision();
    headers.put("ETag", header("The new version in quotes.", text(null)));
    return headers;
  }

  private static Map<String, Header> revision() {
    Map<String, Header> headers = new TreeMap<>();
    headers.put(
        EntryAnswers.REVISION,
        header("The revision of the shard; a write that changes nothing takes none.", number()));
    return headers;
  }

  private static APIResponse answer(
      String description, Map<String, Header> headers, @Nullable Schema schema) {
    APIResponse answer = OASFactory.createAPIResponse().description(description).headers(headers);
    return schema == null
        ? answer
        : answer.content(
            OASFactory.createContent()
                .addMediaType(JSON, OASFactory.createMediaType().schema(schema)));
  }

  private static Header header(String description, Schema schema) {
    return OASFactory.createHeader().description(description).schema(schema);
  }

  private static Schema anything(String description) {
    return OASFactory.createSchema().description(description);
  }

  private static Schema object(String description) {
    return anything(description).addType(Schema.SchemaType.OBJECT);
  }

  private static Schema text(@Nullable String pattern) {
    return OASFactory.createSchema().addType(Schema.SchemaType.STRING).pattern(pattern);
  }

  private static Schema number() {
    return OASFactory.createSchema().addType(Schema.SchemaType.INTEGER);
  }

  private static Schema jsonPatch() {
    Schema operation =
        object("One step.")
            .required(List.of("op", "path"))
            .addProperty(
                "op",
                text(null).enumeration(List.of("add", "remove", "replace", "move", "copy", "test")))
            .addProperty("path", text("^(/.*)?$").description("A JSON Pointer."))
            .addProperty("from", text("^(/.*)?$").description("Where to move or copy from."))
            .addProperty("value", anything("What to add, put or compare."));
    return anything("A JSON Patch, RFC 6902.").addType(Schema.SchemaType.ARRAY).items(operation);
  }
}
