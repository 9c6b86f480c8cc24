package dev.cairn.cli;

import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of an import that say what the items are and where they go. */
final class ItemOptions {

  private enum Format {
    AUTO,
    CAIRN,
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--format",
      paramLabel = "auto|cairn|json",
      description = "What the input is (default: auto).")
  private Format format = Format.AUTO;

  @Option(
      names = "--items",
      paramLabel = "POINTER",
      description = "JSON pointer to the array of items, as in /data/items.")
  private @Nullable String items;

  @Option(
      names = "--shard",
      paramLabel = "TEMPLATE",
      description = "The shard of each item; for an export of ours, the shard that takes it all.")
  private @Nullable String shard;

  @Option(
      names = "--namespace",
      paramLabel = "TEMPLATE",
      description = "The namespace of each item (default: default).")
  private String namespace = "default";

  @Option(names = "--key", paramLabel = "TEMPLATE", description = "The key of each item.")
  private @Nullable String key;

  @Option(
      names = "--value",
      paramLabel = "PATH",
      description = "The part of each item that is the value (default: the whole item).")
  private @Nullable String value;

  @Nullable String items() {
    return items;
  }

  /** All of them as one text, to tell one set from another. */
  String described() {
    return String.join(
        "\n",
        String.valueOf(items),
        String.valueOf(shard),
        namespace,
        String.valueOf(key),
        String.valueOf(value),
        format.name());
  }

  /**
   * Finds faults before anything is read or sent.
   *
   * @throws ParameterException names the fault
   */
  void check() {
    try {
      for (String template : new String[] {shard, namespace, key}) {
        if (template != null) {
          Template.parse(template);
        }
      }
      if (value != null) {
        FieldPath.parse(value);
      }
      if (items != null) {
        JsonItems.steps(items);
      }
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  /**
   * What the items mean in an input that begins with {@code first}.
   *
   * @throws ParameterException if options are missing for it
   */
  Meaning meaning(Item first, OwnExport.Namespaces namespaces) throws IOException {
    boolean own =
        format == Format.CAIRN
            || (format == Format.AUTO && items == null && OwnExport.isHeader(first));
    if (own) {
      return new OwnExport(shard, namespaces);
    }
    if (shard == null || key == null) {
      throw usage("This input is no export of ours: --shard and --key must say where items go");
    }
    return new AnyJson(
        Template.parse(shard),
        Template.parse(namespace),
        Template.parse(key),
        value == null ? null : FieldPath.parse(value));
  }

  private ParameterException usage(String message) {
    if (spec == null) {
      throw new IllegalStateException("not part of a command");
    }
    return new ParameterException(spec.commandLine(), message);
  }
}
