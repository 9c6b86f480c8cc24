package dev.cairn.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where a service's health is found by its own settings. */
public interface ManagementAddress {

  /**
   * The address that a service with these options and the same environment listens on.
   *
   * @param config the settings file that was named, if one was
   * @param data the data directory that was named, if one was
   * @throws IOException says which setting can't be used; nothing was asked
   */
  URI find(@Nullable Path config, @Nullable Path data) throws IOException;
}
