/** Who may do what: keys, scopes, and what is asked of callers. */
@org.jspecify.annotations.NullMarked
package dev.cairn.security;
