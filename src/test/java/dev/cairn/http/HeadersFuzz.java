package dev.cairn.http;

import dev.cairn.JsonText;
import dev.cairn.Limits;
import dev.cairn.fuzz.Fuzz;
import dev.cairn.json.StrictReference;
import dev.cairn.security.Needs;
import dev.cairn.security.Role;
import dev.cairn.storage.MetadataChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The value of one header, read as each that the service reads; a blank line parts field lines. */
public final class HeadersFuzz {

  private static final Pattern TAG = Pattern.compile("(?:W/)?\"([^\"]*)\"");
  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,18}");
  private static final Pattern QUOTED = Pattern.compile("\"([ !#-\\[\\]-~]|\\\\[\"\\\\])*\"");
  private static final Pattern BARE = Pattern.compile("[-A-Za-z0-9._~:+/=@!#$%&'*^|`]*");
  private static final int MOST_FOR_MODELS = 2000;

  private static final Route TAKES =
      new Route(
          List.of("application/json", "application/merge-patch+json"),
          Map.of(),
          Role.READ,
          Needs.Reach.SHARD,
          false,
          RepeatRule.REFUSED);

  private HeadersFuzz() {}

  public static void take(byte[] input) throws Exception {
    List<String> lines = Fuzz.parts(input, 2).stream().map(Fuzz::head).toList();
    if (lines.getLast().isEmpty()) {
      lines = List.of(lines.getFirst());
    }
    tags(lines);
    Preferences.wantsRepresentation(lines);
    Preferences.wantsReplicated(lines);
    idempotencyKey(lines);
    String value = lines.getFirst();
    metadata(value);
    Fuzz.readOrRefused(
        () -> {
          TAKES.checkMediaType(value);
          return TAKES;
        });
  }

  private static void tags(List<String> lines) throws Exception {
    EntityTags tags = Fuzz.readOrRefused(() -> EntityTags.parse("If-Match", lines));
    String text = String.join(",", lines).strip();
    if (text.length() > MOST_FOR_MODELS) {
      return;
    }
    Matcher matcher = TAG.matcher(text);
    boolean sound = !text.replaceAll("[ \t,]", "").isEmpty();
    List<Long> versions = new ArrayList<>();
    int at = 0;
    while (sound && at < text.length()) {
      if (" \t,".indexOf(text.charAt(at)) >= 0) {
        at++;
      } else if (matcher.region(at, text.length()).lookingAt()) {
        at = matcher.end();
        String rest = text.substring(at).replaceFirst("^[ \t]+", "");
        sound = rest.isEmpty() || rest.startsWith(",");
        addVersion(matcher.group(1), versions);
      } else {
        sound = false;
      }
    }
    if (text.equals("*")) {
      Fuzz.require(tags != null && tags.any() && tags.matches(1), "any:", text);
    } else {
      Fuzz.require((tags != null) == sound, "tags:", text);
      Fuzz.require(tags == null || tags.versions().equals(versions), "versions:", text);
    }
  }

  private static void addVersion(String tag, List<Long> versions) {
    if (VERSION.matcher(tag).matches() && new java.math.BigInteger(tag).bitLength() < Long.SIZE) {
      versions.add(Long.valueOf(tag));
    }
  }

  /** One line of either form gives its characters, anything else is refused. */
  private static void idempotencyKey(List<String> lines) throws Exception {
    String key = Fuzz.readOrRefused(() -> IdempotencyKeys.read(lines));
    String text = lines.getFirst().strip();
    if (text.length() > MOST_FOR_MODELS) {
      Fuzz.require(key == null, "too long:", text);
      return;
    }
    String meant = "";
    if (lines.size() == 1 && QUOTED.matcher(text).matches()) {
      meant = text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1");
    } else if (lines.size() == 1 && BARE.matcher(text).matches()) {
      meant = text;
    }
    boolean sound = !meant.isEmpty() && meant.length() <= IdempotencyKeys.MOST_CHARACTERS;
    Fuzz.require(sound ? meant.equals(key) : key == null, "key:", text);
  }

  /** Metadata that were taken come back as they are. */
  private static void metadata(String value) throws Exception {
    MetadataChange change = Fuzz.readOrRefused(() -> MetadataHeader.change(value, Limits.DEFAULT));
    if (change instanceof MetadataChange.Replace(JsonText text)) {
      Object meant = StrictReference.read(text.utf8());
      Fuzz.require(meant instanceof Map, "no object:", value);
      MetadataChange again = MetadataHeader.change(MetadataHeader.value(text), Limits.DEFAULT);
      Fuzz.require(
          again instanceof MetadataChange.Replace(JsonText same)
              && StrictReference.read(same.utf8()).equals(meant),
          "not as it was:",
          value);
    }
  }
}
