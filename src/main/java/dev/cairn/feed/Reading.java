package dev.cairn.feed;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import dev.cairn.shard.Commits;
import dev.cairn.storage.ChangePage;
import dev.cairn.storage.ChangePosition;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The line of members that may have something to tell, of which few are read at a time: each page
 * by page, and at the end of the line again after each. On the feed's loop.
 */
final class Reading {

  private final MergedRequest request;
  private final Commits commits;
  private final MergedReads reads;
  private final MergedSink sink;
  private final FeedLoop loop;
  private final BiConsumer<Member, CairnException> onTrouble;
  private final int most;
  private final Queue<Member> line = new ArrayDeque<>();
  private int underWay;
  private boolean ended;

  /**
   * @param most that are read at a time
   * @param onTrouble told of a member that could not be read
   */
  Reading(
      MergedRequest request,
      Commits commits,
      MergedReads reads,
      MergedSink sink,
      FeedLoop loop,
      int most,
      BiConsumer<Member, CairnException> onTrouble) {
    this.request = request;
    this.commits = commits;
    this.reads = reads;
    this.sink = sink;
    this.loop = loop;
    this.most = most;
    this.onTrouble = onTrouble;
  }

  /** Puts a member into the line, unless it stands there; {@link #goOn} is to follow. */
  void add(Member member) {
    if (member.reading) {
      member.again = true;
    } else if (!member.queued) {
      member.queued = true;
      line.add(member);
    }
  }

  /** Reads as much as there is room for. */
  void goOn() {
    while (!ended && underWay < most && !line.isEmpty()) {
      int room = sink.room();
      if (room == 0) {
        return;
      }
      Member member = nextBehind();
      if (member == null) {
        sink.free(room);
      } else {
        read(member, room);
      }
    }
    if (!ended && underWay == 0 && line.isEmpty()) {
      sink.idle();
    }
  }

  /** Whether members are being read, or wait for it. */
  boolean isBehind() {
    return underWay > 0 || !line.isEmpty();
  }

  void end() {
    ended = true;
    line.clear();
  }

  /** The first in line that is not known to be up to date; null if there is none. */
  private @Nullable Member nextBehind() {
    Member member = line.poll();
    while (member != null) {
      member.queued = false;
      long head = commits.head(member.id);
      if (head == Commits.UNKNOWN || !(member.fromNow || member.isAt(head))) {
        return member;
      }
      if (member.fromNow) {
        reached(member, head);
      }
      member = line.poll();
    }
    return null;
  }

  private void reached(Member member, long head) {
    take(member, new ChangePage(List.of(), ChangePosition.behind(head), false), 0);
  }

  private void read(Member member, int room) {
    member.reading = true;
    underWay++;
    try {
      asked(member, room)
          .whenComplete((page, failure) -> loop.run(() -> done(member, room, page, failure)));
    } catch (CairnException refused) {
      // Later, as an answer would come: whoever is refused at once is not asked again at once.
      loop.run(() -> done(member, room, null, refused));
    }
  }

  private CompletionStage<ChangePage> asked(Member member, int room) {
    return member.fromNow
        ? reads
            .revision(member.id)
            .thenApply(head -> new ChangePage(List.of(), ChangePosition.behind(head), false))
        : reads.page(member.id, request.page(member.place, room));
  }

  private void done(
      Member member, int room, @Nullable ChangePage page, @Nullable Throwable failure) {
    member.reading = false;
    underWay--;
    if (ended) {
      return;
    }
    if (page != null) {
      // First, for whoever takes the page may ask whether there is more.
      if (page.more() || member.again) {
        add(member);
      }
      take(member, page, room);
    } else {
      sink.free(room);
      onTrouble.accept(member, reason(member.id, failure));
      if (member.again) {
        add(member);
      }
    }
    member.again = false;
    goOn();
  }

  private void take(Member member, ChangePage page, int room) {
    member.trouble = null;
    member.held = null;
    member.fromNow = false;
    member.place = page.reached();
    sink.take(member.id, page, room);
  }

  private static CairnException reason(ShardId shard, @Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof CairnException reason
        ? reason
        : new CairnException(
            ErrorCode.INTERNAL,
            "The feed of shard " + shard + " could not be read through a fault of the service.",
            cause);
  }
}
