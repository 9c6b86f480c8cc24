package dev.cairn.storage;

import dev.cairn.Entry;
import dev.cairn.JsonText;
import dev.cairn.Namespace;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether two shards hold the same: the revision, and for each namespace a SHA-256 over
 * everything in it, entries that have expired and are not swept yet too. Two are equal if and only
 * if an export of the one tells the same, in the same order, as an export of the other, whatever
 * driver they are of. One thread; for one export.
 *
 * <p>Numbers are digested as eight bytes, texts behind their length, a missing text as the length
 * -1, so that no two contents run into each other.
 */
public final class ContentDigest implements ExportVisitor {

  private static final int MISSING = -1;

  private final MessageDigest digest = sha256();
  private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
  private final SortedMap<Namespace, String> finished = new TreeMap<>();
  private @Nullable Namespace open;
  private long revision = -1;

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256", e);
    }
  }

  /** The same state must have the same digest at whatever time it is taken. */
  @Override
  public boolean wantsExpired() {
    return true;
  }

  @Override
  public void begin(long found) {
    revision = found;
  }

  @Override
  public void namespace(NamespaceInfo namespace) {
    finish();
    open = namespace.name();
    addText(namespace.name().value().getBytes(StandardCharsets.UTF_8));
    addNumber(namespace.version());
    addNumber(namespace.created());
    addNumber(namespace.updated());
    addJson(namespace.metadata());
  }

  @Override
  public void entry(Entry entry) {
    addText(entry.key().utf8());
    addNumber(entry.version());
    addNumber(entry.created());
    addNumber(entry.updated());
    addNumber(entry.expires());
    addJson(entry.value());
    addJson(entry.metadata());
  }

  private void addNumber(long value) {
    digest.update(number.clear().putLong(value).flip());
  }

  private void addLength(int bytes) {
    digest.update(number.clear().putInt(bytes).flip());
  }

  private void addText(byte[] text) {
    addLength(text.length);
    digest.update(text);
  }

  private void addJson(@Nullable JsonText text) {
    if (text == null) {
      addLength(MISSING);
    } else {
      addText(text.utf8());
    }
  }

  private void finish() {
    if (open != null) {
      finished.put(open, HexFormat.of().formatHex(digest.digest()));
      open = null;
    }
  }

  /** The revision that was exported; -1 before an export. */
  public long revision() {
    return revision;
  }

  /** The digest of each namespace that was exported, in hexadecimal digits. */
  public SortedMap<Namespace, String> namespaces() {
    finish();
    return Collections.unmodifiableSortedMap(finished);
  }

  /** The namespaces that differ, or that only one of both has, in the order of their names. */
  public List<Namespace> differences(ContentDigest other) {
    SortedMap<Namespace, String> ours = namespaces();
    SortedMap<Namespace, String> theirs = other.namespaces();
    Set<Namespace> all = new TreeSet<>(ours.keySet());
    all.addAll(theirs.keySet());
    return all.stream().filter(name -> !Objects.equals(ours.get(name), theirs.get(name))).toList();
  }
}
