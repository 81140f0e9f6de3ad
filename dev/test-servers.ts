/** Vitest's global setup: a migrated Postgres and the offline models on loopback, their addresses provided to tests. */
import type { TestProject } from 'vitest/node';
import { startServer } from './child.ts';
import { migrateDatabase } from './migrate.ts';
import { startPostgres } from './postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    databaseUrl: string;
    modelsUrl: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startPostgres();
  await migrateDatabase(postgres.url);
  const models = await startServer(new URL('./models/main.ts', import.meta.url));
  project.provide('databaseUrl', postgres.url);
  project.provide('modelsUrl', models.url);
  return async () => {
    await models.stop();
    await postgres.close();
  };
}
