package dev.cairn.app;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SysPropConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where {@code serve} finds its settings, for commands that look at them without a service. */
final class SettingSources {

  /** Where the environment ranks, as the application server has it. */
  private static final int ENVIRONMENT_ORDINAL = 300;

  /** Where the file ranks: below the environment. */
  private static final int FILE_ORDINAL = 250;

  private SettingSources() {}

  /**
   * What reads settings from the system properties, the environment and the file, in this order.
   *
   * @param file null for none
   * @throws IOException if there is to be a file and it can't be read
   */
  static SmallRyeConfigBuilder builder(Map<String, String> environment, @Nullable Path file)
      throws IOException {
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .withSources(
                new SysPropConfigSource(), new EnvConfigSource(environment, ENVIRONMENT_ORDINAL));
    if (file != null) {
      if (!Files.isReadable(file)) {
        throw new IOException("the settings file " + file + " can't be read");
      }
      builder.withSources(new PropertiesConfigSource(file.toUri().toURL(), FILE_ORDINAL));
    }
    return builder;
  }
}
