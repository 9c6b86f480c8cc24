package dev.cairn.cli;

import dev.cairn.JsonText;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * Makes the namespaces that an export names, the empty ones and their metadata included. One that
 * exists keeps its metadata unless entries are to be replaced. Any thread.
 */
final class NamespaceMaker implements OwnExport.Namespaces {

  private final ServerClient client;
  private final OnConflict onConflict;

  NamespaceMaker(ServerClient client, OnConflict onConflict) {
    this.client = client;
    this.onConflict = onConflict;
  }

  @Override
  public void make(String shard, String namespace, @Nullable JsonText metadata)
      throws ItemFault, IOException, InterruptedException {
    if (namespace.equals("default") && metadata == null) {
      return;
    }
    String path =
        "/v1/shards/"
            + ServerClient.encoded(shard)
            + "/namespaces/"
            + ServerClient.encoded(namespace);
    if (onConflict != OnConflict.REPLACE && client.get(path).status() == 200) {
      return;
    }
    String object = metadata == null ? "{}" : metadata.toString();
    HttpRequest put =
        client
            .to(path)
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString("{\"metadata\":" + object + "}"))
            .build();
    var answer = client.send(put, HttpResponse.BodyHandlers.ofByteArray());
    if (answer.status() / 100 != 2) {
      throw new ItemFault(Problem.describe(answer.status(), answer.body()));
    }
  }
}
