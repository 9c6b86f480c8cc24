package dev.cairn.sqlite;

import static io.agroal.api.configuration.AgroalDataSourceConfiguration.DataSourceImplementation.AGROAL_POOLLESS;

import dev.cairn.Durability;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSourceProvider;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.pool.DataSourceProvider;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

/**
 * One data source of a file: makes, configures, verifies, caps and counts its connections. Agroal's
 * pool would own a thread for each file, so it is asked for none: whoever is given a connection
 * keeps it. Any thread.
 */
final class ConnectionSource implements AutoCloseable {

  /**
   * What makes data sources. {@code AgroalDataSource.from} would search the whole class path for it
   * each time that a file is opened.
   */
  private static final AgroalDataSourceProvider AGROAL = new DataSourceProvider();

  private final AgroalDataSource agroal;
  private final ConnectionSetup setup;
  private final CacheShares shares;

  private ConnectionSource(AgroalDataSource agroal, ConnectionSetup setup, CacheShares shares) {
    this.agroal = agroal;
    this.setup = setup;
    this.shares = shares;
  }

  /** The source of the one connection that writes. */
  static ConnectionSource writer(
      DatabasePath path,
      int applicationId,
      Durability durability,
      SqliteSettings settings,
      CacheShares shares)
      throws SQLException {
    return of(
        path.url("rw"),
        1,
        new ConnectionSetup(settings, true, applicationId, durability),
        settings,
        shares);
  }

  /**
   * The source of connections that can't write: as many as may be waited for, one for each event
   * loop, of which there are as many as processors, and one that is visited meanwhile.
   */
  static ConnectionSource readers(
      DatabasePath path, int applicationId, SqliteSettings settings, CacheShares shares)
      throws SQLException {
    return of(
        path.url("ro"),
        settings.readers() + Runtime.getRuntime().availableProcessors() + 1,
        new ConnectionSetup(settings, false, applicationId, Durability.NORMAL),
        settings,
        shares);
  }

  /** The source of connections to a file that never changes: they take no locks on it. */
  static ConnectionSource frozen(
      DatabasePath path, int applicationId, SqliteSettings settings, CacheShares shares)
      throws SQLException {
    return of(
        path.url("ro") + "&immutable=1",
        settings.readers() + 1,
        ConnectionSetup.ofFrozen(settings, applicationId),
        settings,
        shares);
  }

  private static ConnectionSource of(
      String url, int most, ConnectionSetup setup, SqliteSettings settings, CacheShares shares)
      throws SQLException {
    AgroalDataSourceConfigurationSupplier configuration =
        new AgroalDataSourceConfigurationSupplier()
            .dataSourceImplementation(AGROAL_POOLLESS)
            .metricsEnabled()
            .connectionPoolConfiguration(
                pool ->
                    pool.maxSize(most)
                        .acquisitionTimeout(Duration.ofMillis(settings.readerWaitMillis()))
                        .connectionFactoryConfiguration(
                            factory ->
                                factory
                                    .jdbcUrl(url)
                                    .trackJdbcResources(false)
                                    .connectionProviderClass(SQLiteDataSource.class)));
    AgroalDataSource agroal = AGROAL.getDataSource(configuration.get());
    agroal.setPoolInterceptors(List.of(setup));
    return new ConnectionSource(agroal, setup, shares);
  }

  /**
   * A new connection, configured, verified and in use. The caller closes it.
   *
   * @throws dev.cairn.storage.StorageFault if the file is not one of ours
   */
  KeptConnection connect() throws SQLException {
    try (Unwinding unwinding = new Unwinding()) {
      Connection connection = unwinding.add(agroal.getConnection());
      SQLiteConnection sqlite = connection.unwrap(SQLiteConnection.class);
      setup.verify(sqlite);
      KeptConnection kept = unwinding.add(new KeptConnection(connection, sqlite, shares));
      kept.use();
      unwinding.keep();
      return kept;
    }
  }

  /** How many connections are out. */
  long lent() {
    return agroal.getMetrics().activeCount();
  }

  @Override
  public void close() {
    agroal.close();
  }
}
