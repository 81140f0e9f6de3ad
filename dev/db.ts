/** `npm run db:migrate` and `npm run db:reset`, on the database that DATABASE_URL names. */

import { createInterface } from 'node:readline/promises';
import { neon } from '@neondatabase/serverless';
import { migrateDatabase } from './migrate.ts';

const url = process.env['DATABASE_URL'];
const [command] = process.argv.slice(2);

if (!url) {
  console.error('Set DATABASE_URL. (The local run, `npm start`, migrates its own database by itself.)');
  process.exitCode = 2;
} else if (command === 'migrate') {
  await migrateDatabase(url);
  console.log('The database is up to date.');
} else if (command === 'reset') {
  await reset(url);
} else {
  console.error('usage: db.ts migrate | reset');
  process.exitCode = 2;
}

async function reset(database: string): Promise<void> {
  const { host, pathname } = new URL(database);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(
    `Drop every table in ${host}${pathname}? Type the database's name: `,
  );
  terminal.close();
  if (answer.trim() !== pathname.slice(1)) {
    console.log('Nothing was changed.');
    return;
  }
  const sql = neon(database);
  await sql.transaction([
    sql`DROP SCHEMA public CASCADE`,
    sql`DROP SCHEMA IF EXISTS drizzle CASCADE`,
    sql`CREATE SCHEMA public`,
  ]);
  await migrateDatabase(database);
  console.log('The database is empty and up to date.');
}
