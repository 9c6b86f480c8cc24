package dev.cairn.replica;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The requests to a bucket, by paths below the prefix of its address. Any thread. */
final class S3Bucket implements AutoCloseable {

  /** The greatest object that one request can put, in bytes: 5 GiB. */
  private static final long MAX_PUT = 5L << 30;

  /** Most objects that one request can delete. */
  private static final int MAX_DELETED = 1_000;

  private final S3Address address;
  private final S3Limits limits;
  private final S3Connection connection;

  /** Makes ready for requests to that address; nothing is sent yet. */
  S3Bucket(S3Address address, Map<String, String> environment, S3Limits limits) {
    this.address = address;
    this.limits = limits;
    this.connection = S3Connection.open(address, environment, limits);
  }

  private String key(String path) {
    return address.prefix() + path;
  }

  /** The object under a path, to be deleted. */
  S3Object at(String path) {
    return S3Object.builder().key(key(path)).build();
  }

  /** The path of what was listed. */
  String path(S3Object object) {
    return object.key().substring(address.prefix().length());
  }

  /** The parts that come next in the paths below a directory and are not their last, each once. */
  List<String> directoriesIn(String directory) throws IOException {
    String prefix = key(directory) + "/";
    return connection.call(
        "list",
        directory,
        client ->
            client
                .listObjectsV2Paginator(
                    request -> request.bucket(address.bucket()).prefix(prefix).delimiter("/"))
                .commonPrefixes()
                .stream()
                .map(CommonPrefix::prefix)
                .map(common -> common.substring(prefix.length(), common.length() - 1))
                .distinct()
                .toList());
  }

  /** Everything below a directory, whether or not it is an object of ours. */
  List<S3Object> below(String directory) throws IOException {
    return connection.call(
        "list",
        directory,
        client ->
            client
                .listObjectsV2Paginator(
                    request -> request.bucket(address.bucket()).prefix(key(directory) + "/"))
                .contents()
                .stream()
                .toList());
  }

  /** What is known about an object, or null if it is not there. */
  @Nullable HeadObjectResponse look(String path) throws IOException {
    HeadObjectResponse head =
        connection.callIfThere(
            "look at",
            path,
            client ->
                client.headObject(request -> request.bucket(address.bucket()).key(key(path))));
    if (head == null) {
      // An answer to HEAD can't say what is missing: the object, the bucket, or who is asking.
      connection.call(
          "look at",
          path,
          client ->
              client.listObjectsV2(
                  request -> request.bucket(address.bucket()).prefix(key(path)).maxKeys(1)));
    }
    return head;
  }

  /** Puts a file, whole or not at all. */
  void put(String path, Path file) throws IOException {
    long bytes = size(path, file);
    if (bytes > MAX_PUT) {
      throw connection.faults().of("put", path, "more than 5 GiB do not fit into one request");
    }
    Duration limit = limits.put(bytes);
    connection.call(
        "put",
        path,
        client ->
            client.putObject(
                request ->
                    request
                        .bucket(address.bucket())
                        .key(key(path))
                        .overrideConfiguration(calls -> calls.apiCallTimeout(limit)),
                RequestBody.fromFile(file)));
  }

  private long size(String path, Path file) throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        throw new FileSystemException(file.toString(), null, file + " is no regular file");
      }
      return attributes.size();
    } catch (IOException e) {
      throw connection.faults().of("put", path, e);
    }
  }

  /** Writes an object to a new file; false if it is not there. */
  boolean get(String path, Path file) throws IOException {
    ResponseInputStream<GetObjectResponse> body =
        connection.callIfThere(
            "get",
            path,
            client -> client.getObject(request -> request.bucket(address.bucket()).key(key(path))));
    if (body == null) {
      return false;
    }
    try (body) {
      OwnerFile.make(file, to -> copy(body, to));
      return true;
    } catch (IOException | SdkException e) {
      throw connection.faults().of("get", path, e);
    }
  }

  private static void copy(ResponseInputStream<GetObjectResponse> body, FileChannel to)
      throws IOException {
    long copied = body.transferTo(Channels.newOutputStream(to));
    // The connection does not tell an end that came too early from the end.
    if (copied != body.response().contentLength()) {
      throw new EOFException("only " + copied + " bytes came");
    }
  }

  /** Deletes an object if it is there. */
  void delete(String path) throws IOException {
    connection.callIfThere(
        "delete",
        path,
        client -> client.deleteObject(request -> request.bucket(address.bucket()).key(key(path))));
  }

  /** Deletes what was listed below a directory. */
  void deleteAll(String directory, List<S3Object> objects) throws IOException {
    for (int from = 0; from < objects.size(); from += MAX_DELETED) {
      List<ObjectIdentifier> batch =
          objects.subList(from, Math.min(from + MAX_DELETED, objects.size())).stream()
              .map(object -> ObjectIdentifier.builder().key(object.key()).build())
              .toList();
      DeleteObjectsResponse response =
          connection.call(
              "delete",
              directory,
              client ->
                  client.deleteObjects(
                      request ->
                          request
                              .bucket(address.bucket())
                              .delete(delete -> delete.objects(batch).quiet(true))));
      check(directory, response.errors());
    }
  }

  private void check(String directory, List<S3Error> errors) throws IOException {
    List<S3Error> left =
        errors.stream().filter(error -> !"NoSuchKey".equals(error.code())).toList();
    if (!left.isEmpty()) {
      S3Error first = left.getFirst();
      String reason =
          "it kept " + left.size() + " objects, " + first.key() + " because of " + first.code();
      throw connection.faults().of("delete", directory, reason);
    }
  }

  /** The failure to understand what was got from the store. */
  IOException odd(String path, String reason) {
    return connection.faults().of("look at", path, reason);
  }

  /** Requests made so far, repeated ones included. */
  long requests() {
    return connection.requests();
  }

  @Override
  public void close() {
    connection.close();
  }
}
