/**
 * Verifies tokens of OpenID Connect issuers with what the application server has for it, and asks
 * the issuers for their keys.
 */
@org.jspecify.annotations.NullMarked
package dev.cairn.oidc;
