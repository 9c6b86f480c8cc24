package dev.cairn.cli;

import java.io.IOException;

/** The input can't be read any further; the message says where and why. */
final class BadInput extends IOException {

  private static final long serialVersionUID = 1L;

  BadInput(String message) {
    super(message);
  }
}
