package dev.cairn.json;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import java.util.Map;

/** Copies values of a tree; all copies of one run together are bounded. One thread. */
final class TreeCopier {

  private final int most;
  private final ErrorCode beyond;
  private long bytesLeft;

  /**
   * One that copies no more.
   *
   * @param most bytes of all copies together
   * @param beyond the code for more of them
   */
  TreeCopier(int most, ErrorCode beyond) {
    this.most = most;
    this.beyond = beyond;
    this.bytesLeft = most;
  }

  /** A copy that shares nothing that can change with the original. */
  Node copy(Node original) {
    return switch (original) {
      case Slice leaf -> {
        spend(leaf.size());
        yield leaf;
      }
      case Node.Elements elements -> {
        spend(2);
        Node.Elements copy = new Node.Elements();
        for (Node item : elements.items()) {
          spend(1);
          copy.append(copy(item));
        }
        yield like(original, copy);
      }
      case Node.Members members -> {
        spend(2);
        Node.Members copy = new Node.Members();
        for (Map.Entry<String, Node.Member> entry : members.byName().entrySet()) {
          Node.Member member = entry.getValue();
          spend(member.name().size() + 2);
          copy.put(entry.getKey(), member.name(), copy(member.value()));
        }
        yield like(original, copy);
      }
    };
  }

  private static Node like(Node original, Node.Container copy) {
    Slice spelling = original.spelling();
    if (spelling != null) {
      copy.spelled(spelling);
    }
    return copy;
  }

  private void spend(int bytes) {
    bytesLeft -= bytes;
    if (bytesLeft < 0) {
      throw new CairnException(
          beyond, "The patch copies more than the " + most + " bytes allowed.");
    }
  }
}
