package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ShardId;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Has the answers of resources to writes wait for the replica where that was asked for; see {@link
 * ReplicatedWait}. {@link DirectEntries} does the same with those that have no resource.
 */
@Singleton
final class ReplicatedAnswers {

  private final Provider<ReplicatedWait> wait;
  private final Problems problems;
  private final CurrentVertxRequest current;

  /**
   * @param wait asked for when it is needed: filters are made before there are settings
   */
  @Inject
  ReplicatedAnswers(Provider<ReplicatedWait> wait, Problems problems, CurrentVertxRequest current) {
    this.wait = wait;
    this.problems = problems;
    this.current = current;
  }

  /** Nothing for answers that tell of no revision, as those to reads. */
  @ServerResponseFilter
  Uni<Void> confirm(ContainerRequestContext request, ContainerResponseContext response) {
    List<String> preferences = request.getHeaders().get(Preferences.HEADER.toString());
    Object revision = response.getHeaders().getFirst(EntryAnswers.REVISION);
    String shard = request.getUriInfo().getPathParameters().getFirst("shard");
    if (preferences == null
        || revision == null
        || shard == null
        || response.getStatus() >= 300
        || !Preferences.wantsReplicated(preferences)) {
      return Uni.createFrom().voidItem();
    }
    return Uni.createFrom()
        .completionStage(
            wait.get().confirmed(new ShardId(shard), Long.parseLong(revision.toString())))
        .invoke(() -> response.getHeaders().add(Preferences.APPLIED, Preferences.replicated()))
        .onFailure()
        .recoverWithItem(
            failure -> {
              refuse(response, Problems.reasonFor(Problems.cause(failure)));
              return false;
            })
        .replaceWithVoid();
  }

  private void refuse(ContainerResponseContext response, CairnException reason) {
    Response problem = problems.response(current.getCurrent(), reason);
    response.setStatus(problem.getStatus());
    response.getHeaders().putSingle("Content-Type", Problem.MEDIA_TYPE);
    response.setEntity(problem.getEntity());
  }
}
