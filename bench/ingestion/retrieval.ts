/**
 * Finding: questions whose answers are marked in two texts, both in one collection, the five best results each, through
 * the product's own chunks, embeddings and search function. Beside it BM25 on chunks of fixed size, as most systems cut.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { startServer } from '../../dev/child.ts';
import { migrateDatabase } from '../../dev/migrate.ts';
import { startPostgres } from '../../dev/postgres.ts';
import { organizations } from '../../src/accounts/tables.ts';
import { type OrganizationDb, openDatabases } from '../../src/base/db.ts';
import { contentId, DocumentId, NuggetId, newId, OrganizationId } from '../../src/base/ids.ts';
import { CHUNK_LIMITS, type Chunk, type ChunkLimits, chunkDocument } from '../../src/ingestion/chunk.ts';
import { extract } from '../../src/ingestion/extract/extract.ts';
import { countTokens } from '../../src/ingestion/tokens.ts';
import { embeddingText } from '../../src/library/embedding-text.ts';
import { putNuggets, setEmbeddings } from '../../src/library/pipeline-queries.ts';
import { search } from '../../src/library/search.ts';
import { documents, nuggets } from '../../src/library/tables.ts';
import { asked, type Outcome, whenAlone } from './scored.ts';

const Question = z.object({ question: z.string() });
const MODES = ['hybrid', 'vector', 'keyword'] as const;
const TOP = 5;
const NO_ASSETS = { cMap: noAsset, standardFont: noAsset };

async function noAsset(): Promise<Uint8Array> {
  throw new Error('texts need no fonts');
}

type Result = { corpus: string; text: string };
type Finder = (question: string) => Promise<Result[]>;

export async function run(dataDir: string): Promise<Outcome> {
  const folder = join(dataDir, 'retrieval');
  const questions = [
    ...new Set(
      readFileSync(join(folder, 'questions.jsonl'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => Question.parse(JSON.parse(line)).question),
    ),
  ];
  const corpora = readdirSync(join(folder, 'corpora')).map((file) => ({
    name: file.replace(/\.md$/, ''),
    file,
    bytes: new Uint8Array(readFileSync(join(folder, 'corpora', file))),
  }));
  const rows: Record<string, string | number>[] = [];
  const report = async (system: string, find: Finder) =>
    rows.push({ system, ...(await scored(questions, find, dataDir)) });

  const peer = (size: number, remark = '') => {
    const pieces = corpora.flatMap(({ name, bytes }) =>
      fixedChunks(new TextDecoder().decode(bytes), size).map((text) => ({ corpus: name, text })),
    );
    return report(`BM25, chunks of ${size} tokens${remark}`, bm25(pieces));
  };
  await peer(400);
  await peer(200);
  const models = await startServer(new URL('../../dev/models/main.ts', import.meta.url));
  const postgres = await startPostgres();
  try {
    await migrateDatabase(postgres.url);
    const ours = await ourSearch(postgres.url, `${models.url}/v1`, corpora, CHUNK_LIMITS);
    for (const mode of MODES) await report(`Nuggets, ${mode}`, (question) => ours(question, mode));
  } finally {
    await models.stop();
    await postgres.close();
  }
  // A chunk's length is most of its IoU: the fair peer has results as long as ours.
  const lengthOf = (start: string): number =>
    Number(rows.find(({ system }) => String(system).startsWith(start))?.['meanCharsPerResult']);
  await peer(
    Math.round((400 * lengthOf('Nuggets, hybrid')) / lengthOf('BM25, chunks of 400')),
    ', as long as ours',
  );
  return { set: 'retrieval', rows };
}

async function scored(questions: readonly string[], find: Finder, dataDir: string) {
  const lines: string[] = [];
  for (const question of questions) {
    lines.push(JSON.stringify({ question, results: await find(question) }));
  }
  const { recall, precision, iou, hitAt5, meanCharsPerResult, unlocated } = asked(
    'retrieval',
    dataDir,
    'predictions.jsonl',
    lines.join('\n'),
  );
  return z
    .record(z.string(), z.number())
    .parse({ recall, precision, iou, hitAt5, meanCharsPerResult, unlocated });
}

type Corpus = { name: string; file: string; bytes: Uint8Array };

/** Stores the corpora as nuggets and asks the database's own function. */
export async function ourSearch(
  databaseUrl: string,
  modelsUrl: string,
  corpora: readonly Corpus[],
  limits: ChunkLimits,
): Promise<(question: string, mode: (typeof MODES)[number]) => Promise<Result[]>> {
  const databases = openDatabases(databaseUrl);
  const organizationId = newId(OrganizationId);
  await databases.system.sql.insert(organizations).values({ id: organizationId, name: 'Bench' });
  const db = databases.forOrganization(organizationId);
  const where = new Map<string, Result>();
  for (const corpus of corpora) {
    for (const [id, text] of await store(db, modelsUrl, corpus, limits)) {
      where.set(id, { corpus: corpus.name, text });
    }
  }
  const needs = {
    models: {
      embed: async (_: unknown, texts: readonly string[]) => ({
        model: MODEL,
        vectors: await embed(modelsUrl, [...texts]),
      }),
    },
    log: () => {},
  };
  return async (question, mode) => {
    const found = await search(needs, db, { organizationId }, { text: question, mode, limit: TOP });
    return found.flatMap(({ nuggetId }) => where.get(nuggetId) ?? []);
  };
}

async function store(
  db: OrganizationDb,
  modelsUrl: string,
  corpus: Corpus,
  limits: ChunkLimits,
): Promise<[NuggetId, string][]> {
  const extraction = await extract('txt', corpus.bytes.slice(), { filename: corpus.file, pdf: NO_ASSETS });
  if (!extraction.ok) throw new Error(extraction.reason);
  const documentId = newId(DocumentId);
  const title = extraction.document.title;
  await db.sql.insert(documents).values({
    ...{ id: documentId, organizationId: db.organizationId, sourceType: 'file', sourcePath: corpus.file },
    ...{ filename: corpus.file, type: 'txt', size: corpus.bytes.length, contentHash: corpus.name, title },
  });
  const chunks = chunkDocument(extraction.document, limits);
  const rows = chunks.map((chunk, index) => nuggetOf(db, documentId, corpus, chunk, index));
  await putNuggets(db, rows);
  const texts = chunks.map((chunk) => embeddingText(title, chunk));
  const vectors: number[][] = [];
  for (let at = 0; at < texts.length; at += 100)
    vectors.push(...(await embed(modelsUrl, texts.slice(at, at + 100))));
  await setEmbeddings(
    db,
    rows.map(({ id }, i) => ({ id, vector: vectors[i] ?? [], model: MODEL })),
  );
  await db.sql
    .update(nuggets)
    .set({ status: 'ready', publishedAt: new Date() })
    .where(eq(nuggets.documentId, documentId));
  return rows.map(({ id, content }) => [id, content]);
}

const nuggetOf = (
  db: OrganizationDb,
  documentId: DocumentId,
  corpus: Corpus,
  chunk: Chunk,
  index: number,
) => ({
  id: contentId(NuggetId, db.organizationId, documentId, index),
  documentId,
  content: chunk.content,
  contentHash: String(index),
  context: chunk.context,
  position: index,
  textConfig: 'english',
  source: {
    ...{ ingestionJobId: null, sourceType: 'file' as const, sourcePath: corpus.file, title: corpus.name },
    ...{ page: chunk.page, lastPage: chunk.lastPage, headings: chunk.headings, chunkIndex: index },
    ...{ start: chunk.start, end: chunk.end },
  },
});

const MODEL = 'text-embedding-3-small';
const Embeddings = z.object({ data: z.array(z.object({ embedding: z.array(z.number()) })) });

async function embed(modelsUrl: string, input: string[]): Promise<number[][]> {
  const answer = await fetch(`${modelsUrl}/embeddings`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: MODEL, input, encoding_format: 'float', dimensions: 1536 }),
  });
  return Embeddings.parse(await answer.json()).data.map(({ embedding }) => embedding);
}

/** Paragraphs gathered up to a size in tokens: the usual recursive cut. */
function fixedChunks(text: string, size: number): string[] {
  const out: string[] = [];
  let open = '';
  for (const unit of text.split(/(?<=\n)|(?<=[.!?] )/)) {
    if (open !== '' && countTokens(open + unit) > size) {
      out.push(open.trim());
      open = '';
    }
    open += unit;
  }
  if (open.trim() !== '') out.push(open.trim());
  return out;
}

/** Robertson and Zaragoza 2009, k1 = 1.2, b = 0.75. */
function bm25(pieces: readonly Result[]): Finder {
  const words = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const bags = pieces.map(({ text }) => words(text));
  const average = bags.reduce((sum, bag) => sum + bag.length, 0) / bags.length;
  const holders = new Map<string, number>();
  for (const bag of bags) for (const word of new Set(bag)) holders.set(word, (holders.get(word) ?? 0) + 1);
  return async (question) => {
    const wanted = new Set(words(question));
    const scores = bags.map((bag) => {
      let total = 0;
      for (const word of wanted) {
        const count = bag.filter((other) => other === word).length;
        const n = holders.get(word) ?? 0;
        const idf = Math.log(1 + (bags.length - n + 0.5) / (n + 0.5));
        total += (idf * count * 2.2) / (count + 1.2 * (0.25 + (0.75 * bag.length) / average));
      }
      return total;
    });
    return [...pieces.keys()]
      .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0))
      .slice(0, TOP)
      .flatMap((i) => pieces[i] ?? []);
  };
}

await whenAlone(import.meta.url, run);
