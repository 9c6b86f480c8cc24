package dev.cairn.replica;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The way to an S3-compatible store: calls within their time limits, requests counted, failures put
 * into words. Any thread.
 */
final class S3Connection implements AutoCloseable {

  private final S3Client client;
  private final S3Faults faults;
  private final LongAdder requests;

  private S3Connection(S3Client client, S3Faults faults, LongAdder requests) {
    this.client = client;
    this.faults = faults;
    this.requests = requests;
  }

  /** Makes ready for calls; nothing is sent yet. */
  static S3Connection open(S3Address address, Map<String, String> environment, S3Limits limits) {
    LongAdder requests = new LongAdder();
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(limits.connect())
                    .socketTimeout(limits.silence()))
            .credentialsProvider(credentials(environment))
            .region(Region.of(address.region()))
            .forcePathStyle(address.pathStyle())
            .overrideConfiguration(
                calls ->
                    calls
                        .apiCallTimeout(limits.call())
                        .retryStrategy(
                            AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(limits.attempts())
                                .build())
                        .addExecutionInterceptor(new Counter(requests)));
    if (address.endpoint() == null) {
      // As the replicator does, which looks up where the bucket is.
      builder.crossRegionAccessEnabled(true);
    } else {
      builder.endpointOverride(address.endpoint());
      keepToTheCommonCore(builder);
    }
    return new S3Connection(builder.build(), new S3Faults(address), requests);
  }

  /**
   * Many servers that are compatible with S3 do not know the checksums that Amazon's has had since
   * 2022, nor bodies in signed chunks, nor to wait for permission to send a body; all know MD5.
   */
  private static void keepToTheCommonCore(S3ClientBuilder builder) {
    builder
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
        .addPlugin(LegacyMd5Plugin.create())
        .serviceConfiguration(
            S3Configuration.builder()
                .chunkedEncodingEnabled(false)
                .expectContinueEnabled(false)
                .build());
  }

  private static AwsCredentialsProvider credentials(Map<String, String> environment) {
    String id = environment.get("AWS_ACCESS_KEY_ID");
    String secret = environment.get("AWS_SECRET_ACCESS_KEY");
    String token = environment.get("AWS_SESSION_TOKEN");
    if (id == null || id.isBlank() || secret == null || secret.isBlank()) {
      return DefaultCredentialsProvider.builder().build();
    }
    return StaticCredentialsProvider.create(
        token == null || token.isBlank()
            ? AwsBasicCredentials.create(id, secret)
            : AwsSessionCredentials.create(id, secret, token));
  }

  /** Counts each attempt of a call. */
  private record Counter(LongAdder requests) implements ExecutionInterceptor {
    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes unused) {
      requests.increment();
    }
  }

  /**
   * Makes a call.
   *
   * @param operation a verb for what it does, and {@code thing} to what, for the message if it
   *     fails
   */
  <T> T call(String operation, String thing, Function<S3Client, T> call) throws IOException {
    try {
      return call.apply(client);
    } catch (SdkException | UncheckedIOException e) {
      throw faults.of(operation, thing, e);
    }
  }

  /** As {@link #call}; null if the store says that there is no such object. */
  <T> @Nullable T callIfThere(String operation, String thing, Function<S3Client, T> call)
      throws IOException {
    try {
      return call.apply(client);
    } catch (S3Exception e) {
      // Not any 404: some stores say that of unknown credentials, too.
      if (S3Faults.code(e).equals("NoSuchKey")) {
        return null;
      }
      throw faults.of(operation, thing, e);
    } catch (SdkException | UncheckedIOException e) {
      throw faults.of(operation, thing, e);
    }
  }

  /** Puts failures into words. */
  S3Faults faults() {
    return faults;
  }

  /** Requests made so far, repeated ones included. */
  long requests() {
    return requests.sum();
  }

  @Override
  public void close() {
    client.close();
  }
}
