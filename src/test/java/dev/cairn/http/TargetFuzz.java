package dev.cairn.http;

import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.ShardId;
import dev.cairn.fuzz.Fuzz;
import java.net.URI;
import java.util.Arrays;
import java.util.List;

/** A request target; the same bytes are also tried as a key that goes into one. */
public final class TargetFuzz {

  private static final RouteTable ROUTES =
      RouteTable.of(
          List.of(
              EntryByPathResource.class,
              EntryByQueryResource.class,
              EntryPagesResource.class,
              ShardPagesResource.class,
              QueryResource.class,
              TransferResource.class,
              KeysResource.class));

  private TargetFuzz() {}

  public static void take(byte[] input) throws Exception {
    String text = Fuzz.head(input);
    RawTarget target = Fuzz.readOrRefused(() -> RawTarget.judge(text));
    if (target != null) {
      judge(target, text);
    }
    Key key = Fuzz.readOrRefused(() -> Key.ofUtf8(input));
    if (key != null) {
      lead(key);
    }
  }

  /** What was let in means the same to everyone who folds paths. */
  private static void judge(RawTarget target, String text) throws Exception {
    String path = target.uri().substring(0, target.pathEnd());
    URI uri = URI.create(target.uri());
    Fuzz.require(path.equals(uri.getRawPath()), "the path of", text, uri.getRawPath());
    Fuzz.require(path.equals(uri.normalize().getRawPath()), "folds:", text);
    String decoded = Percent.decodeText(path, 0, path.length(), false);
    if (!RawTarget.isDocument(path) && !decoded.equals("/")) {
      for (String segment : decoded.substring(1).split("/", -1)) {
        Fuzz.require(!segment.matches("\\.{0,2}"), "a segment that folds:", text);
      }
    }
    RouteTable.Place place = ROUTES.find(path, path.length());
    if (place == null) {
      return;
    }
    for (Route route : place.methods().values()) {
      Fuzz.readOrRefused(
          () -> {
            route.checkQuery(target.uri(), target.queryStart());
            return route;
          });
    }
    Fuzz.readOrRefused(() -> EntryAddress.keyInQuery(target.uri()));
  }

  /** The way to an entry leads to it. */
  private static void lead(Key key) {
    String location = new EntryAddress(new ShardId("s"), Namespace.DEFAULT, key).location();
    RawTarget target = RawTarget.judge(location);
    byte[] found =
        location.contains("?")
            ? EntryAddress.keyInQuery(target.uri()).utf8()
            : Percent.decode(location, location.indexOf("/entries/") + 9, target.pathEnd(), false);
    Fuzz.require(Arrays.equals(found, key.utf8()), "the way to", key, location);
    RouteTable.Place place = ROUTES.find(target.uri(), target.pathEnd());
    Fuzz.require(place != null && place.methods().containsKey("PUT"), "no route:", location);
  }
}
