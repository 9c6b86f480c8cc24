package dev.cairn.backup;

import dev.cairn.Entry;
import dev.cairn.storage.ExportVisitor;
import dev.cairn.storage.NamespaceInfo;
import java.util.function.BooleanSupplier;

/**
 * Passes an export on for as long as it may go on, and ends it then: it is asked before each
 * namespace and entry. One thread.
 */
final class LimitedExport implements ExportVisitor {

  private final ExportVisitor visitor;
  private final BooleanSupplier mayGoOn;

  LimitedExport(ExportVisitor visitor, BooleanSupplier mayGoOn) {
    this.visitor = visitor;
    this.mayGoOn = mayGoOn;
  }

  /** The export was ended before its end. */
  static final class Ended extends RuntimeException {

    private static final long serialVersionUID = 1;

    Ended() {
      super("The export was ended", null, false, false);
    }
  }

  @Override
  public boolean wantsExpired() {
    return visitor.wantsExpired();
  }

  @Override
  public void begin(long revision) {
    visitor.begin(revision);
  }

  @Override
  public void namespace(NamespaceInfo namespace) {
    look();
    visitor.namespace(namespace);
  }

  @Override
  public void entry(Entry entry) {
    look();
    visitor.entry(entry);
  }

  private void look() {
    if (!mayGoOn.getAsBoolean()) {
      throw new Ended();
    }
  }
}
