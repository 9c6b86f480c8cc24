/** The yardstick of the HTTP benchmarks: an application of its own that does nothing. */
package dev.cairn.noop;
