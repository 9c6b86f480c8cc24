package dev.cairn.cli;

import dev.cairn.json.JsonView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The server's answer to a batch.
 *
 * @param results one for each operation, in the order of the request
 */
record BatchAnswer(List<Result> results) {

  /**
   * What became of one operation.
   *
   * @param status as HTTP has it
   * @param code empty if it was carried out
   * @param detail empty if it was carried out
   */
  record Result(int status, String code, String detail) {}

  /**
   * Reads an answer; members it does not know are passed over.
   *
   * @param asked how many operations there were
   * @throws IOException if this is no answer to a batch of so many operations
   */
  static BatchAnswer parse(byte[] json, int asked) throws IOException {
    JsonView results = CliJson.member(CliJson.view(json), "results");
    List<Result> read = new ArrayList<>(asked);
    for (JsonView at = results == null ? null : results.first(); at != null; at = at.next()) {
      int status = (int) CliJson.whole(at, "status");
      read.add(new Result(status, CliJson.string(at, "code"), CliJson.string(at, "detail")));
    }
    if (read.size() != asked) {
      throw new IOException("it has " + read.size() + " results for " + asked + " operations");
    }
    return new BatchAnswer(List.copyOf(read));
  }
}
