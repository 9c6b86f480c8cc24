package dev.cairn.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.fuzz.FuzzTarget;
import dev.cairn.fuzz.Mutations;
import dev.cairn.fuzz.Seeds;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * Makes requests up: from the description of the API, with a part of each changed so that it may or
 * may not still fit, and some of them no longer HTTP. What it makes depends on its seed and on what
 * it is told of answers. Never names a shard that does not begin with {@link #SHARDS}, unless by a
 * change of letters. One thread.
 */
final class MadeUpRequests {

  /** How the shards begin that requests are about. */
  static final String SHARDS = "fuzz-";

  private static final int MOST_HEARD = 20;
  private static final String[] KEYS = {
    "a",
    "b",
    "a/b",
    "a%2Fb",
    "%00",
    "%C3%A9",
    "%F0%9F%98%80",
    "k".repeat(300),
    "..",
    ".",
    "a;b",
    "%2e%2e",
    "+",
    "%ff"
  };
  private static final String[] VALUES = {
    "",
    "0",
    "1",
    "2",
    "10",
    "-1",
    "99999999999999999999",
    "a",
    "*",
    "a*",
    "true",
    "false",
    "values",
    "metadata",
    "values,metadata",
    "fail",
    "skip",
    "replace",
    "running",
    "fuzz-1",
    "%C3%A9",
    "%00",
    "%ff",
    "%zz",
    "AAAA",
    "AQMAAAAAAAAAAAAAAAAAAAAAYQ"
  };
  private static final String[] HEADER_VALUES = {
    "\"1\"",
    "W/\"2\"",
    "*",
    "\"x\", \"3\"",
    "7",
    "",
    "return=representation",
    "return=minimal",
    "wait=replicated",
    "{\"m\":1}",
    "{\"m\":\"\\u00e9\"}",
    "null",
    "[1]",
    "{",
    "\u00ff"
  };
  private static final String[] MORE_HEADERS = {
    "Accept: text/html",
    "Accept: application/json;q=0",
    "Content-Encoding: gzip",
    "Accept-Encoding: gzip, br",
    "Idempotency-Key: k",
    "Expect: 100-continue",
    "Range: bytes=0-1",
    "If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT",
    "Origin: http://localhost",
    "Origin: http://evil.example",
    "Sec-Fetch-Site: cross-site",
    "X-Forwarded-For: 1.2.3.4",
    "X-HTTP-Method-Override: DELETE",
    "Cookie: a=b",
    "Upgrade: h2c",
    "Connection: close",
    "Cairn-Metadata: {\"a\":[1]}",
    "TE: trailers",
    "Accept-Language: de"
  };
  private static final String[] TYPES = {
    "application/json",
    "application/merge-patch+json",
    "application/json-patch+json",
    "application/x-ndjson",
    "text/plain",
    "application/json; charset=latin1",
    "application/JSON ; charset=utf-8",
    "x",
    ""
  };
  private static final String[] METHODS = {
    "GET", "HEAD", "PUT", "POST", "PATCH", "DELETE", "OPTIONS", "TRACE", "FOO", "get"
  };

  private final Random random;
  private final List<DescribedCalls.Call> calls;
  private final List<String> authorizations;
  private final boolean mayMakeKeys;
  private final Mutations bodies;
  private final Mutations parts;
  private final Deque<String> heard = new ArrayDeque<>();

  /**
   * Makes requests.
   *
   * @param authorizations headers of which each request takes one; an empty one stands for none
   * @param mayMakeKeys whether requests may be sent that make keys
   */
  MadeUpRequests(
      long seed, DescribedCalls described, List<String> authorizations, boolean mayMakeKeys) {
    this.random = new Random(seed);
    this.calls = described.calls();
    this.authorizations = authorizations;
    this.mayMakeKeys = mayMakeKeys;
    List<byte[]> seeds = new ArrayList<>();
    calls.forEach(call -> call.bodies().values().forEach(seeds::addAll));
    for (FuzzTarget target :
        new FuzzTarget[] {FuzzTarget.BODIES, FuzzTarget.IMPORT, FuzzTarget.JSON}) {
      seeds.addAll(Seeds.of(target));
    }
    this.bodies = new Mutations(random, seeds);
    this.parts = new Mutations(random, Seeds.of(FuzzTarget.TARGET));
  }

  /**
   * A request.
   *
   * @param wellFramed whether it is one request for sure, with a body as long as it says
   */
  record Made(String method, byte[] bytes, boolean wellFramed) {}

  /** Takes note of something that an answer has told: an id, or a cursor. */
  void hear(String told) {
    heard.addLast(told);
    if (heard.size() > MOST_HEARD) {
      heard.removeFirst();
    }
  }

  Made next() {
    DescribedCalls.Call call = one(calls);
    // Files are made and deleted: a few of these will do, and more would leave time for little
    // else.
    if (call.method().equals("DELETE") && call.path().endsWith("{shard}") && !chance(10)) {
      return next();
    }
    String method = chance(30) ? method() : call.method();
    String target = target(call);
    if (!mayMakeKeys && target.contains("/v1/keys")) {
      return next();
    }
    List<String> head = head(call);
    byte[] body = body(call, head);
    if (body.length > 0 || chance(20)) {
      head.add("Content-Length: " + body.length);
    }
    byte[] bytes = bytes(method + " " + target + " HTTP/1.1\r\n" + String.join("\r\n", head), body);
    if (!chance(30)) {
      return new Made(method, bytes, true);
    }
    for (int i = random.nextInt(3); i >= 0; i--) {
      bytes = parts.changedOnce(bytes);
    }
    return new Made(method, bytes, false);
  }

  /** One that is known, or any word. */
  private String method() {
    return chance(3) ? "M" + random.nextInt(1_000_000) : one(METHODS);
  }

  private String target(DescribedCalls.Call call) {
    StringBuilder target = new StringBuilder();
    for (String segment : call.path().substring(1).split("/", -1)) {
      target.append('/').append(segment(segment));
    }
    String separator = "?";
    for (String name : call.query()) {
      if (chance(3) || name.equals("key")) {
        target.append(separator).append(name).append('=').append(value(name));
        separator = "&";
      }
    }
    if (chance(15)) {
      byte[] changed = parts.changedOnce(target.toString().getBytes(ISO_8859_1));
      // A blank or a control character would make it another request line, or two of them.
      String line = new String(changed, ISO_8859_1).replaceAll("[\\x00-\\x20\\x7f]", "");
      return line.isEmpty() ? "/" : line;
    }
    return target.toString();
  }

  private String segment(String segment) {
    return switch (segment) {
      case "{shard}" -> chance(100) ? one(KEYS) : SHARDS + random.nextInt(6);
      case "{namespace}" -> chance(100) ? one(KEYS) : one(new String[] {"default", "n", "other"});
      case "{key}" -> chance(2) ? "k" + random.nextInt(30) : one(KEYS);
      case "{id}" -> told("missing");
      default -> segment;
    };
  }

  private String value(String name) {
    if (name.equals("cursor")) {
      return told("AAAA");
    }
    return name.equals("key") ? one(KEYS) : one(VALUES);
  }

  private String told(String otherwise) {
    List<String> all = List.copyOf(heard);
    return all.isEmpty() || chance(4) ? otherwise : URLEncoder.encode(one(all), UTF_8);
  }

  private List<String> head(DescribedCalls.Call call) {
    List<String> head = new ArrayList<>(List.of("Host: localhost"));
    String authorization = one(authorizations);
    if (!authorization.isEmpty()) {
      head.add("Authorization: " + authorization);
    }
    for (String name : call.headers()) {
      if (chance(4)) {
        head.add(name + ": " + one(HEADER_VALUES));
      }
    }
    while (chance(8)) {
      head.add(one(MORE_HEADERS));
    }
    return head;
  }

  private byte[] body(DescribedCalls.Call call, List<String> head) {
    if (call.bodies().isEmpty() && !chance(40)) {
      return new byte[0];
    }
    String type = call.bodies().isEmpty() ? "" : one(List.copyOf(call.bodies().keySet()));
    List<byte[]> examples = call.bodies().getOrDefault(type, List.of());
    head.add("Content-Type: " + (type.isEmpty() || chance(20) ? one(TYPES) : type));
    if (chance(2000)) {
      return ("[" + "1,".repeat(600_000) + "1]").getBytes(ISO_8859_1);
    }
    byte[] body = examples.isEmpty() || chance(3) ? bodies.next() : one(examples);
    return chance(3) ? bodies.changedOnce(body) : body;
  }

  private static byte[] bytes(String head, byte[] body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes((head + "\r\n\r\n").getBytes(ISO_8859_1));
    bytes.writeBytes(body);
    return bytes.toByteArray();
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private String one(String[] of) {
    return of[random.nextInt(of.length)];
  }
}
