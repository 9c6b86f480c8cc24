package dev.cairn.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One walk through files of the data directory: takes from others what they may do with ours, and
 * gathers what is to be said of it, which is a line or two however much there is. One thread.
 */
final class Mending {

  private static final Logger LOG = Logger.getLogger(Mending.class);

  /** How many files are named in a line. */
  private static final int NAMED = 10;

  private final Owners owners;
  private final Names mended = new Names();
  private final Names unmended = new Names();
  private final Names foreign = new Names();

  Mending(Owners owners) {
    this.owners = owners;
  }

  /**
   * Looks at what lies there, and makes it the owner's alone if it is ours, is a file or directory
   * without a second name, and others may read or write it.
   *
   * @return what lay there; null if nothing does
   */
  @Nullable FileFacts mend(Path file) throws IOException {
    FileFacts facts = FileFacts.of(file);
    if (facts == null || !facts.isLoose() || !owners.own(facts) || !isOne(facts)) {
      return facts;
    }
    if (owners.mayChange(facts)) {
      try {
        FileFacts.mend(file);
        mended.add(file);
        return facts;
      } catch (IOException e) {
        LOG.debugf(e, "The permissions of %s can't be changed", file);
      }
    }
    unmended.add(file);
    return facts;
  }

  /** A file with a second name is none: the other name is somebody's. */
  private static boolean isOne(FileFacts facts) {
    return facts.isDirectory() || (facts.isRegular() && facts.names() == 1);
  }

  /** Mends it if it is a directory of ours, and says whether it is. */
  boolean isOwnDirectory(Path directory) throws IOException {
    FileFacts facts = mend(directory);
    return facts != null && facts.isDirectory() && owners.own(facts);
  }

  /** Notes that something is none of ours. */
  void passOver(Path file) {
    foreign.add(file);
  }

  /** Says what was found, once. */
  void tell() {
    if (mended.count > 0) {
      LOG.infof("Others could read or write what is the service's alone; mended: %s", mended);
    }
    if (unmended.count > 0) {
      LOG.warnf(
          "Others can read or write what is the service's alone, and the service may not change"
              + " that: %s",
          unmended);
    }
    if (foreign.count > 0) {
      LOG.warnf("None of ours in the data directory, left alone and passed over: %s", foreign);
    }
  }

  /** Some names, and how many there are. */
  private static final class Names {
    private final List<String> first = new ArrayList<>();
    private int count;

    void add(Path file) {
      count++;
      if (first.size() < NAMED) {
        first.add(file.toString());
      }
    }

    @Override
    public String toString() {
      String named = String.join(", ", first);
      return count > first.size() ? named + " and " + (count - first.size()) + " more" : named;
    }
  }
}
