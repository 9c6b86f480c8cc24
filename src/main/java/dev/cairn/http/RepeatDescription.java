package dev.cairn.http;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/**
 * Adds to the API description, of every operation that is carried out once if its request has a
 * key, that header and the one that tells a repeated answer.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD, priority = RepeatDescription.LAST)
public final class RepeatDescription implements OASFilter {

  /** Behind those of the default priority, which add answers. */
  static final int LAST = 0;

  private static final String BY_QUERY = "ByQuery";

  private static final Set<String> ONCE =
      Set.of(
          "putEntry",
          "patchEntry",
          "deleteEntry",
          "putMetadata",
          "patchMetadata",
          "putNamespace",
          "deleteNamespace",
          "clearNamespace",
          "batch",
          "transact");

  /** In quotes, with a backslash before quotes and backslashes; or bare. */
  private static final String KEY =
      "^(\"([ !#-\\[\\]-~]|\\\\[\"\\\\]){1,255}\"|[-A-Za-z0-9._~:+/=@!#$%&'*^|`]{1,255})$";

  private static final String PARAMETER = "IdempotencyKey";

  /** Whether an operation is carried out once if its request has a key. */
  static boolean isOnce(String operationId) {
    return ONCE.contains(
        operationId.endsWith(BY_QUERY)
            ? operationId.substring(0, operationId.length() - BY_QUERY.length())
            : operationId);
  }

  @Override
  public void filterOpenAPI(OpenAPI document) {
    document.getComponents().addParameter(PARAMETER, key());
    document.getComponents().addHeader(OnceRequest.REPLAYED, replayed());
    document.getPaths().getPathItems().values().stream()
        .flatMap(path -> path.getOperations().values().stream())
        .filter(operation -> isOnce(operation.getOperationId()))
        .forEach(RepeatDescription::complete);
  }

  private static void complete(Operation operation) {
    operation.addParameter(
        OASFactory.createParameter().ref("#/components/parameters/" + PARAMETER));
    for (String status : List.of("200", "201", "204")) {
      var answer = operation.getResponses().getAPIResponse(status);
      if (answer != null) {
        answer.addHeader(
            OnceRequest.REPLAYED,
            OASFactory.createHeader().ref("#/components/headers/" + OnceRequest.REPLAYED));
      }
    }
  }

  /** Without an example: pages that try operations out would send the same one with each. */
  private static Parameter key() {
    return OASFactory.createParameter()
        .name(IdempotencyKeys.NAME)
        .in(Parameter.In.HEADER)
        .description(
            "What the sender calls this request, such as a UUID. If the same request comes again"
                + " with the same key, nothing is done and it has its first answer; another"
                + " request with that key is refused. Kept for 24 hours if the request changed"
                + " something.")
        .schema(OASFactory.createSchema().addType(Schema.SchemaType.STRING).pattern(KEY));
  }

  private static Header replayed() {
    return OASFactory.createHeader()
        .description("Sent if the answer was given before, and nothing was done now.")
        .schema(
            OASFactory.createSchema()
                .addType(Schema.SchemaType.STRING)
                .enumeration(List.of("true")));
  }
}
