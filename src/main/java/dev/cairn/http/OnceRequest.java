package dev.cairn.http;

import dev.cairn.Namespace;
import dev.cairn.ShardId;
import dev.cairn.shard.Shards;
import dev.cairn.storage.NamespaceInfo;
import dev.cairn.storage.OnceKey;
import dev.cairn.storage.OperationResult;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.WriteUnit;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request that is to be carried out once, since its sender gave it a key. Turns what it writes
 * into a unit that is, and that unit's result into the answer.
 *
 * <p>The key is its caller's own, and that of its shard: others that send the same have other
 * requests. The same request is one with the same method, target and body, and the same of those
 * headers that decide what is done or answered. One request; one thread at a time.
 */
final class OnceRequest {

  /** The header that tells an answer that was given before. */
  static final String REPLAYED = "Cairn-Replayed";

  private static final String ATTRIBUTE = OnceRequest.class.getName();
  private static final byte[] NO_BODY = {};

  /** Headers whose lines decide what is done, besides the body. */
  private static final List<CharSequence> DECISIVE =
      List.of(
          WriteConditions.IF_MATCH,
          WriteConditions.IF_NONE_MATCH,
          MetadataHeader.NAME,
          HttpHeaders.CONTENT_TYPE);

  private final HttpServerRequest request;
  private final String target;
  private final String name;

  /** Of the request, empty until its body was taken. Handed on with the request. */
  private String fingerprint = "";

  private byte[] body = NO_BODY;

  /**
   * @param target in origin form
   * @param caller who sent it, null if nobody is asked
   * @param key as its sender gave it
   */
  OnceRequest(
      HttpServerRequest request,
      String target,
      ShardId shard,
      @Nullable String caller,
      String key) {
    this.request = request;
    this.target = target;
    MessageDigest digest = sha256();
    add(digest, shard.value());
    add(digest, caller == null ? "" : "caller " + caller);
    add(digest, key);
    this.name = HexFormat.of().formatHex(digest.digest());
  }

  /** Notes it, if there is one, for the resource that the request is led to. */
  static void note(RoutingContext context, @Nullable OnceRequest once) {
    if (once != null) {
      context.put(ATTRIBUTE, once);
    }
  }

  /** What was noted; null if the request has no key. */
  static @Nullable OnceRequest of(RoutingContext context) {
    return context.get(ATTRIBUTE);
  }

  /**
   * What {@code parser} does, with the body taken by the request before, if there is one.
   *
   * @param once if the request is to be carried out once, else null
   */
  static <T> Function<byte[], T> taking(@Nullable OnceRequest once, Function<byte[], T> parser) {
    if (once == null) {
      return parser;
    }
    return body -> {
      once.take(body);
      return parser.apply(body);
    };
  }

  /** Takes the body, before anything is made of it; one that is not taken is empty. */
  void take(byte @Nullable [] sent) {
    body = sent == null ? NO_BODY : sent;
    MessageDigest digest = sha256();
    add(digest, request.method().name());
    add(digest, target);
    List<String> preferences = request.headers().getAll(Preferences.HEADER);
    add(digest, Preferences.wantsRepresentation(preferences) ? "representation" : "");
    for (CharSequence header : DECISIVE) {
      List<String> lines = request.headers().getAll(header);
      digest.update(number(lines.size()));
      lines.forEach(line -> add(digest, line));
    }
    digest.update(body);
    fingerprint = HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Writes a unit.
   *
   * @param answering makes the answer of what the unit did, on the writer's turn
   */
  CompletionStage<Answer> write(
      Shards shards, ShardId shard, WriteUnit unit, Function<UnitResult, Answer> answering) {
    return shards
        .write(shard, unit(unit, answering))
        .thenApply(outcome -> answer(Outcomes.committed(outcome)));
  }

  /** The unit that does once what {@code unit} does; see {@link #write}. */
  WriteUnit unit(WriteUnit unit, Function<UnitResult, Answer> answering) {
    return unit(unit, (result, _) -> answering.apply(result));
  }

  /**
   * As the other.
   *
   * @param answering is told too of the namespaces that the unit left
   */
  WriteUnit unit(
      WriteUnit unit,
      BiFunction<UnitResult, Function<Namespace, @Nullable NamespaceInfo>, Answer> answering) {
    if (fingerprint.isEmpty()) {
      take(null);
    }
    return new WriteUnit.Once(
        new OnceKey(name, fingerprint),
        unit,
        (result, namespaces) -> AnswerBytes.of(answering.apply(result, namespaces), body));
  }

  /** The answer that the result of such a unit is. */
  Answer answer(UnitResult result) {
    if (result.results().getFirst() instanceof OperationResult.Answered(var bytes, var again)) {
      Answer answer = AnswerBytes.read(bytes, body);
      return again ? answer.header(REPLAYED, "true") : answer;
    }
    throw new IllegalStateException("A unit that is carried out once has an answer");
  }

  /** Behind its length, so that no two requests run into each other. */
  private static void add(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(number(bytes.length));
    digest.update(bytes);
  }

  private static byte[] number(int number) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256", e);
    }
  }
}
