package dev.cairn.replica;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where replicas lie in an S3-compatible store. Understands of a URL what the replicator
 * understands, in the same way, and refuses the rest: the two must never look into different
 * places. Immutable.
 *
 * @param bucket its name
 * @param prefix what all keys begin with: empty, or parts each followed by {@code /}
 * @param endpoint the server, or null for that of Amazon
 * @param region where the bucket is; if the URL names none {@code us-east-1}
 * @param pathStyle whether the bucket's name is part of the path rather than of the server's name
 */
record S3Address(
    String bucket, String prefix, @Nullable URI endpoint, String region, boolean pathStyle) {

  private static final String DEFAULT_REGION = "us-east-1";
  private static final int MAX_PREFIX = 300;

  private static final Pattern BUCKET =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]");
  private static final Pattern REGION = Pattern.compile("[A-Za-z0-9-]{1,64}");
  private static final Pattern ENDPOINT =
      Pattern.compile("https?://(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::(\\d{1,5}))?/?");

  /** Host names from which the replicator would guess bucket, region and server. */
  private static final Pattern PROVIDER =
      Pattern.compile(
          ".*\\.(amazonaws\\.com|digitaloceanspaces\\.com|backblazeb2\\.com|filebase\\.com|scw\\.cloud)");

  /** Says how the replicator uploads, which is no matter of ours. */
  private static final Set<String> FOR_UPLOADS =
      Set.of(
          "concurrency",
          "partSize",
          "part-size",
          "signPayload",
          "sign-payload",
          "requireContentMD5",
          "require-content-md5",
          "storageClass",
          "storage-class");

  /**
   * Reads what follows {@code s3://}: {@code BUCKET/PREFIX?endpoint=URL&region=REGION}, all but the
   * bucket optional, and {@code &forcePathStyle=false} for a server that has buckets as host names.
   *
   * @throws IllegalArgumentException if it names no place
   */
  static S3Address parse(String text) {
    int question = text.indexOf('?');
    String place = question < 0 ? text : text.substring(0, question);
    Map<String, String> parameters =
        question < 0 ? Map.of() : parameters(text.substring(question + 1));
    if (place.contains("@")) {
      throw ReplicaStores.refusal(
          "must not hold credentials; remove them and set AWS_ACCESS_KEY_ID and"
              + " AWS_SECRET_ACCESS_KEY in the environment");
    }
    int slash = place.indexOf('/');
    String bucket = bucket(slash < 0 ? place : place.substring(0, slash));
    String prefix = prefix(slash < 0 ? "" : place.substring(slash + 1));
    URI endpoint = endpoint(parameters.get("endpoint"));
    String style = parameters.get("forcePathStyle");
    return new S3Address(
        bucket,
        prefix,
        endpoint,
        region(parameters.getOrDefault("region", DEFAULT_REGION)),
        style == null ? endpoint != null : isTrue(style));
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new HashMap<>();
    for (String parameter : query.split("&", -1)) {
      int equals = parameter.indexOf('=');
      String name = equals < 0 ? parameter : parameter.substring(0, equals);
      if (!isKnown(name)) {
        throw ReplicaStores.refusal(
            "has a parameter that is not understood; endpoint, region and forcePathStyle are");
      }
      String value = decoded(equals < 0 ? "" : parameter.substring(equals + 1));
      if (parameters.put(name, value) != null) {
        throw ReplicaStores.refusal("has the parameter " + name + " twice");
      }
    }
    return parameters;
  }

  private static boolean isKnown(String name) {
    return switch (name) {
      case "endpoint", "region", "forcePathStyle" -> true;
      default -> FOR_UPLOADS.contains(name);
    };
  }

  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ReplicaStores.refusal("has a % without two hex digits after it");
    }
  }

  private static String bucket(String bucket) {
    if (!BUCKET.matcher(bucket).matches()) {
      throw ReplicaStores.refusal(
          "must name a bucket after s3://, of 3 to 63 letters, digits, dots, - and _; a server goes"
              + " into ?endpoint=");
    }
    if (PROVIDER.matcher(bucket).matches()) {
      throw ReplicaStores.refusal(
          "must have the bucket alone after s3://; its server goes into ?endpoint=https://… and its"
              + " region into &region=");
    }
    return bucket;
  }

  private static String prefix(String path) {
    String prefix = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    if (prefix.isEmpty()) {
      return "";
    }
    if (prefix.length() > MAX_PREFIX || !ReplicaStores.isPlain(prefix)) {
      throw ReplicaStores.refusal(
          "must have a path of at most "
              + MAX_PREFIX
              + " characters, in parts of letters, digits, and"
              + " any of ._~=+-");
    }
    return prefix + "/";
  }

  private static @Nullable URI endpoint(@Nullable String endpoint) {
    if (endpoint == null) {
      return null;
    }
    Matcher form = ENDPOINT.matcher(endpoint);
    if (!form.matches() || (form.group(1) != null && Integer.parseInt(form.group(1)) > 65_535)) {
      throw ReplicaStores.refusal(
          "must have an endpoint like https://host:port, with nothing before the host and after the"
              + " port");
    }
    return URI.create(endpoint);
  }

  private static String region(String region) {
    if (!REGION.matcher(region).matches()) {
      throw ReplicaStores.refusal("must have a region of letters, digits and -");
    }
    return region;
  }

  private static boolean isTrue(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw ReplicaStores.refusal("must have true or false as forcePathStyle");
    };
  }

  /** The server and the bucket, in words. */
  String words() {
    return "bucket " + bucket + (endpoint == null ? "" : " at " + endpoint);
  }
}
