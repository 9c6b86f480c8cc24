package dev.cairn.postgres;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * What Cairn's paths for one entry do, done by one statement of PostgreSQL in a transaction of its
 * own, and nothing else: no checks, no limits, no history. The driver keeps the statements
 * prepared.
 */
@Path("/v1/shards/{tenant}")
@Produces("application/json")
public class EntriesResource {

  private static final String SELECT =
      "select value, revision from entries where tenant = ? and key = ?";

  private static final String UPSERT =
      "insert into entries(tenant, key, value, revision) values (?, ?, ?, 1)"
          + " on conflict (tenant, key) do update"
          + " set value = excluded.value, revision = entries.revision + 1 returning revision";

  private static final String STATUS =
      "select coalesce(sum(revision), 0), count(*) from entries where tenant = ?";

  private final DataSource source;

  EntriesResource(DataSource source) {
    this.source = source;
  }

  /** The value of an entry, as it was put. */
  @GET
  @Path("namespaces/default/entries/{key}")
  public Response get(@PathParam("tenant") String tenant, @PathParam("key") String key)
      throws SQLException {
    try (Connection connection = source.getConnection();
        PreparedStatement select = connection.prepareStatement(SELECT)) {
      select.setString(1, tenant);
      select.setString(2, key);
      try (ResultSet rows = select.executeQuery()) {
        if (!rows.next()) {
          throw new NotFoundException();
        }
        return Response.ok(rows.getBytes(1)).header("ETag", "\"" + rows.getLong(2) + "\"").build();
      }
    }
  }

  /** Makes an entry or replaces its value, and raises its revision. */
  @PUT
  @Path("namespaces/default/entries/{key}")
  public Response put(
      @PathParam("tenant") String tenant, @PathParam("key") String key, byte[] value)
      throws SQLException {
    try (Connection connection = source.getConnection();
        PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
      upsert.setString(1, tenant);
      upsert.setString(2, key);
      upsert.setString(3, new String(value, StandardCharsets.UTF_8));
      try (ResultSet rows = upsert.executeQuery()) {
        rows.next();
        long revision = rows.getLong(1);
        return Response.ok("{\"version\":" + revision + "}")
            .header("ETag", "\"" + revision + "\"")
            .build();
      }
    }
  }

  /** How often the tenant's entries were written, and how many there are. */
  @GET
  public String status(@PathParam("tenant") String tenant) throws SQLException {
    try (Connection connection = source.getConnection();
        PreparedStatement sum = connection.prepareStatement(STATUS)) {
      sum.setString(1, tenant);
      try (ResultSet rows = sum.executeQuery()) {
        rows.next();
        return "{\"revision\":" + rows.getLong(1) + ",\"entries\":" + rows.getLong(2) + "}";
      }
    }
  }
}
