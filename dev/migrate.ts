/** Applies `migrations/` over Neon's HTTP protocol: to the local Postgres and to a deployed one alike. */
import { neon } from '@neondatabase/serverless';
import { drizzle } from 'drizzle-orm/neon-http';
import { migrate } from 'drizzle-orm/neon-http/migrator';
import '../src/base/db.ts';

export async function migrateDatabase(url: string): Promise<void> {
  await migrate(drizzle(neon(url)), { migrationsFolder: new URL('../migrations', import.meta.url).pathname });
}
