package dev.cairn.sqlite;

import dev.cairn.storage.Parts;
import dev.cairn.storage.ReadBudget;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;

/**
 * A connection with the statements that were prepared on it, and its share of the page cache. One
 * thread at a time.
 *
 * <p>Transactions are begun and ended by statements alone: JDBC's own bookkeeping is told to stay
 * out of it, since it would try a transaction of its own around every statement.
 */
final class KeptConnection implements AutoCloseable {

  /** Most statements of compiled queries that are kept; the least recently used goes first. */
  static final int COMPILED_STATEMENTS = 32;

  /** Of SQLite's virtual machine, between two looks at the budget: about a tenth of a ms. */
  private static final int STEPS_BETWEEN_LOOKS = 2000;

  private final Connection lent;
  private final SQLiteConnection sqlite;
  private final CacheShare share;
  private final ReadBudget budget = new ReadBudget();
  private final Map<String, PreparedStatement> fixed = new HashMap<>();
  private final LinkedHashMap<String, PreparedStatement> compiled =
      new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, DirectStatement> direct = new HashMap<>();
  private final @Nullable PointGet[] pointGets = new PointGet[Parts.values().length];

  /** Volatile: told to others than the thread that has the connection. */
  private volatile long prepared;

  /** Takes over a connection that is configured and rests: it has the least share of the cache. */
  KeptConnection(Connection lent, SQLiteConnection sqlite, CacheShares shares) {
    this.lent = lent;
    this.sqlite = sqlite;
    this.share = new CacheShare(shares, this::once);
    sqlite.getConnectionConfig().setAutoCommit(false);
  }

  /** The statement for a text of this room's own; prepared once and closed by nobody else. */
  PreparedStatement statement(String sql) throws SQLException {
    PreparedStatement known = fixed.get(sql);
    if (known != null) {
      return known;
    }
    PreparedStatement made = prepare(sql);
    fixed.put(sql, made);
    return made;
  }

  /** As {@link #statement}, to be run through the core of the driver. */
  DirectStatement direct(String sql) throws SQLException {
    DirectStatement known = direct.get(sql);
    if (known == null) {
      known = new DirectStatement(statement(sql));
      direct.put(sql, known);
    }
    return known;
  }

  /** The read of one entry; prepared once. */
  PointGet pointGet(Parts parts) throws SQLException {
    PointGet known = pointGets[parts.ordinal()];
    if (known == null) {
      known = new PointGet(direct(PointGet.sql(parts)));
      pointGets[parts.ordinal()] = known;
    }
    return known;
  }

  /** The statement for a compiled query; kept while it is among the most recently used. */
  PreparedStatement compiled(String sql) throws SQLException {
    PreparedStatement known = compiled.get(sql);
    if (known != null) {
      return known;
    }
    PreparedStatement made = prepare(sql);
    compiled.put(sql, made);
    if (compiled.size() > COMPILED_STATEMENTS) {
      PreparedStatement eldest = compiled.pollFirstEntry().getValue();
      eldest.close();
    }
    return made;
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    countOne();
    return sqlite.prepareStatement(sql);
  }

  /** A statement for one run; JDBC prepares what it is given each time. */
  private Statement passing() throws SQLException {
    countOne();
    return sqlite.createStatement();
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread at a time writes
  private void countOne() {
    prepared++;
  }

  /** Runs a kept statement that has no parameter and yields nothing. */
  void execute(String sql) throws SQLException {
    direct(sql).run(null);
  }

  /** Runs a statement that is seldom needed, and does not keep it. */
  void once(String sql) throws SQLException {
    try (Statement statement = passing()) {
      statement.execute(sql);
    }
  }

  /** The first column of the first row as text, of a statement that is seldom needed. */
  String text(String sql) throws SQLException {
    try (Statement statement = passing();
        ResultSet rows = statement.executeQuery(sql)) {
      String text = rows.next() ? rows.getString(1) : null;
      return text == null ? "" : text;
    }
  }

  /** The first column of the first row as a number, of a statement that is seldom needed. */
  long number(String sql) throws SQLException {
    try (Statement statement = passing();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  /**
   * Reads every page.
   *
   * @throws dev.cairn.storage.StorageFault if one is damaged
   */
  void checkEveryPage() throws SQLException {
    if (!text("pragma quick_check(1)").equals("ok")) {
      throw Faults.damaged("A check of all its pages found damage.");
    }
  }

  /** To be called before each use. */
  void use() throws SQLException {
    share.use();
  }

  /** Has SQLite ask for the budget now and then, and end what has spent it. For readers. */
  void keepToBudget() throws SQLException {
    ProgressHandler.setHandler(
        sqlite,
        STEPS_BETWEEN_LOOKS,
        new ProgressHandler() {
          @Override
          protected int progress() {
            return budget.isSpent() ? 1 : 0;
          }
        });
  }

  /** What the reads of its borrower may take. */
  ReadBudget budget() {
    return budget;
  }

  /** Its share of the cache. */
  CacheShare share() {
    return share;
  }

  /**
   * Lets go of every statement. To be called after any failure: the JDBC driver finalizes a
   * statement that failed, and it can't be used again.
   */
  void forgetStatements() {
    fixed.values().forEach(KeptConnection::closeQuietly);
    fixed.clear();
    compiled.values().forEach(KeptConnection::closeQuietly);
    compiled.clear();
    direct.clear();
    Arrays.fill(pointGets, null);
  }

  /** Rolls back what a failure has left of a transaction; often SQLite has done so by itself. */
  void rollBackAfterFailure() {
    forgetStatements();
    try {
      once("rollback");
    } catch (SQLException ignored) {
      // There was nothing left to undo; the failure that led here is the one to report.
    }
  }

  private static void closeQuietly(PreparedStatement statement) {
    try {
      statement.close();
    } catch (SQLException ignored) {
      // Closing repeats the error of the statement's last run, which was reported already.
    }
  }

  /** How many statements are kept. */
  int kept() {
    return fixed.size() + compiled.size();
  }

  /** How many times a statement was prepared so far. Any thread. */
  long prepared() {
    return prepared;
  }

  @Override
  public void close() throws SQLException {
    forgetStatements();
    sqlite.getConnectionConfig().setAutoCommit(true);
    try {
      lent.close();
    } finally {
      share.close();
    }
  }
}
