/** Postgres in a process of its own, so that its work is not the stopwatch's; counts what it is asked. Prints where it tells of itself. */
import { createServer } from 'node:http';
import { databaseGate } from '../../dev/harness/wires.ts';
import { migrateDatabase } from '../../dev/migrate.ts';
import { startPostgres } from '../../dev/postgres.ts';

const postgres = await startPostgres();
await migrateDatabase(postgres.url);
const gate = await databaseGate(postgres.url);
const desk = createServer((_request, response) =>
  response.end(JSON.stringify({ url: postgres.url, counted: gate.url, queries: gate.queries() })),
);
desk.listen(0, '127.0.0.1', () => {
  const address = desk.address();
  console.log(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
});
process.on('SIGTERM', () => {
  void postgres.close().then(() => process.exit(0));
});
