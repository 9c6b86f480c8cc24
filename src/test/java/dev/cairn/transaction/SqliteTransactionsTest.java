package dev.cairn.transaction;

class SqliteTransactionsTest extends TransactionsContract {

  SqliteTransactionsTest() {
    super(TransactionFixture.Kind.SQLITE);
  }
}
