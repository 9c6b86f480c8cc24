package dev.cairn.query;

import dev.cairn.Entry;
import dev.cairn.ShardId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page over several shards, merged of pages of each: ordered by the sort, then by shard, then by
 * key; so without a sort it goes through shard after shard. Holds no more than one page, however
 * many shards there are and in whichever order they come. Any thread; guarded by this.
 */
public final class ShardPages {

  private final Query asked;
  private final @Nullable ShardPosition after;
  private List<Item> items = List.of();
  private boolean more;

  /**
   * An empty page.
   *
   * @param asked what is wanted of the shards together; without offset and position
   * @param after where the page before ended, or null for the first page
   */
  public ShardPages(Query asked, @Nullable ShardPosition after) {
    this.asked = asked;
    this.after = after;
  }

  /** An entry and where it is. */
  public static final class Item {

    private final ShardId shard;
    private final Entry entry;
    private final List<SortValue> values;

    private Item(ShardId shard, Entry entry, List<SortValue> values) {
      this.shard = shard;
      this.entry = entry;
      this.values = values;
    }

    /** The shard. */
    public ShardId shard() {
      return shard;
    }

    /** The entry, with what was wanted of it. */
    public Entry entry() {
      return entry;
    }
  }

  /**
   * Whether anything of a shard may be missing from the page: not if what is there already comes
   * before all that it has.
   */
  public synchronized boolean wants(ShardId shard) {
    if (after != null && after.isPast(shard)) {
      return false;
    }
    boolean byShard = asked.sort().isEmpty();
    return !byShard || !more || shard.compareTo(items.getLast().shard) <= 0;
  }

  /**
   * What a shard is asked for. Its entries carry what the sort looks at, too, by which they are
   * merged.
   */
  public Query of(ShardId shard) {
    boolean value = asked.withValue();
    boolean metadata = asked.withMetadata();
    for (Sort sort : asked.sort()) {
      value |= sort.field() instanceof Field.OfValue;
      metadata |= sort.field() instanceof Field.OfMetadata;
    }
    Position begin = after == null ? null : after.in(shard);
    return new Query(
        asked.filter(), asked.sort(), asked.limit(), asked.bytes(), 0, begin, value, metadata);
  }

  /** Takes in what a shard answered to that. */
  public void add(ShardId shard, QueryPage page) {
    List<Item> theirs = new ArrayList<>(page.entries().size());
    for (Entry entry : page.entries()) {
      theirs.add(new Item(shard, entry, SortValue.readAll(asked.sort(), entry)));
    }
    merge(theirs, page.next() != null);
  }

  /**
   * Merges up to the end of the page, or to where one of the two ends that has more: what would
   * follow is not known then.
   */
  private synchronized void merge(List<Item> theirs, boolean theyHaveMore) {
    PageRoom room = new PageRoom(asked.limit(), asked.bytes());
    List<Item> merged = new ArrayList<>();
    int ours = 0;
    int other = 0;
    boolean ended = false;
    while (!ended && (ours < items.size() || other < theirs.size())) {
      boolean isOurs =
          other == theirs.size()
              || (ours < items.size() && compare(items.get(ours), theirs.get(other)) < 0);
      Item next = isOurs ? items.get(ours++) : theirs.get(other++);
      if (room.take(next.entry)) {
        merged.add(next);
        ended = isOurs ? more && ours == items.size() : theyHaveMore && other == theirs.size();
      } else {
        ended = true;
      }
    }
    items = merged;
    more = ended;
  }

  private int compare(Item left, Item right) {
    int sign = SortValue.compare(left.values, right.values, asked.sort());
    if (sign == 0) {
      sign = left.shard.compareTo(right.shard);
    }
    return sign != 0 ? sign : left.entry.key().compareTo(right.entry.key());
  }

  /** The entries of the page. */
  public synchronized List<Item> items() {
    return items.stream()
        .map(item -> new Item(item.shard, asked.narrow(item.entry), item.values))
        .toList();
  }

  /** Where a following page goes on, or null if this is the last. */
  public synchronized @Nullable ShardPosition next() {
    if (!more) {
      return null;
    }
    Item last = items.getLast();
    return new ShardPosition(last.shard, new Place(last.values, last.entry.key()));
  }
}
