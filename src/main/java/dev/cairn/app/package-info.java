/**
 * Wiring: the command line, the settings, the beans, start and stop in order. The only room that
 * names concrete adapters.
 */
@NullMarked
package dev.cairn.app;

import org.jspecify.annotations.NullMarked;
