package dev.cairn.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The same requests to Cairn and to an HTTP server as thin as can be with PostgreSQL behind it, in
 * turns, with the same promise about what was acknowledged; and PostgreSQL alone.
 */
final class PostgresPart implements Part {

  private static final String RATIO = "throughput, Cairn / PostgreSQL";
  private static final String TABLE = "20 shards of 1,000 entries, 64 connections";
  private static final int CONNECTIONS = 64;
  private static final int SHARDS = 20;
  private static final int ENTRIES = 1000;

  /** Clients of pgbench, as many as the HTTP server has connections. */
  private static final int CLIENTS = 20;

  private static final Load GET = new Load(Load.Operation.GET, "m", SHARDS, ENTRIES);
  private static final Load PUT = new Load(Load.Operation.PUT, "m", SHARDS, ENTRIES);
  private static final Load PUT_FULL = new Load(Load.Operation.PUT, "f", SHARDS, ENTRIES);

  /**
   * A pair of lines of the report.
   *
   * @param load of Cairn
   * @param same the same of PostgreSQL, where durability is not a matter of the shard
   * @param synchronousCommit of PostgreSQL
   */
  private record Case(
      String title, String promise, Load load, Load same, boolean synchronousCommit) {}

  private static final Case PUT_CASE = new Case("PUT", "normal", PUT, PUT, false);
  private static final Case PUT_FULL_CASE = new Case("PUT", "full", PUT_FULL, PUT, true);
  private static final List<Case> CASES =
      List.of(new Case("GET", "normal", GET, GET, false), PUT_CASE, PUT_FULL_CASE);

  @Override
  public void run(Plan plan, Report report) throws IOException, InterruptedException {
    Turns turns = new Turns(plan);
    try (Postgres database = Postgres.start(plan);
        Server cairn = Server.cairn(plan, plan.work().resolve("postgres-part-data"))) {
      fill(database);
      fill(cairn);
      try (Server postgres = Server.postgres(plan, database)) {
        database.setSynchronousCommit(false);
        turns.warm(
            List.of(
                new Turns.Warming(cairn, GET, CONNECTIONS),
                new Turns.Warming(cairn, PUT, CONNECTIONS),
                new Turns.Warming(cairn, PUT_FULL, CONNECTIONS),
                new Turns.Warming(postgres, GET, CONNECTIONS),
                new Turns.Warming(postgres, PUT, CONNECTIONS)));
        measure(plan, report, turns, cairn, postgres, database);
      }
    }
  }

  private static void fill(Server cairn) throws IOException, InterruptedException {
    for (int shard = 0; shard < SHARDS; shard++) {
      Filling.shard(cairn, "m" + shard, "normal", ENTRIES);
      Filling.shard(cairn, "f" + shard, "full", ENTRIES);
    }
  }

  private static void fill(Postgres database) throws IOException, InterruptedException {
    database.sql(
        "create table entries(tenant text, key text, value text not null,"
            + " revision bigint not null, primary key (tenant, key))");
    database.sql(
        "insert into entries select 'm' || tenant, 'k' || lpad(entry::text, 5, '0'), '"
            + Values.plain(0, 1024)
            + "', 1 from generate_series(0, "
            + (SHARDS - 1)
            + ") tenant, generate_series(0, "
            + (ENTRIES - 1)
            + ") entry");
    database.sql("vacuum analyze entries");
  }

  private static void measure(
      Plan plan, Report report, Turns turns, Server cairn, Server postgres, Postgres database)
      throws IOException, InterruptedException {
    Map<Case, Figures> ours = new LinkedHashMap<>();
    Map<Case, Figures> theirs = new LinkedHashMap<>();
    Map<Case, Figures> bare = new LinkedHashMap<>();
    Path script = script(plan);
    for (int round = 0; round < plan.rounds(); round++) {
      for (Case each : CASES) {
        Figures own = ours.computeIfAbsent(each, any -> new Figures());
        database.setSynchronousCommit(each.synchronousCommit());
        // By turns the first: what a side leaves to the disk to do, the next turn suffers from.
        Turns.Cost ahead = round % 2 == 0 ? null : ask(plan, turns, postgres, each.same());
        Turns.Cost cost = ask(plan, turns, cairn, each.load());
        Turns.Cost other = ahead == null ? ask(plan, turns, postgres, each.same()) : ahead;
        cost.addTo(own);
        other.addTo(theirs.computeIfAbsent(each, any -> new Figures()));
        own.add(RATIO, cost.requestsPerSecond() / other.requestsPerSecond());
        if (each.same().writes()) {
          pgbench(plan, database, script, bare.computeIfAbsent(each, any -> new Figures()));
        }
        requireAllRows(database);
      }
    }
    for (Case each : CASES) {
      String title = each.title() + ", PostgreSQL";
      String commit = ", synchronous_commit=" + (each.synchronousCommit() ? "on" : "off");
      report.add(TABLE, each.title() + ", Cairn, " + each.promise(), medians(ours, each));
      report.add(TABLE, title + " over HTTP" + commit, medians(theirs, each));
      if (bare.containsKey(each)) {
        report.add(TABLE, title + ", " + CLIENTS + " of pgbench" + commit, medians(bare, each));
      }
    }
    report.measured(Bar.POSTGRES, Math.min(ratio(ours, PUT_CASE), ratio(ours, PUT_FULL_CASE)));
  }

  private static Turns.Cost ask(Plan plan, Turns turns, Server server, Load load)
      throws IOException, InterruptedException {
    return turns.turn(server, load, CONNECTIONS, plan.seconds());
  }

  private static Map<String, Double> medians(Map<Case, Figures> figures, Case of) {
    return of(figures, of).medians();
  }

  private static double ratio(Map<Case, Figures> figures, Case of) {
    return of(figures, of).median(RATIO);
  }

  private static Figures of(Map<Case, Figures> figures, Case of) {
    Figures found = figures.get(of);
    if (found == null) {
      throw new IllegalStateException(of + " had no turn");
    }
    return found;
  }

  private static void requireAllRows(Postgres database) throws IOException, InterruptedException {
    String rows = database.sql("select count(*) from entries");
    if (!rows.equals(Integer.toString(SHARDS * ENTRIES))) {
      throw new IllegalStateException("PostgreSQL has " + rows + " rows");
    }
  }

  /** The upsert of the HTTP server, with a value that the database makes. */
  private static Path script(Plan plan) throws IOException {
    return Files.writeString(
        plan.work().resolve("upsert.sql"),
        """
        \\set tenant random(0, %d)
        \\set entry random(0, %d)
        \\set number random(1, 1000000000000)
        insert into entries(tenant, key, value, revision)
        values ('m' || :tenant, 'k' || lpad(:entry::text, 5, '0'), '{"text":"' || lpad(:number::text, 1013, 'x') || '"}', 1)
        on conflict (tenant, key) do update set value = excluded.value, revision = entries.revision + 1
        returning revision;
        """
            .formatted(SHARDS - 1, ENTRIES - 1));
  }

  private static void pgbench(Plan plan, Postgres database, Path script, Figures figures)
      throws IOException, InterruptedException {
    long revisions = Long.parseLong(database.sql("select sum(revision) from entries"));
    double before = database.cpuMicros();
    String output =
        Programs.output(
            database.client(
                "pgbench",
                "--no-vacuum",
                "--protocol=prepared",
                "--client=" + CLIENTS,
                "--jobs=2",
                "--time=" + plan.seconds(),
                "--file=" + script));
    double cpu = database.cpuMicros() - before;
    double written = Programs.figure(output, "transactions actually processed: (\\d+)");
    double confirmed =
        Long.parseLong(database.sql("select sum(revision) from entries")) - revisions;
    if (Programs.figure(output, "failed transactions: (\\d+)") > 0 || confirmed != written) {
      throw new IllegalStateException(confirmed + " rows were written: " + output);
    }
    figures.add(Turns.CPU_EACH, cpu / Math.max(1, written));
    figures.add("requests/s", Programs.figure(output, "tps = ([\\d.]+)"));
  }
}
