package dev.cairn.app;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import org.eclipse.microprofile.config.Config;

/**
 * The running service: says where it is to be found once it listens, then waits for the signal to
 * stop.
 */
public final class Service implements QuarkusApplication {

  private final Config config;
  private final CairnConfig settings;

  Service(Config config, CairnConfig settings) {
    this.config = config;
    this.settings = settings;
  }

  @Override
  public int run(String... args) {
    // Free ports that were asked for with 0 are known only now, under the server's own keys.
    String url = url(settings.host(), "quarkus.http.port");
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
            + url(settings.managementHost(), "quarkus.management.port")
            + "/q/health");
    Quarkus.waitForExit();
    return 0;
  }

  private String url(String host, String portKey) {
    String inUrl = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    return "http://" + inUrl + ":" + config.getValue(portKey, String.class);
  }
}
