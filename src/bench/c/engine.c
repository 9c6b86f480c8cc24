/*
 * The yardstick of the engine benchmarks: what the same work costs a C program.
 *
 *   engine DATABASE ENTRIES VALUE_BYTES OPERATION MILLISECONDS
 *
 * DATABASE is a copy of a shard that Cairn has made and filled with ENTRIES entries, so schema, page size
 * and content are Cairn's own; the pragmas below are those of its connections. OPERATION is one of get, put, group,
 * list, bulk100, bulk1000, query. Prints one line of JSON: operations, CPU and wall time of them all.
 * Every result is checked; anything unexpected ends the program with status 1.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { GROUP = 64, PAGE = 100, CHECKPOINT_BYTES = 4 << 20 };

static sqlite3 *database;
static sqlite3_stmt *begin_statement, *commit_statement, *overwrite, *revise, *get, *range, *query;
static char wal_path[4096];
static char *value;
static int value_bytes, entries;
static long long counter;
static unsigned long long random_state = 88172645463325252ULL;

static void fail(const char *what) {
  fprintf(stderr, "engine: %s: %s\n", what, database ? sqlite3_errmsg(database) : "");
  exit(1);
}

static void require(int holds, const char *what) {
  if (!holds) fail(what);
}

static void run(const char *sql) {
  require(sqlite3_exec(database, sql, 0, 0, 0) == SQLITE_OK, sql);
}

static sqlite3_stmt *prepare(const char *sql) {
  sqlite3_stmt *statement;
  require(sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, 0) == SQLITE_OK, sql);
  return statement;
}

static void finish(sqlite3_stmt *statement, const char *what) {
  require(sqlite3_step(statement) == SQLITE_DONE, what);
  sqlite3_reset(statement);
}

/* xorshift: the same spread of keys as on the other side, cheap enough not to count. */
static int random_entry(void) {
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;
  return (int)(random_state % (unsigned)entries);
}

static int key_of(int entry, char *key) {
  key[0] = 'k';
  for (int i = 5; i >= 1; i--, entry /= 10) key[i] = (char)('0' + entry % 10);
  return 6;
}

/* What a caller gets: a copy of its own. */
static int copy_row(sqlite3_stmt *statement, char *out) {
  int key_bytes = sqlite3_column_bytes(statement, 0);
  if (key_bytes > 0) memcpy(out, sqlite3_column_blob(statement, 0), (size_t)key_bytes);
  volatile long long sink = sqlite3_column_int64(statement, 1) + sqlite3_column_int64(statement, 2)
      + sqlite3_column_int64(statement, 3);
  (void)sink;
  int bytes = sqlite3_column_bytes(statement, 4);
  memcpy(out, sqlite3_column_blob(statement, 4), (size_t)bytes);
  return bytes;
}

static void get_one(void) {
  static char out[1 << 16];
  char key[8];
  sqlite3_bind_int64(get, 1, 1);
  sqlite3_bind_blob(get, 2, key, key_of(random_entry(), key), SQLITE_STATIC);
  require(sqlite3_step(get) == SQLITE_ROW, "get");
  require(copy_row(get, out) == value_bytes, "get: the value has another size");
  sqlite3_reset(get);
}

/* SQLite does not write a page that would stay the same, so each value is unlike any before it. */
static void put_one(long long revision) {
  char key[8], number[21];
  snprintf(number, sizeof number, "%020lld", ++counter);
  memcpy(value + value_bytes - 22, number, 20);
  sqlite3_bind_int64(overwrite, 1, 1);
  sqlite3_bind_blob(overwrite, 2, key, key_of(random_entry(), key), SQLITE_STATIC);
  sqlite3_bind_int64(overwrite, 3, revision);
  sqlite3_bind_int64(overwrite, 4, 1700000000000LL + revision);
  sqlite3_bind_text(overwrite, 5, value, value_bytes, SQLITE_STATIC);
  finish(overwrite, "put");
  require(sqlite3_changes(database) == 1, "put: the entry was not there");
}

static long file_bytes(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) return 0;
  fseek(file, 0, SEEK_END);
  long bytes = ftell(file);
  fclose(file);
  return bytes;
}

/* One transaction of `puts` puts that take `revisions` revisions in all, as Cairn's writer does it. */
static void put_many(int puts, int revisions) {
  static long long revision = 1000000;
  finish(begin_statement, "begin");
  for (int i = 0; i < puts; i++) put_one(revision + (revisions == 1 ? 1 : i + 1));
  revision += revisions;
  sqlite3_bind_int64(revise, 1, revision);
  finish(revise, "revise");
  finish(commit_statement, "commit");
  if (file_bytes(wal_path) >= CHECKPOINT_BYTES) run("pragma wal_checkpoint(truncate)");
}

static void rows_of(sqlite3_stmt *statement, const char *what) {
  static char out[1 << 16];
  int rows = 0;
  while (rows < PAGE && sqlite3_step(statement) == SQLITE_ROW) {
    require(copy_row(statement, out) == value_bytes, what);
    rows++;
  }
  require(rows == PAGE, what);
  sqlite3_reset(statement);
}

static void list_page(void) {
  char key[8];
  sqlite3_bind_int64(range, 1, 1);
  sqlite3_bind_blob(range, 2, key, key_of(random_entry() * 9 / 10, key), SQLITE_STATIC);
  sqlite3_bind_blob(range, 3, "l", 1, SQLITE_STATIC);
  rows_of(range, "list");
}

static void query_page(void) {
  rows_of(query, "query");
}

static void open_database(const char *path) {
  require(sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, 0) == SQLITE_OK, path);
  snprintf(wal_path, sizeof wal_path, "%s-wal", path);
  run("pragma busy_timeout=5000; pragma cache_size=-20000; pragma temp_store=memory; pragma foreign_keys=on;"
      "pragma wal_autocheckpoint=0; pragma mmap_size=0; pragma trusted_schema=off; pragma journal_mode=wal;"
      "pragma synchronous=normal");
  begin_statement = prepare("begin immediate");
  commit_statement = prepare("commit");
  revise = prepare("update meta set revision=?1");
  overwrite = prepare(
      "update entries set version=?3, updated=max(created, ?4), value=?5 where namespace=?1 and key=?2");
  get = prepare("select null, version, created, updated, value from entries where namespace=?1 and key=?2");
  range = prepare(
      "select key, version, created, updated, value from entries"
      " where namespace=?1 and key>=?2 and key<?3 order by key");
  query = prepare(
      "select key, version, created, updated, value from entries"
      " where namespace=1 and json_extract(value, '$.group')=7 order by key limit 101");
}

static void one(const char *operation) {
  if (!strcmp(operation, "get")) get_one();
  else if (!strcmp(operation, "put")) put_many(1, 1);
  else if (!strcmp(operation, "group")) put_many(GROUP, GROUP);
  else if (!strcmp(operation, "list")) list_page();
  else if (!strcmp(operation, "bulk100")) put_many(100, 1);
  else if (!strcmp(operation, "bulk1000")) put_many(1000, 1);
  else if (!strcmp(operation, "query")) query_page();
  else fail("unknown operation");
}

static long long now(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void make_value(void) {
  value = malloc((size_t)value_bytes);
  memset(value, 'x', (size_t)value_bytes);
  memcpy(value, "{\"text\":\"", 9);
  memcpy(value + value_bytes - 2, "\"}", 2);
}

int main(int arguments, char **argument) {
  require(arguments == 6, "usage: engine DATABASE ENTRIES VALUE_BYTES OPERATION MILLISECONDS");
  entries = atoi(argument[2]);
  value_bytes = atoi(argument[3]);
  const char *operation = argument[4];
  long long millis = atoll(argument[5]);
  random_state ^= (unsigned long long)now(CLOCK_REALTIME);
  counter = now(CLOCK_REALTIME);
  make_value();
  open_database(argument[1]);

  int many = !strcmp(operation, "get") ? 1000 : 1;
  long long warm_until = now(CLOCK_MONOTONIC) + millis * 1000000 / 4;
  do one(operation); while (now(CLOCK_MONOTONIC) < warm_until);
  long long wall = now(CLOCK_MONOTONIC), cpu = now(CLOCK_PROCESS_CPUTIME_ID), done = 0;
  long long until = wall + millis * 1000000;
  do {
    for (int i = 0; i < many; i++) one(operation);
    done += many;
  } while (now(CLOCK_MONOTONIC) < until);
  cpu = now(CLOCK_PROCESS_CPUTIME_ID) - cpu;
  wall = now(CLOCK_MONOTONIC) - wall;
  printf("{\"operations\":%lld,\"cpuNanos\":%lld,\"wallNanos\":%lld}\n", done, cpu, wall);
  sqlite3_close_v2(database);
  return 0;
}
