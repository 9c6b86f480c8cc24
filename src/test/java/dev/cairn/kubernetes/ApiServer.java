package dev.cairn.kubernetes;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.LocalServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The API server of Kubernetes with its store, on this machine and for one test; nothing runs what
 * it is told. It is built when it is missing. One test thread.
 */
final class ApiServer implements AutoCloseable {

  private static final String TOKEN = "of-the-tests";
  private static final Duration START = Duration.ofMinutes(2);
  private static final long BUILD_MINUTES = 60;
  private static final Duration CALL = Duration.ofSeconds(60);

  private static final Map<String, String> PLURALS =
      Map.of(
          "NetworkPolicy", "networkpolicies",
          "Ingress", "ingresses");

  private final Process store;
  private final Process server;
  private final HttpClient client;
  private final URI base;

  private ApiServer(Process store, Process server, int port) throws GeneralSecurityException {
    this.store = store;
    this.server = server;
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, new TrustManager[] {new AnyCertificate()}, null);
    this.client = HttpClient.newBuilder().sslContext(tls).build();
    this.base = URI.create("https://127.0.0.1:" + port);
  }

  /** Starts one that keeps its files in a directory. */
  static ApiServer start(Path directory) throws Exception {
    build();
    int clients = LocalServers.freePort();
    Process store = startStore(directory, clients, LocalServers.freePort());
    int port = LocalServers.freePort();
    ApiServer server = new ApiServer(store, startServer(directory, clients, port), port);
    boolean ready = false;
    try {
      server.awaitReady(directory.resolve("kube-apiserver.log"));
      ready = true;
      return server;
    } finally {
      if (!ready) {
        server.close();
      }
    }
  }

  private static void build() throws IOException, InterruptedException {
    Process install =
        new ProcessBuilder("src/test/tools/kubernetes/install", "--server").inheritIO().start();
    if (!install.waitFor(BUILD_MINUTES, TimeUnit.MINUTES) || install.exitValue() != 0) {
      install.destroyForcibly();
      throw new IllegalStateException("The API server can't be built.");
    }
  }

  private static Process startStore(Path directory, int clients, int peers) throws IOException {
    String here = "http://127.0.0.1:" + clients;
    String peer = "http://127.0.0.1:" + peers;
    return start(
        directory,
        "etcd",
        "--data-dir=" + directory.resolve("etcd"),
        "--listen-client-urls=" + here,
        "--advertise-client-urls=" + here,
        "--listen-peer-urls=" + peer,
        "--initial-advertise-peer-urls=" + peer,
        "--initial-cluster=default=" + peer);
  }

  private static Process startServer(Path directory, int store, int port)
      throws IOException, GeneralSecurityException {
    Path tokens = directory.resolve("tokens.csv");
    Files.writeString(tokens, TOKEN + ",tests,tests,system:masters\n");
    Path key = directory.resolve("account.key");
    Files.writeString(key, privateKey());
    return start(
        directory,
        "kube-apiserver",
        "--etcd-servers=http://127.0.0.1:" + store,
        "--bind-address=127.0.0.1",
        "--advertise-address=127.0.0.1",
        "--endpoint-reconciler-type=none",
        "--secure-port=" + port,
        "--cert-dir=" + directory.resolve("certificates"),
        "--token-auth-file=" + tokens,
        "--authorization-mode=RBAC",
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-account-key-file=" + key,
        "--service-account-signing-key-file=" + key,
        "--service-cluster-ip-range=10.0.0.0/24");
  }

  private static String privateKey() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
    return "-----BEGIN "
        + "PRIVATE KEY-----\n"
        + Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(key)
        + "\n-----END PRIVATE KEY-----\n";
  }

  private static Process start(Path directory, String program, String... options)
      throws IOException {
    String[] command = new String[options.length + 1];
    command[0] = Tools.program(program).toString();
    System.arraycopy(options, 0, command, 1, options.length);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve(program + ".log").toFile())
        .start();
  }

  private void awaitReady(Path log) throws IOException {
    long end = System.nanoTime() + START.toNanos();
    while (!isReady()) {
      if (!server.isAlive() || System.nanoTime() - end > 0) {
        throw new IllegalStateException("It does not start:\n" + Files.readString(log));
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  private boolean isReady() {
    try (Socket _ = new Socket(base.getHost(), base.getPort())) {
      return send(request("/readyz").GET().build()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Applies a manifest as {@code kubectl apply --server-side} does, to the letter: unknown fields
   * are refused.
   *
   * @param dry whether it is only to be judged
   */
  HttpResponse<String> apply(JsonNode manifest, boolean dry) {
    try {
      return send(
          request(path(manifest) + "?fieldManager=tests&fieldValidation=Strict" + dry(dry))
              .header("Content-Type", "application/apply-patch+yaml")
              .method("PATCH", BodyPublishers.ofString(manifest.toString()))
              .build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String dry(boolean dry) {
    return dry ? "&dryRun=All" : "";
  }

  private static String path(JsonNode manifest) {
    String version = manifest.get("apiVersion").asText();
    String kind = manifest.get("kind").asText();
    String plural = PLURALS.getOrDefault(kind, kind.toLowerCase(Locale.ROOT) + "s");
    JsonNode namespace = manifest.at("/metadata/namespace");
    return (version.contains("/") ? "/apis/" : "/api/")
        + version
        + (namespace.isMissingNode() ? "" : "/namespaces/" + namespace.asText())
        + ("/" + plural + "/")
        + manifest.at("/metadata/name").asText();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path))
        .timeout(CALL)
        .header("Authorization", "Bearer " + TOKEN);
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    server.destroyForcibly().onExit().join();
    store.destroyForcibly().onExit().join();
  }

  /** The server signs its own certificate; this machine's port is known to be its. */
  private static final class AnyCertificate extends X509ExtendedTrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
