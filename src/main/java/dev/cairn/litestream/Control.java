package dev.cairn.litestream;

import dev.cairn.backup.Replicator.Registration;
import dev.cairn.backup.ReplicatorException;
import dev.cairn.backup.ReplicatorException.Kind;
import dev.cairn.litestream.ControlSocket.Answer;
import java.net.HttpURLConnection;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The calls that one process takes, and what its answers mean. Any thread; each call blocks for no
 * longer than its limit and a second.
 */
final class Control {

  /** How much longer than the process we wait, so that its own answer comes first. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** Its answer when the files that it goes on from are not there any more. */
  private static final String POSITION_LOST = "open ltx file";

  private final ControlSocket socket;
  private final Secrets secrets;
  private final CompactionWatch watch;

  Control(ControlSocket socket, Secrets secrets, CompactionWatch watch) {
    this.socket = socket;
    this.secrets = secrets;
    this.watch = watch;
  }

  /**
   * See {@link dev.cairn.backup.Replicator#register}.
   *
   * @throws ReplicatorException FAILING if the process refused: then the file is not registered
   */
  Registration register(Path database, String replica, Duration limit) throws ReplicatorException {
    Answer answer =
        ask("/register", database, ",\"replica_url\":" + FlatJson.quote(replica), limit);
    if (answer.status() == HttpURLConnection.HTTP_OK) {
      return switch (answer.text("status")) {
        case "registered" -> Registration.REGISTERED;
        case "already_registered" -> Registration.ALREADY_REGISTERED;
        default -> throw notUnderstood("register", answer);
      };
    }
    throw refused("register", database, answer, Kind.FAILING);
  }

  /**
   * See {@link dev.cairn.backup.Replicator#unregister}.
   *
   * @throws ReplicatorException FAILING if not all was copied in time: the file is let go all the
   *     same
   */
  void unregister(Path database, Duration limit) throws ReplicatorException {
    watch.letGo(database);
    Answer answer = ask("/unregister", database, timeout(limit), limit);
    if (answer.status() != HttpURLConnection.HTTP_OK) {
      throw refused("unregister", database, answer, Kind.FAILING);
    }
    if (!answer.text("status").endsWith("unregistered")) {
      throw notUnderstood("unregister", answer);
    }
  }

  /** See {@link dev.cairn.backup.Replicator#sync}. */
  long sync(Path database, Duration limit) throws ReplicatorException {
    Answer answer = ask("/sync", database, ",\"wait\":true" + timeout(limit), limit);
    if (answer.status() != HttpURLConnection.HTTP_OK) {
      throw refused("sync", database, answer, isLost(answer) ? Kind.LOST : Kind.FAILING);
    }
    long local = answer.number("txid");
    long replicated = answer.number("replicated_txid");
    if (local < 1 || replicated < 0) {
      throw notUnderstood("sync", answer);
    }
    if (replicated < local) {
      throw new ReplicatorException(
          Kind.FAILING,
          "Litestream has copied transaction %d of %d of %s"
              .formatted(replicated, local, database.getFileName()));
    }
    watch.uploaded(database, replicated);
    return replicated;
  }

  /** Whether the process of that number answers, and no other. */
  boolean isAnsweredBy(long pid, Duration limit) {
    try {
      Answer answer = socket.get("/info", limit);
      return answer.status() == HttpURLConnection.HTTP_OK && answer.number("pid") == pid;
    } catch (ReplicatorException e) {
      return false;
    }
  }

  /**
   * @param others the members of the request after the file's path
   */
  private Answer ask(String target, Path database, String others, Duration limit)
      throws ReplicatorException {
    String request = "{\"path\":" + FlatJson.quote(database.toString()) + others + "}";
    return socket.post(target, request, limit.plus(PATIENCE));
  }

  /** The whole seconds that fit into a limit, at least one: the process knows nothing smaller. */
  private static String timeout(Duration limit) {
    return ",\"timeout\":" + Math.max(1, limit.toSeconds());
  }

  private static boolean isLost(Answer answer) {
    return switch (answer.status()) {
      case HttpURLConnection.HTTP_NOT_FOUND, HttpURLConnection.HTTP_CONFLICT -> true;
      default -> answer.text("error").contains(POSITION_LOST);
    };
  }

  /**
   * A refusal means what it says only if the process gave a reason; anything else is not
   * understood.
   */
  private ReplicatorException refused(String call, Path database, Answer answer, Kind kind) {
    String reason = answer.text("error");
    if (reason.isEmpty()) {
      return notUnderstood(call, answer);
    }
    return new ReplicatorException(
        kind,
        "Litestream refused to %s %s: %s"
            .formatted(call, database.getFileName(), secrets.mask(reason)));
  }

  private ReplicatorException notUnderstood(String call, Answer answer) {
    return new ReplicatorException(
        Kind.UNKNOWN,
        "Litestream's answer to %s is not understood: %s %s"
            .formatted(call, answer.status(), secrets.mask(answer.members().toString())));
  }
}
