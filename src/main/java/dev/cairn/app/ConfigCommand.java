package dev.cairn.app;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cairn config}: says what {@code cairn serve} would find its settings to be. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = CairnVersion.class,
    description = {
      "Shows every setting that 'cairn serve' would have here, and where it is from: the"
          + " environment, the settings file or the default. Secrets are shown as ********.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Every setting can be used.",
      "1:A setting is wrong; standard error says which.",
      "2:The command line or the settings file can't be used."
    })
final class ConfigCommand implements Callable<Integer> {

  /** Above that of the library's own converters. */
  private static final int CONVERTER_PRIORITY = 200;

  private static final String COMMAND_LINE = "the command line";

  private static final String PREFIX = "cairn.";

  /** What the backup and the commands take from the environment beside settings. */
  private static final String[] CREDENTIALS = {
    "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "CAIRN_KEY"
  };

  /** What looks like a setting in the environment and is for other commands. */
  private static final Set<String> OF_COMMANDS = Set.of("cairn.key", "cairn.ca");

  @Option(
      names = "--data",
      paramLabel = "DIRECTORY",
      description = "The data directory, as for 'cairn serve' (default ./data).")
  private @Nullable Path data;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings to read (default cairn.properties in the data directory, if there).")
  private @Nullable Path config;

  private final Map<String, String> environment;

  /** Set by picocli before the command is called. */
  @SuppressWarnings("NullAway.Init") // picocli injects it
  @Spec
  private CommandSpec spec;

  /** One that shows this process's settings. */
  ConfigCommand() {
    this(System.getenv());
  }

  ConfigCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Path file = ServeCommand.configFile(config, data, environment);
    try {
      show(settings(file), file, out);
      return 0;
    } catch (IOException e) {
      err.println("cairn config: " + e.getMessage());
      return spec.exitCodeOnInvalidInput();
    } catch (ConfigValidationException | IllegalArgumentException e) {
      err.println("cairn config: " + StartFailure.reason(e));
      return 1;
    } finally {
      out.flush();
      err.flush();
    }
  }

  private SmallRyeConfig settings(@Nullable Path file) throws IOException {
    SmallRyeConfigBuilder builder =
        SettingSources.builder(environment, file)
            // The service reads "30d" too, which is none of the library's own durations.
            .withConverter(Duration.class, CONVERTER_PRIORITY, new DurationConverter())
            .withMapping(CairnConfig.class);
    if (data != null) {
      builder.withSources(
          new PropertiesConfigSource(Map.of("cairn.data", data.toString()), COMMAND_LINE, 400));
    }
    return builder.build();
  }

  private void show(SmallRyeConfig settings, @Nullable Path file, PrintWriter out) {
    TreeSet<String> names = new TreeSet<>();
    for (String name : settings.getPropertyNames()) {
      if (name.startsWith(PREFIX) && !OF_COMMANDS.contains(name)) {
        names.add(name);
      }
    }
    for (String name : names) {
      ConfigValue value = settings.getConfigValue(name);
      line(out, name, String.valueOf(value.getValue()), source(value, file));
    }
    for (String name : CREDENTIALS) {
      if (environment.containsKey(name)) {
        line(out, name, Redaction.MASK, "environment");
      }
    }
  }

  private static void line(PrintWriter out, String name, String value, String source) {
    out.println(name + "=" + Redaction.value(name, value) + "  # " + source);
  }

  private static String source(ConfigValue value, @Nullable Path file) {
    String source = String.valueOf(value.getSourceName());
    if (source.startsWith("EnvConfigSource")) {
      return "environment";
    }
    if (source.startsWith("SysPropConfigSource")) {
      return "system property";
    }
    if (file != null && source.contains(file.getFileName().toString())) {
      return file.toString();
    }
    return source.contains(COMMAND_LINE) ? COMMAND_LINE : "default";
  }
}
