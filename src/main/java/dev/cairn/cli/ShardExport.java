package dev.cairn.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Exports one shard after another through one client. One thread. */
final class ShardExport {

  private static final int BUFFER_BYTES = 64 * 1024;

  /** Longest header line that is looked at in a finished file, in bytes. */
  private static final int MAX_HEADER_BYTES = 4 * 1024;

  private final ServerClient client;
  private final Progress progress;
  private long bytes;
  private long entries;

  ShardExport(ServerClient client, Progress progress) {
    this.client = client;
    this.progress = progress;
  }

  /** Entries exported so far. */
  long entries() {
    return entries;
  }

  /** Bytes exported so far. */
  long bytes() {
    return bytes;
  }

  /** Exports into a file, which appears only when it is whole. */
  void toFile(String shard, Path file) throws ItemFault, IOException, InterruptedException {
    try (FileInPlace place = new FileInPlace(file)) {
      toStream(shard, place.stream());
      place.commit();
    }
  }

  /**
   * Exports into a stream.
   *
   * @throws ItemFault if the server refuses, or the export is not whole
   * @throws ServerGone if the server can't be reached or breaks off
   */
  void toStream(String shard, OutputStream out)
      throws ItemFault, IOException, InterruptedException {
    ServerClient.Answer<InputStream> answer =
        client.send(
            client.to("/v1/shards/" + shard + "/export").GET().build(),
            HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream in = answer.body()) {
      if (answer.status() != 200) {
        throw new ItemFault(Problem.describe(answer.status(), in.readNBytes(BUFFER_BYTES)));
      }
      entries += copy(in, out);
    } catch (BadInput e) {
      throw new ItemFault(String.valueOf(e.getMessage()));
    }
  }

  private long copy(InputStream in, OutputStream out) throws IOException {
    ExportCheck check = new ExportCheck();
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int count = read(in, buffer); count >= 0; count = read(in, buffer)) {
      check.take(buffer, count);
      out.write(buffer, 0, count);
      bytes += count;
      progress.at(bytes, entries + check.entries());
    }
    check.end();
    out.flush();
    return check.entries();
  }

  private static int read(InputStream in, byte[] buffer) throws ServerGone {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw new ServerGone("The server broke off: " + e.getMessage());
    }
  }

  /** True if {@code file} is a finished export of the shard as it is now. */
  boolean isCurrent(String shard, Path file) throws IOException, InterruptedException {
    if (!Files.exists(file)) {
      return false;
    }
    ServerClient.Answer<byte[]> status = client.get("/v1/shards/" + shard);
    if (status.status() != 200) {
      return false;
    }
    long now = ExportCheck.revision(status.body());
    return now >= 0 && now == revisionOf(file);
  }

  /** The revision in the header of a file, or -1 if the file does not begin with a header. */
  private static long revisionOf(Path file) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(MAX_HEADER_BYTES);
    }
    int end = new String(head, StandardCharsets.ISO_8859_1).indexOf('\n');
    try {
      return ExportCheck.revision(Arrays.copyOf(head, Math.max(end, 0)));
    } catch (IOException e) {
      return -1;
    }
  }
}
