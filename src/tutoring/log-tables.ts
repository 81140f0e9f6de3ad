/** The session's own SQLite, in steps that are only ever added to: an object may wake up with any earlier one. */

export const MIGRATIONS: readonly string[] = [
  // 1: what was said and done, and the ids of what was asked for.
  `CREATE TABLE events (seq INTEGER PRIMARY KEY, event TEXT NOT NULL, data TEXT NOT NULL, at TEXT NOT NULL);
   CREATE TABLE received (id TEXT PRIMARY KEY, seq INTEGER) WITHOUT ROWID;
   CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
   CREATE TABLE turns (
     place INTEGER PRIMARY KEY AUTOINCREMENT,
     id TEXT NOT NULL UNIQUE,
     cause TEXT NOT NULL,
     cause_seq INTEGER NOT NULL,
     input TEXT NOT NULL,
     status TEXT NOT NULL,
     tries INTEGER NOT NULL DEFAULT 0,
     not_before INTEGER NOT NULL DEFAULT 0
   );
   CREATE INDEX turns_open ON turns (status, place);
   CREATE TABLE steps (turn TEXT NOT NULL, step INTEGER NOT NULL, data TEXT NOT NULL, PRIMARY KEY (turn, step)) WITHOUT ROWID;
   CREATE TABLE outbox (place INTEGER PRIMARY KEY AUTOINCREMENT, item TEXT NOT NULL);`,
];

type Sqlite = { sql: Pick<SqlStorage, 'exec'>; transactionSync: DurableObjectStorage['transactionSync'] };

/** Brings the object's SQLite up to the last step; each step and its number are stored together. */
export function migrateLog({ sql, transactionSync }: Sqlite, steps: readonly string[] = MIGRATIONS): void {
  sql.exec('CREATE TABLE IF NOT EXISTS migrations (step INTEGER PRIMARY KEY)');
  const done = Number(sql.exec<{ n: number }>('SELECT count(*) AS n FROM migrations').one().n);
  steps.slice(done).forEach((step, i) => {
    transactionSync(() => {
      sql.exec(step);
      sql.exec('INSERT INTO migrations (step) VALUES (?)', done + i + 1);
    });
  });
}
