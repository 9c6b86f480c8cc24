package dev.cairn.cli;

import dev.cairn.CairnException;
import dev.cairn.JsonText;
import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.ShardId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An item made ready to be sent, and where it belongs.
 *
 * @param number the item's, from 0
 * @param row the item's line in the input, from 1
 * @param shard the shard it goes to
 * @param namespace its namespace
 * @param key its key
 * @param value the value, byte for byte as it stands in the input
 * @param members the members of its operation that say what is put where, without braces
 */
record Line(
    long number,
    long row,
    String shard,
    String namespace,
    String key,
    JsonText value,
    byte[] members) {

  /** What a line holds beside its members, about, in bytes. */
  private static final int OVERHEAD_BYTES = 64;

  /**
   * Makes a line.
   *
   * @param metadata an object, or null for none
   * @throws ItemFault if shard, namespace or key break their rules
   */
  static Line of(
      Item item,
      String shard,
      String namespace,
      String key,
      JsonText value,
      @Nullable JsonText metadata)
      throws ItemFault {
    try {
      String checkedShard = new ShardId(shard).value();
      String checkedNamespace = new Namespace(namespace).value();
      String checkedKey = Key.of(key).text();
      byte[] members = members(checkedNamespace, checkedKey, value, metadata);
      return new Line(
          item.number(), item.row(), checkedShard, checkedNamespace, checkedKey, value, members);
    } catch (CairnException e) {
      throw new ItemFault(e.getMessage() + " (shard '" + shard + "', key '" + key + "')");
    }
  }

  /** An entry that is replaced loses its metadata if the item has none, hence the null. */
  private static byte[] members(
      String namespace, String key, JsonText value, @Nullable JsonText metadata) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(value.size() + 128);
    ascii(out, "\"namespace\":\"");
    out.writeBytes(CliJson.quoted(namespace));
    ascii(out, "\",\"key\":\"");
    out.writeBytes(CliJson.quoted(key));
    ascii(out, "\",\"metadata\":");
    out.writeBytes((metadata == null ? JsonText.NULL : metadata).utf8());
    ascii(out, ",\"value\":");
    out.writeBytes(value.utf8());
    return out.toByteArray();
  }

  private static void ascii(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** What it adds to a request, about, in bytes. */
  int bytes() {
    return members.length + OVERHEAD_BYTES;
  }

  /** How messages name it. */
  String name() {
    return Item.name(number, row);
  }
}
