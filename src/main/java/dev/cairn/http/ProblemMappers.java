package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one place where what a resource or the framework threw becomes an answer. */
@Singleton
public class ProblemMappers {

  private final Problems problems;

  @Inject
  ProblemMappers(Problems problems) {
    this.problems = problems;
  }

  /** A refusal or fault that is told as it is. */
  @ServerExceptionMapper
  public Response map(CairnException reason, RoutingContext context) {
    return problems.response(context, reason);
  }

  /** What the framework refused by itself, before or after a resource method. */
  @ServerExceptionMapper
  public Response map(WebApplicationException refusal, RoutingContext context) {
    return problems.response(context, reasonFor(refusal, context.request().uri()));
  }

  /** A fault of ours. */
  @ServerExceptionMapper
  public Response map(Throwable fault, RoutingContext context) {
    return problems.response(context, Problems.reasonFor(fault));
  }

  private static CairnException reasonFor(WebApplicationException refusal, String uri) {
    return switch (refusal.getResponse().getStatus()) {
      case 400 ->
          refusal.getCause() instanceof CairnException reason
              ? reason
              : new CairnException(
                  ErrorCode.INVALID_BODY, "The body does not have the form that is asked for.");
      case 404 -> notFound(uri);
      case 405 ->
          new CairnException(
              ErrorCode.METHOD_NOT_ALLOWED, "The method does not exist for this path.");
      case 406 ->
          new CairnException(
              ErrorCode.NOT_ACCEPTABLE,
              "The answer can't be given in a media type that the Accept header takes.");
      case 413 ->
          new CairnException(ErrorCode.BODY_TOO_LARGE, "The body is larger than the limit.");
      case 415 ->
          new CairnException(
              ErrorCode.UNSUPPORTED_MEDIA_TYPE, "The media type of the body can't be used here.");
      default -> Problems.reasonFor(refusal);
    };
  }

  /** Routes of the API exist, or the gate would have refused: a parameter was not convertible. */
  private static CairnException notFound(String uri) {
    return RawTarget.isDocument(uri)
        ? new CairnException(ErrorCode.ROUTE_NOT_FOUND, "There is no document at this path.")
        : new CairnException(
            ErrorCode.INVALID_PARAMETER,
            "A parameter of the path or the query can't be read; see the API description.");
  }
}
