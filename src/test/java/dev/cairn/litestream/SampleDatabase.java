package dev.cairn.litestream;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A database in WAL mode whose log this connection never moves into its file. One thread. */
final class SampleDatabase implements AutoCloseable {

  private final Path file;
  private final Connection connection;

  SampleDatabase(Path file) throws SQLException {
    this.file = file;
    this.connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    run("pragma journal_mode=wal");
    run("pragma wal_autocheckpoint=0");
    run("create table if not exists numbers(n integer primary key)");
  }

  Path file() {
    return file;
  }

  /** Commits one more number. */
  void add(int number) throws SQLException {
    run("insert into numbers values (" + number + ")");
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The numbers in a file, in order. */
  static List<Integer> numbers(Path file) throws SQLException {
    List<Integer> numbers = new ArrayList<>();
    try (Connection reader = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = reader.createStatement();
        ResultSet rows = statement.executeQuery("select n from numbers order by n")) {
      while (rows.next()) {
        numbers.add(rows.getInt(1));
      }
    }
    return numbers;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
