package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.Limits;
import dev.cairn.Namespace;
import dev.cairn.ShardId;
import dev.cairn.feed.MergedRequest;
import dev.cairn.json.JsonView;
import dev.cairn.storage.ChangePosition;
import dev.cairn.storage.Parts;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A feed of many shards as it was asked for.
 *
 * @param request what is wanted of the shards
 * @param limit most changes of the page; a stream has no end
 * @param waitMillis how long a page waits for its first change
 */
record MergedBody(MergedRequest request, int limit, long waitMillis) {

  /**
   * Most bytes of the entries in what is read of one shard at a time; as many as are read at a time
   * wait for a slow client at most.
   */
  static final int READ_BYTES = 64 * 1024;

  private static final Set<String> MEMBERS =
      Set.of("shards", "prefix", "since", "namespace", "include", "limit", "wait");

  private static final String OLDEST = "oldest";

  /**
   * Reads a body.
   *
   * @param stream whether events are wanted rather than a page
   * @throws CairnException if its form is wrong
   */
  static MergedBody read(byte[] body, boolean stream, Limits limits) {
    JsonView whole = WireBodies.required(body, "The feed", limits);
    BodyFaults faults = new BodyFaults();
    BodyObject object = BodyObject.read(whole, "", MEMBERS, faults);
    if (object == null) {
      throw faults.refusal("The feed");
    }
    Map<ShardId, Optional<ChangePosition>> shards = shards(object, faults);
    String prefix = object.string("prefix");
    if (!object.has("shards") && !object.has("prefix")) {
      faults.add("", "must name shards, or a prefix of them, or both");
    }
    boolean now = isNow(object, faults);
    Namespace namespace = namespace(object, faults);
    Parts parts = object.has("include") ? OperationReader.include(object, faults) : Parts.NEITHER;
    Long limit = object.whole("limit", 1, limits.pageMax());
    long wait = wait(object, faults);
    faults.refuseIfAny("The feed");
    return new MergedBody(
        new MergedRequest(
            shards,
            prefix,
            now,
            namespace,
            parts == null ? Parts.NEITHER : parts,
            READ_BYTES,
            stream),
        limit == null ? limits.pageDefault() : limit.intValue(),
        wait);
  }

  private static Map<ShardId, Optional<ChangePosition>> shards(
      BodyObject object, BodyFaults faults) {
    Map<ShardId, Optional<ChangePosition>> shards = new HashMap<>();
    JsonView given = object.any("shards");
    if (given == null) {
      return shards;
    }
    if (given.kind() != JsonView.Kind.OBJECT) {
      faults.add("/shards", "must be an object of shard ids with their cursors");
      return shards;
    }
    for (JsonView each = given.first(); each != null; each = each.next()) {
      String pointer = BodyFaults.pointer("/shards", each.name());
      try {
        ShardId id = new ShardId(each.name());
        switch (each.kind()) {
          case NULL -> shards.put(id, Optional.empty());
          case STRING -> shards.put(id, Optional.of(ChangePosition.of(each.string())));
          default -> faults.add(pointer, "must be a cursor as it came, or null for none");
        }
      } catch (CairnException wrong) {
        faults.add(pointer, wrong.detail());
      }
    }
    return shards;
  }

  private static boolean isNow(BodyObject object, BodyFaults faults) {
    String since = object.string("since");
    if (since != null && !since.equals(OLDEST) && !since.equals(ChangeQuery.NOW)) {
      faults.add("/since", "must be \"oldest\" or \"now\"; cursors stand in shards");
    }
    return ChangeQuery.NOW.equals(since);
  }

  private static @Nullable Namespace namespace(BodyObject object, BodyFaults faults) {
    String name = object.string("namespace");
    try {
      return name == null ? null : new Namespace(name);
    } catch (CairnException wrong) {
      faults.add("/namespace", wrong.detail());
      return null;
    }
  }

  private static long wait(BodyObject object, BodyFaults faults) {
    String text = object.string("wait");
    Duration wait = text == null ? Duration.ZERO : ChangeQuery.wait(text);
    if (wait == null) {
      faults.add("/wait", ChangeQuery.WAITS);
      return 0;
    }
    return wait.toMillis();
  }
}
