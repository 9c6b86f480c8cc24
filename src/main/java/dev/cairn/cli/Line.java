package dev.cairn.cli;

import dev.cairn.CairnException;
import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.ShardId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An item made ready: a line of an import request, and where it belongs.
 *
 * @param number the item's, from 0
 * @param row the item's line in the input, from 1
 * @param shard the shard it goes to
 * @param namespace its namespace
 * @param key its key
 * @param value the value's bytes on one line
 * @param json the whole line with its line feed
 */
record Line(
    long number, long row, String shard, String namespace, String key, byte[] value, byte[] json) {

  /**
   * Makes a line.
   *
   * @param metadata an object's bytes, or null for none
   * @throws ItemFault if shard, namespace or key break their rules
   */
  static Line of(
      Item item,
      String shard,
      String namespace,
      String key,
      byte[] value,
      byte @Nullable [] metadata)
      throws ItemFault {
    try {
      String checkedShard = new ShardId(shard).value();
      String checkedNamespace = new Namespace(namespace).value();
      String checkedKey = Key.of(key).text();
      byte[] line = CliJson.onOneLine(value);
      byte[] json = json(checkedNamespace, checkedKey, line, metadata);
      return new Line(
          item.number(), item.row(), checkedShard, checkedNamespace, checkedKey, line, json);
    } catch (CairnException e) {
      throw new ItemFault(e.getMessage() + " (shard '" + shard + "', key '" + key + "')");
    }
  }

  private static byte[] json(
      String namespace, String key, byte[] value, byte @Nullable [] metadata) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(value.length + 128);
    ascii(out, "{\"namespace\":\"");
    out.writeBytes(CliJson.quoted(namespace));
    ascii(out, "\",\"key\":\"");
    out.writeBytes(CliJson.quoted(key));
    ascii(out, "\",\"value\":");
    out.writeBytes(value);
    if (metadata != null) {
      ascii(out, ",\"metadata\":");
      out.writeBytes(CliJson.onOneLine(metadata));
    }
    ascii(out, "}\n");
    return out.toByteArray();
  }

  private static void ascii(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** How messages name it. */
  String name() {
    return Item.name(number, row);
  }
}
