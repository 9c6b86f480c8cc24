/**
 * What an operator's tools ask: started, live and ready, each with named reasons, and metrics.
 * Reads only; everything here is on the management port.
 */
@NullMarked
package dev.cairn.health;

import org.jspecify.annotations.NullMarked;
