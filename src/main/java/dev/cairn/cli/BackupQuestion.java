package dev.cairn.cli;

import dev.cairn.json.JsonView;
import java.net.http.HttpRequest;
import java.util.List;

/** What a command asks a server about the backup of a shard, and what it shows of the answer. */
interface BackupQuestion {

  /** The name of the command, for its errors. */
  String command();

  /**
   * The request about one shard.
   *
   * @param path that of the shard's backup
   */
  HttpRequest request(ServerClient client, String path);

  /** The heads of the columns that follow the shard's. */
  List<String> columns();

  /** What stands in these columns. */
  List<String> cells(JsonView answer);

  /** Whether all is well by the answer. */
  boolean isWell(JsonView answer);

  /** The answer's member as it stands in a column; {@code -} if there is none. */
  static String cell(JsonView answer, String name) {
    JsonView member = CliJson.member(answer, name);
    if (member == null) {
      return "-";
    }
    return member.kind() == JsonView.Kind.STRING ? CliJson.said(member) : member.written();
  }
}
