package dev.cairn.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.json.JsonCheck;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What every answer of the API must be, whatever was asked; counts them. Any thread. */
final class AnswerOracle {

  private static final Set<Integer> DOCUMENTED_FAULTS = Set.of(503, 507);

  /** The HTTP server gives these itself, before there is a request. */
  private static final Set<Integer> BARE = Set.of(414, 431);

  private static final Set<String> WORDS =
      Arrays.stream(ErrorCode.values()).map(ErrorCode::word).collect(Collectors.toSet());

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Map<Integer, Integer> seen = new TreeMap<>();

  /** How many answers there were, by status. */
  synchronized Map<Integer, Integer> seen() {
    return new TreeMap<>(seen);
  }

  /** What is wrong with an answer, or null. */
  @Nullable String fault(String method, Wire.Answer answer) {
    synchronized (this) {
      seen.merge(answer.status(), 1, Integer::sum);
    }
    int status = answer.status();
    boolean notReplicated =
        status == ErrorCode.NOT_REPLICATED.status()
            && new String(answer.body(), UTF_8)
                .contains("\"code\":\"" + ErrorCode.NOT_REPLICATED.word() + "\"");
    if (status >= 500 && !DOCUMENTED_FAULTS.contains(status) && !notReplicated) {
      return "a fault of the service";
    }
    String type = answer.header("content-type").split(";", 2)[0];
    try {
      if (status >= 400) {
        return BARE.contains(status) || method.equals("HEAD") ? null : problemFault(answer, type);
      }
      boolean said = !method.equals("HEAD") && status != 204 && status != 304;
      if (said && type.equals("application/json") && answer.body().length > 0) {
        checkJson(answer.body());
      } else if (said && type.equals("application/x-ndjson")) {
        for (String line : new String(answer.body(), UTF_8).split("\n", -1)) {
          if (!line.isEmpty()) {
            checkJson(line.getBytes(UTF_8));
          }
        }
      }
      return said && answer.body().length > 0 && type.isEmpty() ? "a body of no type" : null;
    } catch (IOException e) {
      return "no JSON: " + e.getMessage();
    }
  }

  /** A value may have escapes that Jackson refuses; with what is about it, it may be too deep. */
  private static void checkJson(byte[] body) throws IOException {
    try {
      JsonCheck.check(body, JsonCheck.MAX_DEPTH);
    } catch (CairnException refused) {
      JSON.readTree(body);
    }
  }

  private static @Nullable String problemFault(Wire.Answer answer, String type) throws IOException {
    if (!type.equals("application/problem+json")) {
      return "a refusal that is no problem";
    }
    JsonNode problem = JSON.readTree(answer.body());
    for (String member : new String[] {"type", "title", "detail", "code"}) {
      if (!problem.path(member).isTextual() || problem.path(member).asText().isBlank()) {
        return "a problem without " + member;
      }
    }
    if (!WORDS.contains(problem.path("code").asText())) {
      return "a problem with a code that is not documented";
    }
    if (problem.path("status").asInt() != answer.status()) {
      return "a problem of another status";
    }
    String text = problem.toString();
    return text.contains("Exception") && !text.contains("Exception\"") || text.contains("\tat ")
        ? "a problem that tells of the inside"
        : null;
  }
}
