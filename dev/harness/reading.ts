/**
 * Reads documents in the real runtime while it is killed again and again, and says what became of them. The same seed kills
 * at the same moments of the same documents.
 */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { OrganizationId } from '../../src/base/ids.ts';
import { type Api, apiOf } from '../api.ts';
import { startServer } from '../child.ts';
import { migrateDatabase } from '../migrate.ts';
import { startPostgres } from '../postgres.ts';
import { type Product, startProduct } from './product.ts';
import { type Asked, type Failure, type ReadingProvider, startReadingProvider } from './reading-provider.ts';

export type File = { name: string; bytes: Uint8Array<ArrayBuffer> };

export type Library = {
  /** A line each, in order: document, place, words, where they stand, what was made of them, its vector's digest. */
  nuggets: string[];
  /** How each job ended: `completed done`. */
  jobs: string[];
};

export type Reading = Library & {
  seconds: number;
  kills: number;
  /** Texts embedded, and requests it took. */
  embedded: number;
  embeddingRequests: number;
  requests: number;
  chats: number;
  /** What was asked of a provider though its answer stood in the tables when the last life ended. */
  paidTwice: string[];
};

export type Stage = {
  site: Site;
  /** Has the files read by an organization of their own, ended `kills` times while it asks about `requests` times. */
  read: (
    files: readonly File[],
    how: { kills: number; requests: number; random: () => number; failures?: readonly Failure[] },
  ) => Promise<Reading>;
  close: () => Promise<void>;
};

const SECRETS = {
  JWT_SECRET: 'a secret for the harness only, thirty-two characters',
  ENCRYPTION_KEY: '11'.repeat(32),
  OPERATOR_TOKEN: 'an operator for the harness',
  RATE_LIMITS: 'requests=1000000,uploads=10000,models=1000000,logins=100000',
};
/** Long enough to be killed in. */
const LATENCY_MS = 50;
/** Between the moment that was chosen and the end. */
const MOST_GRACE_MS = 200;
const PATIENCE_MS = 20 * 60_000;

export type Rows = (query: string) => Promise<Record<string, unknown>[]>;
export type Site = { product: Product; provider: ReadingProvider; rows: Rows };

export async function openReading(how = { latencyMs: LATENCY_MS, inventsVectors: false }): Promise<Stage> {
  const postgres = await startPostgres();
  await migrateDatabase(postgres.url);
  const models = await startServer(new URL('../models/main.ts', import.meta.url));
  const provider = await startReadingProvider(models.url.replace(/\/v1$/, ''), how);
  const product = await startProduct(
    'dev/harness/ingest.ts',
    {
      ...SECRETS,
      DATABASE_URL: postgres.url,
      OPENAI_API_KEY: 'harness',
      OPENAI_BASE_URL: provider.url,
      ASSETS_URL: provider.assetsUrl,
    },
    'dev/both.toml',
  );
  const rows: Rows = async (query) => (await postgres.database.query<Record<string, unknown>>(query)).rows;
  const site = { product, provider, rows };
  return {
    site,
    read: (files, how) => readThrough(site, files, how),
    close: async () => {
      await product.close();
      await provider.close();
      await models.stop();
      await postgres.close();
    },
  };
}

async function readThrough(
  site: Site,
  files: readonly File[],
  { kills, requests, random, failures = [] }: Parameters<Stage['read']>[1],
): Promise<Reading> {
  const { product, provider, rows } = site;
  const { api, organizationId } = await newOrganization(product.url);
  const first = provider.asked().length;
  const began = performance.now();
  provider.failNext(failures);
  await upload(api, files);
  const known: Known[] = [];
  let killed = 0;
  while (killed < kills && (await unfinished(rows, organizationId)) > 0) {
    // Spread over the work, whose measure is what it asks; the first while nothing is asked yet.
    const enough = killed === 0 ? 0 : (requests * (killed - 1 + random())) / kills;
    await grown(site, organizationId, first + enough);
    await wait(random() * MOST_GRACE_MS);
    if (random() < 0.5) await fetch(`${product.url}/tick`);
    await product.kill();
    killed += 1;
    known.push({ from: provider.asked().length, ...(await paidFor(rows, organizationId)) });
    await product.start();
    await letLeasesRunOut(rows);
    await fetch(`${product.url}/tick`);
  }
  await allDone(site, organizationId);
  const asked = provider.asked().slice(first);
  const embeddings = asked.flatMap((one) => (one.what === 'embeddings' ? [one] : []));
  return {
    ...(await libraryOf(rows, organizationId)),
    seconds: (performance.now() - began) / 1000,
    kills: killed,
    embedded: embeddings.reduce((sum, { hashes }) => sum + hashes.length, 0),
    embeddingRequests: embeddings.length,
    requests: asked.length,
    chats: asked.filter(({ what }) => what === 'chat').length,
    paidTwice: known.flatMap((life) => paidAgain(life, provider.asked())),
  };
}

const Registered = z.object({ token: z.string(), user: z.object({ organizationId: OrganizationId }) });

/** Sound and pictures off: they go the same way as the other parts, and would only take time. */
export async function newOrganization(url: string): Promise<{ api: Api; organizationId: OrganizationId }> {
  const answer = await fetch(`${url}/api/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      email: `${randomUUID()}@harness.test`,
      password: 'a long password',
      name: 'Rita',
      organizationName: 'Readers',
    }),
  });
  const { token, user } = Registered.parse(await answer.json());
  const api = apiOf(url, token);
  for (const key of ['audio.policy', 'image.policy']) {
    await api.post('/api/admin/settings/system', { key, value: 'off' });
  }
  return { api, organizationId: user.organizationId };
}

export async function upload(api: Api, files: readonly File[]): Promise<void> {
  const form = new FormData();
  for (const { name, bytes } of files) form.append('file', new Blob([bytes]), name);
  const answer = await api.send('/api/admin/files/upload', { method: 'POST', body: form });
  if (answer.status !== 202) throw new Error(`the upload answered ${answer.status}: ${await answer.text()}`);
}

/** Once so many requests have come, or there is nothing left to ask for. */
async function grown(
  { provider, rows }: Site,
  organization: OrganizationId,
  requests: number,
): Promise<void> {
  while (provider.asked().length < requests && (await unfinished(rows, organization)) > 0) await wait(20);
}

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

async function unfinished(rows: Rows, organization: OrganizationId): Promise<number> {
  const [row] = await rows(
    `select count(*)::integer as n from ingestion_jobs where organization_id = '${organization}'
     and (status in ('pending', 'processing') or (status = 'completed' and stage <> 'done'))`,
  );
  return Number(row?.['n']);
}

/** What two minutes do, without waiting for them. Nobody holds a lease rightly: all are dead. */
const letLeasesRunOut = (rows: Rows) => rows('update ingestion_jobs set leased_until = null');

async function allDone({ rows, product }: Site, organization: OrganizationId): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  while ((await unfinished(rows, organization)) > 0) {
    if (Date.now() > until) throw new Error(`the work was not done in time: ${product.said().slice(-4000)}`);
    await wait(250);
  }
}

/** Everything but ids and moments, which no two runs share. */
async function libraryOf(rows: Rows, organization: OrganizationId): Promise<Library> {
  const found = await rows(`
    select d.filename, d.version, d.title as document_title, d.page_count, n.position, n.content, n.content_hash, n.context,
           n.heading_path, n.title, n.status, n.version as nugget_version, n.metadata, n.embedding_model,
           md5(n.embedding::text) as embedding,
           (select jsonb_agg(s - 'id' order by s ->> 'order') from jsonb_array_elements(n.slides) as s) as slides,
           (select jsonb_agg(jsonb_build_array(page, last_page, headings, chunk_index, start, "end"))
            from nugget_sources where nugget_id = n.id) as sources,
           (select count(*)::integer from narrative_nodes where nugget_id = n.id) as nodes
    from nuggets n join documents d on d.id = n.document_id
    where n.organization_id = '${organization}' order by d.filename, n.position, n.content`);
  const jobs = await rows(
    `select status, stage, error_message from ingestion_jobs where organization_id = '${organization}'`,
  );
  return {
    nuggets: found.map((row) => JSON.stringify(row)),
    jobs: jobs.map((job) => [job['status'], job['stage'], job['error_message']].filter(Boolean).join(' ')),
  };
}

/** What had been paid for when a life ended, and how many requests had come by then. */
type Known = { from: number; embedded: ReadonlySet<string>; made: { part: string; words: string }[] };

async function paidFor(rows: Rows, organization: OrganizationId): Promise<Omit<Known, 'from'>> {
  const cached = await rows(`select hash from embedding_cache where organization_id = '${organization}'`);
  const made = await rows(
    `select n.content, part from nuggets n, jsonb_object_keys(n.parts) as part
     where n.organization_id = '${organization}'`,
  );
  return {
    embedded: new Set(cached.map(({ hash }) => String(hash))),
    made: made.map(({ content, part }) => ({ part: String(part), words: tellingWords(String(content)) })),
  };
}

/** Enough of a nugget's beginning to know it by in a request; none of it needs escaping. */
const tellingWords = (content: string): string => /[\w ,.;:()-]{40,}/.exec(content)?.[0] ?? content;

function paidAgain({ from, embedded, made }: Known, asked: readonly Asked[]): string[] {
  return asked.slice(from).flatMap((one) => {
    if (one.what === 'embeddings') return one.hashes.filter((hash) => embedded.has(hash));
    if (one.what !== 'chat') return [];
    return made
      .filter(({ part, words }) => part === one.schema && one.body.includes(words))
      .map(({ part, words }) => `${part}: ${words}`);
  });
}
