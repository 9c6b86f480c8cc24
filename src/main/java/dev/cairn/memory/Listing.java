package dev.cairn.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.Entry;
import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.query.PageRoom;
import dev.cairn.storage.Content;
import dev.cairn.storage.EntryPage;
import dev.cairn.storage.KeyPattern;
import dev.cairn.storage.ListRequest;
import dev.cairn.storage.Parts;
import dev.cairn.storage.ReadBudget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes one page of a list. Used once, by one thread. */
final class Listing {

  private final ListRequest request;
  private final Parts parts;
  private final ReadBudget budget;
  private final byte[] prefix;
  private final PageRoom room;
  private final List<Entry> page = new ArrayList<>();
  private int toSkip;
  private boolean more;

  Listing(ListRequest request, Parts parts, ReadBudget budget) {
    this.request = request;
    this.parts = parts;
    this.budget = budget;
    this.prefix = request.prefix().getBytes(UTF_8);
    this.toSkip = request.offset();
    this.room = new PageRoom(request.limit(), request.bytes());
  }

  EntryPage of(Content content, Namespace namespace, long now) {
    content.visitEntries(namespace, first(), now, this::take);
    return new EntryPage(List.copyOf(page), more);
  }

  /** Takes one entry; false when no further one can belong to the page. */
  private boolean take(Entry entry) {
    budget.check();
    byte[] key = entry.key().utf8();
    if (!startsWith(key, prefix)) {
      return false;
    }
    KeyPattern pattern = request.pattern();
    if (isAfterItself(entry) || (pattern != null && !pattern.matches(key))) {
      return true;
    }
    if (toSkip > 0) {
      toSkip--;
      return true;
    }
    Entry part = parts.of(entry);
    if (!room.take(part)) {
      more = true;
      return false;
    }
    page.add(part);
    return true;
  }

  private boolean isAfterItself(Entry entry) {
    Key after = request.after();
    return after != null && after.equals(entry.key());
  }

  /** The least key worth looking at. */
  private @Nullable Key first() {
    Key first = prefix.length == 0 ? null : Key.ofStored(prefix);
    Key after = request.after();
    return first == null || (after != null && after.compareTo(first) > 0) ? after : first;
  }

  private static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }
}
