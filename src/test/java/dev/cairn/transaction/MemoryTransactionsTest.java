package dev.cairn.transaction;

class MemoryTransactionsTest extends TransactionsContract {

  MemoryTransactionsTest() {
    super(TransactionFixture.Kind.MEMORY);
  }
}
