package dev.cairn.http;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;
import org.eclipse.microprofile.openapi.models.tags.Tag;

/**
 * Adds to the API description what every operation has: problems as answers, the schema of a
 * problem, and a description where the summary says it all.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ProblemAnswers implements OASFilter {

  private static final String PROBLEM = "Problem";

  private static final String REQUEST_ID = "RequestId";

  private static final String BEARER = "bearer";

  private static final String BASIC = "basic";

  private static final Map<String, String> TAGS =
      Map.ofEntries(
          Map.entry("Shards", "One SQLite file each: the unit of isolation."),
          Map.entry("Namespaces", "Named sets of entries inside a shard."),
          Map.entry("Entries", "Keys with their JSON values, one by one and as pages."),
          Map.entry("Metadata", "The JSON object beside an entry's value."),
          Map.entry("Queries", "Entries by filter and order, and how many match."),
          Map.entry("Indexes", "What finds and orders entries by a field, and keeps it unique."),
          Map.entry("Batches and transactions", "Several operations in one unit."),
          Map.entry("Interactive transactions", "Units of several requests."),
          Map.entry("Import and export", "Whole shards as lines of JSON."),
          Map.entry("Keys", "Who may do what: API keys and their scopes."),
          Map.entry("Node", "What the node says of itself."));

  @Override
  public void filterOpenAPI(OpenAPI document) {
    document.getComponents().addSchema(PROBLEM, schema());
    document.getComponents().addHeader(REQUEST_ID, requestId());
    addSecurity(document);
    for (Tag tag : document.getTags()) {
      tag.setDescription(TAGS.getOrDefault(tag.getName(), tag.getName() + "."));
    }
    document.getPaths().getPathItems().values().stream()
        .flatMap(path -> path.getOperations().values().stream())
        .forEach(ProblemAnswers::complete);
  }

  /** Keys are asked for of every operation alike, or of none while the service is open. */
  private static void addSecurity(OpenAPI document) {
    document
        .getComponents()
        .addSecurityScheme(
            BEARER,
            OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme(BEARER)
                .description(
                    "An API key, or a token (JWT) of an OpenID Connect issuer that is trusted."))
        .addSecurityScheme(
            BASIC,
            OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme(BASIC)
                .description("An API key as the password, with any user."));
    document.setSecurity(
        List.of(
            OASFactory.createSecurityRequirement().addScheme(BEARER),
            OASFactory.createSecurityRequirement().addScheme(BASIC),
            OASFactory.createSecurityRequirement()));
  }

  private static void complete(Operation operation) {
    if (operation.getDescription() == null) {
      operation.setDescription(operation.getSummary() + ".");
    }
    for (Map.Entry<String, String> answer :
        Map.of(
                "4XX", "The request was refused; nothing of it was kept.",
                "5XX", "The service failed, is busy, or has no room; the code tells which.")
            .entrySet()) {
      operation.getResponses().addAPIResponse(answer.getKey(), problem(answer.getValue()));
    }
    operation
        .getResponses()
        .getAPIResponses()
        .values()
        .forEach(
            answer ->
                answer.addHeader(
                    RequestId.HEADER,
                    OASFactory.createHeader().ref("#/components/headers/" + REQUEST_ID)));
  }

  /** An answer that is a problem. */
  static APIResponse problem(String description) {
    Content content =
        OASFactory.createContent()
            .addMediaType(
                Problem.MEDIA_TYPE,
                OASFactory.createMediaType()
                    .schema(OASFactory.createSchema().ref("#/components/schemas/" + PROBLEM)));
    return OASFactory.createAPIResponse().description(description).content(content);
  }

  private static Schema schema() {
    return OASFactory.createSchema()
        .addType(Schema.SchemaType.OBJECT)
        .description("What went wrong, as RFC 9457 has it.")
        .required(List.of("type", "title", "status", "code"))
        .addProperty("type", text("A URI of the kind of problem."))
        .addProperty("title", text("The kind of problem in words."))
        .addProperty(
            "status",
            OASFactory.createSchema()
                .addType(Schema.SchemaType.INTEGER)
                .description("The HTTP status."))
        .addProperty("detail", text("What happened here and what to do."))
        .addProperty("instance", text("The path that was asked for."))
        .addProperty("code", text("The stable code; docs/http-api.md lists all of them."))
        .addProperty("requestId", text("What the log calls the request, as X-Request-Id has it."))
        .addProperty(
            "errors",
            OASFactory.createSchema()
                .addType(Schema.SchemaType.ARRAY)
                .description("Each part that was found bad; only where parts can be told.")
                .items(badPart()));
  }

  private static Header requestId() {
    return OASFactory.createHeader()
        .description(
            "What the log calls the request: the header of that name if one was sent that is fit"
                + " for it, else something random.")
        .schema(
            OASFactory.createSchema()
                .addType(Schema.SchemaType.STRING)
                .pattern("^[A-Za-z0-9._~:+/=@-]{1,64}$"));
  }

  private static Schema badPart() {
    return OASFactory.createSchema()
        .addType(Schema.SchemaType.OBJECT)
        .required(List.of("pointer", "reason"))
        .addProperty(
            "pointer", text("A JSON Pointer into the body, or the name of a parameter or header."))
        .addProperty("reason", text("What is wrong with it."));
  }

  private static Schema text(String description) {
    return OASFactory.createSchema().addType(Schema.SchemaType.STRING).description(description);
  }
}
