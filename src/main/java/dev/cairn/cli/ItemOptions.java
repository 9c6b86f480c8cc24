package dev.cairn.cli;

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
      description =
          "What FILE is: cairn is what 'cairn export' wrote, json anything else; auto looks at the"
              + " first item (default: auto).")
  private Format format = Format.AUTO;

  @Option(
      names = "--items",
      paramLabel = "POINTER",
      description = "Where in FILE the array of items is: a JSON pointer, as in /data/items.")
  private @Nullable String items;

  @Option(
      names = "--shard",
      paramLabel = "TEMPLATE",
      description =
          "The shard that each item goes to. For a file of 'cairn export': the shard that takes all of"
              + " it (default: the one it came from).")
  private @Nullable String shard;

  @Option(
      names = "--namespace",
      paramLabel = "TEMPLATE",
      description = "The namespace that each item goes to (default: default).")
  private String namespace = "default";

  @Option(
      names = "--key",
      paramLabel = "TEMPLATE",
      description = "The key of each item in its shard and namespace.")
  private @Nullable String key;

  @Option(
      names = "--value",
      paramLabel = "PATH",
      description =
          "The field of each item that is stored, as in data or addr.city (default: the whole item).")
  private @Nullable String value;

  /** The way to the array of items, or null for the root. */
  @Nullable JsonPointer items() {
    return items == null ? null : JsonPointer.parse(items);
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
        ItemField.parse(value);
      }
      if (items != null) {
        JsonPointer.parse(items);
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
  Meaning meaning(Item.Sound first, OwnExport.Namespaces namespaces) {
    boolean own =
        format == Format.CAIRN
            || (format == Format.AUTO && items == null && OwnExport.isHeader(first));
    if (own) {
      return new OwnExport(shard, namespaces);
    }
    if (shard == null || key == null) {
      throw usage(
          "This input is not what 'cairn export' writes: --shard and --key must say where its items go");
    }
    return new AnyJson(
        Template.parse(shard),
        Template.parse(namespace),
        Template.parse(key),
        value == null ? null : ItemField.parse(value));
  }

  private ParameterException usage(String message) {
    if (spec == null) {
      throw new IllegalStateException("not part of a command");
    }
    return new ParameterException(spec.commandLine(), message);
  }
}
