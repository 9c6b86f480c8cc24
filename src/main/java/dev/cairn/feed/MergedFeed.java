package dev.cairn.feed;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import dev.cairn.shard.CommitWatch;
import dev.cairn.shard.Commits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Follows the feeds of many shards for one request. {@link #gather} finds out which; from {@link
 * #start} on each is looked at once, and again after a commit. A shard that can't be read is named
 * and the others go on; it is tried again where that may help. On its loop but for {@link #gather},
 * which may block.
 */
public final class MergedFeed {

  /** How long a shard that others are in the way of waits for the next attempt, in milliseconds. */
  static final long RETRY_MILLIS = 1_000;

  /** The same for one that can't be read for a reason that may last, a quarantine for instance. */
  static final long LONG_RETRY_MILLIS = 30_000;

  private final MergedRequest request;
  private final Commits commits;
  private final Predicate<ShardId> visible;
  private final FeedLoop loop;
  private final MergedSink sink;
  private final MergedFeeds.Permit permit;
  private final Reading reading;
  private final News news;
  private final Map<ShardId, Member> members = new HashMap<>();
  private final Retries passing;
  private final Retries lasting;
  private @Nullable CommitWatch makings;
  private boolean closed;

  MergedFeed(
      MergedRequest request,
      Commits commits,
      Predicate<ShardId> visible,
      MergedReads reads,
      FeedLoop loop,
      MergedSink sink,
      MergedFeeds.Permit permit,
      int atOnce) {
    this.request = request;
    this.commits = commits;
    this.visible = visible;
    this.loop = loop;
    this.sink = sink;
    this.permit = permit;
    this.reading = new Reading(request, commits, reads, sink, loop, atOnce, this::troubled);
    this.news = new News(loop, this::committed);
    this.passing = new Retries(loop, RETRY_MILLIS, this::committed);
    this.lasting = new Retries(loop, LONG_RETRY_MILLIS, this::committed);
  }

  /** Has shards told that are made from now on. Before {@link #gather}. */
  public void watchMakings() {
    String prefix = request.prefix();
    if (prefix != null) {
      makings = commits.watchMaking(prefix, id -> loop.run(() -> join(id)));
    }
  }

  /**
   * The shards that belong to it now, watched. On a thread that may block.
   *
   * @param listed shards that begin with the prefix, those included that are named
   * @throws CairnException {@link ErrorCode#FEED_TOO_LARGE}, {@link ErrorCode#TOO_MANY_FEEDS}
   */
  public Gathered gather(List<ShardId> listed) {
    Map<ShardId, Member> found = new HashMap<>();
    List<ShardId> hidden = new ArrayList<>();
    request
        .shards()
        .forEach(
            (id, place) -> {
              if (visible.test(id)) {
                boolean now = place.isEmpty() && request.fromNow();
                found.put(id, new Member(id, true, place.orElse(null), now));
              } else {
                hidden.add(id);
              }
            });
    for (ShardId id : listed) {
      if (visible.test(id)) {
        found.computeIfAbsent(id, _ -> new Member(id, false, null, request.fromNow()));
      }
    }
    permit.take(found.size());
    found.values().forEach(this::watch);
    return new Gathered(List.copyOf(found.values()), hidden);
  }

  /** What {@link #gather} found. */
  public static final class Gathered {

    private final List<Member> members;
    private final List<ShardId> hidden;

    private Gathered(List<Member> members, List<ShardId> hidden) {
      this.members = members;
      this.hidden = hidden;
    }
  }

  private void watch(Member member) {
    member.watchedBy(commits.watch(member.id, () -> news.of(member)));
  }

  /**
   * Begins to read.
   *
   * @param first where in the order of the shards it begins: whoever asks for page after page
   *     begins each time at another, so that all come to be first
   */
  public void start(Gathered gathered, int first) {
    if (closed) {
      gathered.members.forEach(Member::close);
      permit.free(gathered.members.size());
      return;
    }
    for (ShardId id : gathered.hidden) {
      sink.problem(
          id,
          new CairnException(
              ErrorCode.FORBIDDEN,
              "What was sent as key or token does not allow to follow this shard so."));
    }
    int count = gathered.members.size();
    for (int i = 0; i < count; i++) {
      begin(gathered.members.get((int) (((first & 0xffff_ffffL) + i) % count)));
    }
    reading.goOn();
  }

  /** One that was made since the watch began may have joined already. */
  private void begin(Member member) {
    Member joined = members.get(member.id);
    if (joined != null && !member.named) {
      member.close();
      permit.free(1);
      return;
    }
    if (joined != null) {
      joined.close();
      permit.free(1);
    }
    members.put(member.id, member);
    reading.add(member);
  }

  /** There is room again. */
  public void goOn() {
    if (!closed) {
      reading.goOn();
    }
  }

  private void committed(Member member) {
    if (!closed && members.get(member.id) == member) {
      reading.add(member);
      reading.goOn();
    }
  }

  /** A shard was made under the prefix. */
  private void join(ShardId id) {
    Member known = members.get(id);
    if (known != null) {
      committed(known);
    }
    if (closed || known != null || !visible.test(id)) {
      return;
    }
    try {
      permit.take(1);
    } catch (CairnException full) {
      sink.fail(full);
      return;
    }
    Member member = new Member(id, false, null, false);
    members.put(id, member);
    watch(member);
    reading.add(member);
    reading.goOn();
  }

  private void troubled(Member member, CairnException reason) {
    ErrorCode code = reason.code();
    if (code.isPassing()) {
      member.held = reason;
      passing.add(member);
      return;
    }
    if (member.trouble != code) {
      member.trouble = code;
      sink.problem(member.id, reason);
    }
    if (closed) {
      return;
    }
    switch (code) {
      case SHARD_NOT_FOUND -> gone(member);
      case CURSOR_EXPIRED, HISTORY_CHANGED -> {
        if (request.goesOn()) {
          member.place = null;
          reading.add(member);
        }
      }
      case INVALID_CURSOR -> {}
      default -> lasting.add(member);
    }
  }

  /**
   * Made again it begins anew: named ones are watched for that, others join as any that is made.
   */
  private void gone(Member member) {
    member.place = null;
    member.fromNow = false;
    // What was told meanwhile may be that it was made again: then it is looked at once more.
    if (!member.named && !member.again) {
      members.remove(member.id, member);
      member.close();
      permit.free(1);
    }
  }

  /** Names those that could not be read so far only since others were in the way. */
  public void nameHeld() {
    for (Member member : passing.waiting()) {
      if (member.held != null) {
        sink.problem(member.id, member.held);
      }
    }
  }

  /** Whether something may be there to tell that was not read yet. */
  public boolean isBehind() {
    return reading.isBehind();
  }

  /** Ends it. Idempotent. */
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    reading.end();
    if (makings != null) {
      makings.close();
    }
    members.values().forEach(Member::close);
    permit.close(members.size());
    passing.close();
    lasting.close();
  }
}
