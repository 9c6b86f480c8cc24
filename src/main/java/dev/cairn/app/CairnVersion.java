package dev.cairn.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of this build, from a resource that the build fills in. */
final class CairnVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"cairn " + number()};
  }

  /** The version number alone. */
  static String number() {
    Properties properties = new Properties();
    try (InputStream resource =
        CairnVersion.class.getResourceAsStream("/cairn-version.properties")) {
      if (resource == null) {
        throw new IllegalStateException("cairn-version.properties is missing from this build");
      }
      properties.load(resource);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }
}
