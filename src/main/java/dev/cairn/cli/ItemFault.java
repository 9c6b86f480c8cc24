package dev.cairn.cli;

/** One item can't be imported; the others go on. */
final class ItemFault extends Exception {

  private static final long serialVersionUID = 1L;

  ItemFault(String message) {
    super(message);
  }
}
