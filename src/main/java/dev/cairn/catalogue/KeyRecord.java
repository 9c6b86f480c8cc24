package dev.cairn.catalogue;

import dev.cairn.Quotas;
import java.util.List;

/**
 * An API key, without its secret. Times are milliseconds since 1970 UTC.
 *
 * @param id its public part, by which it is listed, logged and revoked
 * @param name what its owner calls it; may be empty
 * @param hash the SHA-256 of the whole key in lower-case hexadecimal
 * @param scopes what it may do, one or more
 * @param created when it was made
 * @param expires from when on it is no longer taken; 0 for never
 * @param revoked when it was revoked; 0 if it was not
 * @param lastUsed when it was last used, to the hour; 0 if it never was
 * @param quotas bounds on what its callers may ask for
 */
public record KeyRecord(
    String id,
    String name,
    String hash,
    List<KeyScope> scopes,
    long created,
    long expires,
    long revoked,
    long lastUsed,
    Quotas quotas) {

  /** Copies the list. */
  public KeyRecord {
    scopes = List.copyOf(scopes);
  }

  /** A key without bounds. */
  public KeyRecord(
      String id,
      String name,
      String hash,
      List<KeyScope> scopes,
      long created,
      long expires,
      long revoked,
      long lastUsed) {
    this(id, name, hash, scopes, created, expires, revoked, lastUsed, Quotas.NONE);
  }

  /** The same key, used at another time. */
  public KeyRecord withLastUsed(long millis) {
    return new KeyRecord(id, name, hash, scopes, created, expires, revoked, millis, quotas);
  }

  /** The same key, revoked at a time. */
  public KeyRecord withRevoked(long millis) {
    return new KeyRecord(id, name, hash, scopes, created, expires, millis, lastUsed, quotas);
  }
}
