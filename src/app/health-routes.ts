/** `GET /api/health`: whether each thing that Nuggets stands on answers, and how fast. */
import type { Databases } from '../base/db.ts';
import type { Config } from '../base/env.ts';
import { pingDatabase } from '../base/health-queries.ts';
import { createRoute, json, router, z } from '../base/http.ts';

export type HealthNeeds = {
  config: Pick<Config, 'openai' | 'offlineModels'>;
  databases: Databases;
  bucket: Pick<R2Bucket, 'head'>;
  queue: object | undefined;
};

const State = z.enum(['ok', 'down']);

const Health = z
  .object({
    status: z.enum(['ok', 'degraded']),
    checks: z.object({
      database: State,
      storage: State,
      queue: State,
      models: z.object({
        status: State,
        latencyMs: z.number().int(),
        /** The bundled models answer: quotations only. */
        offline: z.boolean(),
      }),
    }),
  })
  .openapi('Health');

const health = createRoute({
  method: 'get',
  path: '/api/health',
  tags: ['Operation'],
  responses: { 200: json(Health), 503: json(Health, 'The database does not answer') },
});

/** A check that takes longer than this has failed, milliseconds. */
const PATIENCE_MS = 3000;

export const healthRoutes = router<HealthNeeds>().openapi(health, async (c) => {
  const { config, databases, bucket, queue } = c.get('needs');
  const began = performance.now();
  const [database, storage, models] = await Promise.all([
    answers(pingDatabase(databases.system)),
    answers(bucket.head('health')),
    answers(askModels(config)),
  ]);
  const checks = {
    database,
    storage,
    queue: queue === undefined ? ('down' as const) : ('ok' as const),
    models: {
      status: models,
      latencyMs: Math.round(performance.now() - began),
      offline: config.offlineModels,
    },
  };
  const good = [database, storage, checks.queue, models].every((state) => state === 'ok');
  return c.json(
    { status: good ? ('ok' as const) : ('degraded' as const), checks },
    database === 'ok' ? 200 : 503,
  );
});

/** Any answer but a refusal of the key or an error of its own: some servers have no list of models. */
async function askModels({ openai }: Pick<Config, 'openai'>): Promise<void> {
  const url = `${openai.baseUrl ?? 'https://api.openai.com/v1'}/models`;
  const answer = await fetch(url, { headers: { authorization: `Bearer ${openai.apiKey ?? ''}` } });
  await answer.body?.cancel();
  if (answer.status === 401 || answer.status === 403 || answer.status >= 500)
    throw new Error('not answering');
}

async function answers(check: Promise<unknown>): Promise<z.infer<typeof State>> {
  const late = new Promise<'down'>((done) => setTimeout(() => done('down'), PATIENCE_MS));
  return Promise.race([
    check.then(
      () => 'ok' as const,
      () => 'down' as const,
    ),
    late,
  ]);
}
