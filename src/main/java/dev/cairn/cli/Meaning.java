package dev.cairn.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What the items of an input mean. One thread. */
interface Meaning {

  /**
   * The line that an item becomes, or null if it is none of the entries.
   *
   * @throws ItemFault if this item can't be imported
   * @throws BadInput if the input can't be read any further
   */
  @Nullable Line read(Item.Sound item) throws ItemFault, IOException, InterruptedException;

  /** Called for a malformed item, whose meaning nobody knows. */
  void passedOver();

  /**
   * Called behind the last item.
   *
   * @throws BadInput if the input is not complete
   */
  void end() throws BadInput;
}
