package dev.cairn.replica;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Puts failures of an object store into words for users. Of what the store says only its error code
 * is passed on: its texts may name keys. Pure.
 */
final class S3Faults {

  private static final String SILENT = "it did not answer in time; try again later";

  private final S3Address address;

  S3Faults(S3Address address) {
    this.address = address;
  }

  /** What the store calls the failure, or an empty text. */
  static String code(S3Exception e) {
    AwsErrorDetails details = e.awsErrorDetails();
    return details == null || details.errorCode() == null ? "" : details.errorCode();
  }

  /**
   * The failure to do something in the store.
   *
   * @param operation a verb: {@code list}
   * @param thing the path it was to be done to
   */
  IOException of(String operation, String thing, Exception e) {
    if (e instanceof AbortedException) {
      return new InterruptedIOException(words(operation, thing, "the service is ending"));
    }
    if (e instanceof S3Exception refused) {
      // Without a cause: its text is the store's.
      return of(operation, thing, answer(code(refused), refused.statusCode()));
    }
    IOException cause = cause(e);
    return new IOException(words(operation, thing, reason(e, cause)), cause);
  }

  /** The failure with a reason of our own. */
  IOException of(String operation, String thing, String reason) {
    return new IOException(words(operation, thing, reason));
  }

  private String words(String operation, String thing, String reason) {
    return "The object store, "
        + address.words()
        + ": can't "
        + operation
        + " "
        + thing
        + ": "
        + reason;
  }

  private String answer(String code, int status) {
    String answered = "it answered " + status + (code.isEmpty() ? "" : " " + code);
    return switch (code) {
      case "NoSuchBucket" ->
          "there is no such bucket; make it, or name another one in cairn.backup.url";
      case "InvalidAccessKeyId",
          "SignatureDoesNotMatch",
          "ExpiredToken",
          "InvalidToken",
          "TokenRefreshRequired",
          "XAdminUserNotFound" ->
          "it refused the credentials ("
              + code
              + "); check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the service's environment";
      case "RequestTimeTooSkewed" -> "its clock and this machine's differ too much; set them right";
      case "PermanentRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException" ->
          answered + "; name the bucket's region in cairn.backup.url: &region=…";
      default -> answered + "; " + advice(status);
    };
  }

  private static String advice(int status) {
    if (status == 401 || status == 403) {
      return "check the credentials, which must allow to list, read, write and delete objects there";
    }
    return status >= 500 || status == 429 ? "try again later" : "look at its log for the request";
  }

  private static String reason(Exception e, @Nullable IOException cause) {
    if (e instanceof ApiCallTimeoutException || e instanceof ApiCallAttemptTimeoutException) {
      return SILENT;
    }
    if (cause == null) {
      return withoutCause(e);
    }
    return switch (cause) {
      case FileSystemException local -> DirectoryFaults.reason(local);
      case UnknownHostException _ -> "its host name is not known; check cairn.backup.url";
      case ConnectException _ ->
          "it can't be reached; is it running, and is cairn.backup.url right?";
      case NoRouteToHostException _ -> "there is no way to it in the network";
      case SocketTimeoutException _ -> SILENT;
      case SSLException _ ->
          "no encrypted connection to it; check its certificate, and whether it speaks https at all";
      default ->
          DirectoryFaults.isFullDisk(cause)
              ? DirectoryFaults.reason(cause)
              : "the connection to it broke (" + cause.getMessage() + "); try again";
    };
  }

  private static String withoutCause(Exception e) {
    return String.valueOf(e.getMessage()).contains("credentials")
        ? "there are no credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the service's"
            + " environment"
        : "the request could not be made (" + e.getClass().getSimpleName() + ")";
  }

  /** The innermost failure of input or output behind another, or null. */
  private static @Nullable IOException cause(Exception e) {
    IOException found = null;
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (at instanceof IOException failure) {
        found = failure;
      } else if (at instanceof UncheckedIOException unchecked) {
        found = unchecked.getCause();
      }
    }
    return found;
  }
}
