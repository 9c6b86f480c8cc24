package dev.cairn.app;

import dev.cairn.security.Keys;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * The running service: says what is not safe and where it is to be found once it listens, then
 * waits for the signal to stop.
 */
public final class Service implements QuarkusApplication {

  private static final Logger LOG = Logger.getLogger(Service.class);

  /** Is there where systemd's journal keeps what a process prints. */
  private static final String JOURNAL = "JOURNAL_STREAM";

  private final Config config;
  private final CairnConfig settings;
  private final Keys keys;
  private final NodeKeys nodeKeys;

  Service(Config config, CairnConfig settings, Keys keys, NodeKeys nodeKeys) {
    this.nodeKeys = nodeKeys;
    this.config = config;
    this.keys = keys;
    this.settings = settings;
  }

  @Override
  public int run(String... args) {
    nodeKeys.makeFirst(System.out, System.getenv(JOURNAL) != null);
    Exposure.of(settings).findings(settings, keys.isOpen()).forEach(LOG::warn);
    // Free ports that were asked for with 0 are known only now, under the server's own keys.
    String url =
        settings.tls().certificate().isEmpty()
            ? "http://" + address(settings.host(), "quarkus.http.port")
            : "https://" + address(settings.host(), "quarkus.http.ssl-port");
    System.out.println(
        "Cairn "
            + CairnVersion.number()
            + " serves "
            + url
            + " · data "
            + settings.data().toAbsolutePath().normalize()
            + " · Swagger UI "
            + url
            + "/q/swagger-ui/ · health "
            + "http://"
            + address(settings.managementHost(), "quarkus.management.port")
            + "/q/health");
    Quarkus.waitForExit();
    return 0;
  }

  private String address(String host, String portKey) {
    String inUrl = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    return inUrl + ":" + config.getValue(portKey, String.class);
  }
}
