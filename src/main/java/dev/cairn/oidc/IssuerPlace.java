package dev.cairn.oidc;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * An issuer, and for whom its tokens must be.
 *
 * @param name what the settings call it
 * @param issuer its URL, to the letter as its tokens name it
 * @param audience names of this service; a token must be for one of them
 * @param skew by how much its clock and this one's may differ
 * @param timeout the most that asking it for its keys may take
 */
public record IssuerPlace(
    String name, URI issuer, List<String> audience, Duration skew, Duration timeout) {}
