package dev.cairn.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Members that could not be read and are tried again, all together. On the feed's loop. */
final class Retries {

  private final FeedLoop loop;
  private final long millis;
  private final Consumer<Member> again;
  private final List<Member> waiting = new ArrayList<>();
  private @Nullable Runnable undo;

  /**
   * None yet.
   *
   * @param millis how long the first to come waits, in milliseconds; later ones shorter
   * @param again has one read again
   */
  Retries(FeedLoop loop, long millis, Consumer<Member> again) {
    this.loop = loop;
    this.millis = millis;
    this.again = again;
  }

  void add(Member member) {
    if (member.waits) {
      return;
    }
    member.waits = true;
    waiting.add(member);
    if (undo == null) {
      undo = loop.after(millis, this::tryAll);
    }
  }

  private void tryAll() {
    undo = null;
    List<Member> all = List.copyOf(waiting);
    waiting.clear();
    for (Member member : all) {
      member.waits = false;
      again.accept(member);
    }
  }

  List<Member> waiting() {
    return List.copyOf(waiting);
  }

  void close() {
    waiting.clear();
    if (undo != null) {
      undo.run();
    }
  }
}
