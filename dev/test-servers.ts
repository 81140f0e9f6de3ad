/** Vitest's global setup: a migrated Postgres, the offline models, and before them a provider that can be scripted. */
import type { TestProject } from 'vitest/node';
import { startServer } from './child.ts';
import { migrateDatabase } from './migrate.ts';
import { startPostgres } from './postgres.ts';
import { startScriptedProvider } from './scripted-provider.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    databaseUrl: string;
    /** The offline models, without `/v1`. */
    modelsUrl: string;
    /** The scripted provider, without `/v1`; it passes on to the offline models what nobody scripted. */
    scriptedUrl: string;
    /** Whether what repeats hundreds of times runs whole. */
    isLong: boolean;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startPostgres();
  await migrateDatabase(postgres.url);
  const models = await startServer(new URL('./models/main.ts', import.meta.url));
  const modelsUrl = models.url.replace(/\/v1$/, '');
  const scripted = await startScriptedProvider(modelsUrl);
  project.provide('databaseUrl', postgres.url);
  project.provide('modelsUrl', modelsUrl);
  project.provide('scriptedUrl', scripted.url);
  project.provide('isLong', process.env['LONG'] === '1');
  return async () => {
    await scripted.close();
    await models.stop();
    await postgres.close();
  };
}
