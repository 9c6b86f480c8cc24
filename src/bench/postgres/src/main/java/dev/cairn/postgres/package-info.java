/** The other side of the PostgreSQL benchmarks: an application of its own that keeps entries. */
package dev.cairn.postgres;
