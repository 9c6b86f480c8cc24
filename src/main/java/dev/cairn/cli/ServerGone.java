package dev.cairn.cli;

import java.io.IOException;

/**
 * The server can't be reached, has not answered as Cairn does, after all attempts, or does not let
 * the command in.
 */
final class ServerGone extends IOException {

  private static final long serialVersionUID = 1L;

  ServerGone(String message) {
    super(message);
  }
}
