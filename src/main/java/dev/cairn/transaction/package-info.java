/**
 * Interactive transactions: units that stay open from one request to the next, and states of a
 * shard that several requests read. Each has an id that nobody can guess and that only its caller
 * may use, a deadline, and an idle limit; {@link dev.cairn.transaction.Transactions} is the door.
 *
 * <p>One that writes keeps the turn of its shard's writer, so all it reads and writes is one serial
 * step among the other units of the shard; nobody else writes meanwhile, and none is open twice. No
 * thread is kept between requests. Nothing survives the process: what was not committed is gone.
 */
@NullMarked
package dev.cairn.transaction;

import org.jspecify.annotations.NullMarked;
