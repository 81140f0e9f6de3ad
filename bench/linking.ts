/**
 * What an organization's size adds when a document is linked to its concepts: the same document into organizations of a
 * hundred, a thousand and ten thousand, on the local Postgres. Beside the time, how long anybody else waits for the database
 * meanwhile at most; it serves one statement after another, so that is the longest of ours.
 *
 *   npm run bench -- linking
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { migrateDatabase } from '../dev/migrate.ts';
import { startPostgres } from '../dev/postgres.ts';
import { organizations } from '../src/accounts/tables.ts';
import { type OrganizationDb, openDatabases } from '../src/base/db.ts';
import { DocumentId, NuggetId, newId, OrganizationId } from '../src/base/ids.ts';
import { linkConcepts } from '../src/learning/link-concepts.ts';
import { documents, nuggets } from '../src/library/tables.ts';
import { below, randomFrom } from './random.ts';

const SIZES = [100, 1000, 10_000];
/** A paper of some fifteen pages; its topics are new to everybody. */
const NUGGETS = 68;
const TOPICS_EACH = 4;
const DIMENSIONS = 1536;
const MODEL = 'bench';

const random = randomFrom(1);
const vector = (): number[] => Array.from({ length: DIMENSIONS }, () => random() - 0.5);

const postgres = await startPostgres();
try {
  await migrateDatabase(postgres.url);
  const databases = openDatabases(postgres.url);
  const rows = [];
  for (const size of SIZES) {
    const organizationId = newId(OrganizationId);
    await databases.system.sql.insert(organizations).values({ id: organizationId, name: `${size} concepts` });
    const db = databases.forOrganization(organizationId);
    await fillWith(db, size);
    const documentId = await storeDocument(db);
    const embed = async (_: unknown, names: readonly string[]) => ({
      model: MODEL,
      vectors: names.map(vector),
    });
    const { seconds, longestWait } = await watched(db, () =>
      linkConcepts({ db, models: { embed } }, { organizationId }, { documentId }),
    );
    rows.push({ concepts: size, seconds, longestWait });
  }
  const least = rows[0]?.seconds ?? Number.NaN;
  const table = rows.map((row) => ({ ...row, timesTheLeast: Math.round((10 * row.seconds) / least) / 10 }));
  console.table(table);
  console.log(
    JSON.stringify({ bench: 'linking', nuggets: NUGGETS, names: NUGGETS * TOPICS_EACH, rows: table }),
  );
} finally {
  await postgres.close();
}

/** Concepts with meanings of their own, and twice as many edges from each to one of the thirty after it. */
async function fillWith({ sql: database, organizationId }: OrganizationDb, size: number): Promise<void> {
  await database.execute(sql`
    insert into concepts (id, organization_id, name, normalized_name, aliases, embedding, embedding_model)
    select md5(${`${organizationId} `} || n)::uuid, ${organizationId}::uuid, 'known ' || n, 'known ' || n, '{}',
      (select array_agg(random() - 0.5) from generate_series(1, ${DIMENSIONS} + 0 * n))::vector, ${MODEL}
    from generate_series(1, ${size}) n`);
  await database.execute(sql`
    insert into concept_edges (organization_id, prerequisite_id, concept_id, reason)
    select ${organizationId}::uuid, md5(${`${organizationId} `} || n)::uuid,
      md5(${`${organizationId} `} || least(${size}, n + 1 + floor(30 * random())::integer))::uuid, 'It was said.'
    from generate_series(1, ${size - 1}) n, generate_series(1, 2) on conflict do nothing`);
}

async function storeDocument({ sql: database, organizationId }: OrganizationDb): Promise<DocumentId> {
  const documentId = newId(DocumentId);
  await database.insert(documents).values({
    ...{
      id: documentId,
      organizationId,
      sourceType: 'file' as const,
      sourcePath: documentId,
      filename: 'paper.pdf',
    },
    ...{ type: 'pdf', size: 1, contentHash: documentId },
  });
  await database.insert(nuggets).values(
    Array.from({ length: NUGGETS }, (_, position) => ({
      ...{ id: newId(NuggetId), organizationId, documentId, position, status: 'ready' as const },
      ...{
        title: `Part ${position}`,
        content: `What part ${position} says.`,
        contentHash: `${documentId} ${position}`,
      },
      metadata: {
        topics: Array.from({ length: TOPICS_EACH }, (_, topic) => `topic ${position} of kind ${topic}`),
        prerequisites: [`known ${1 + below(random, SIZES[0] ?? 1)}`],
        relatedConcepts: [`topic ${Math.max(0, position - 1)} of kind 0`],
        ...{ difficulty: 5, estimatedTime: 2, language: 'en' },
      },
    })),
  );
  return documentId;
}

/** How long it took, and the longest that a small question of somebody else's waited meanwhile; seconds. */
async function watched(db: OrganizationDb, work: () => Promise<void>) {
  let isDone = false;
  let longest = 0;
  const others = async (): Promise<void> => {
    while (!isDone) {
      const asked = performance.now();
      await db.sql.execute(sql`select 1`);
      longest = Math.max(longest, performance.now() - asked);
      await sleep(20);
    }
  };
  const waiting = others();
  const began = performance.now();
  await work();
  const seconds = inSeconds(performance.now() - began);
  isDone = true;
  await waiting;
  return { seconds, longestWait: inSeconds(longest) };
}

function inSeconds(milliseconds: number): number {
  return Math.round(milliseconds / 10) / 100;
}
