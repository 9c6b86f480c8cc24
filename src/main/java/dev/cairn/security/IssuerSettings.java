package dev.cairn.security;

import java.time.Duration;

/**
 * What is asked of the tokens of an issuer, and of it.
 *
 * @param name what the log and the settings call it
 * @param claim the claim that tells what who has the token may do
 * @param subject the claim that tells who that is
 * @param skew by how much its clock and this one's may differ
 * @param age for how long its keys, and what was verified with them, are taken unasked
 * @param again the least time between two questions for its keys
 */
public record IssuerSettings(
    String name, String claim, String subject, Duration skew, Duration age, Duration again) {}
