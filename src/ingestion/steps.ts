import { createHash } from 'node:crypto';
import type { OrganizationDb } from '../base/db.ts';
import { contentId, type DocumentId, NuggetId } from '../base/ids.ts';
import type { Advance, Job } from '../jobs/queries.ts';
import type { StepOutcome } from '../jobs/run.ts';
import { putEdition } from '../library/edition.ts';
import { embeddingText } from '../library/embedding-text.ts';
import type { OutlineEntry } from '../library/nugget.ts';
import { putPages } from '../library/pages.ts';
import {
  type Document,
  describeDocument,
  findDocument,
  type NewNugget,
  nuggetsOfDocument,
  putNuggets,
  setEmbeddings,
} from '../library/pipeline-queries.ts';
import { textConfigOf } from '../library/text-config.ts';
import type { Models } from '../models/port.ts';
import { type Chunk, chunkDocument } from './chunk.ts';
import { type AskQuote, refusalOf, type Work } from './estimate.ts';
import { type ExtractedDocument, type Page, pageText } from './extract/document.ts';
import { extract } from './extract/extract.ts';
import type { PdfAssets } from './extract/pdf.ts';
import { extractedKey } from './keys.ts';
import { placeDocument } from './queries.ts';
import { loadSource, type SourceNeeds } from './source.ts';
import { countTokens } from './tokens.ts';

/** The reading steps of a job: extract, chunk, embed. Each may be run again at any point and changes nothing twice. */

export type ReadingNeeds = SourceNeeds & {
  db: OrganizationDb;
  bucket: R2Bucket;
  pdfAssets: PdfAssets;
  models: Pick<Models, 'embed'>;
  quote: AskQuote;
};

/** A document that ends its reader so often will not be read the next time either. */
const MAX_READINGS = 3;

export async function extractStep(needs: ReadingNeeds, job: Job): Promise<StepOutcome> {
  if (job.attempts > MAX_READINGS) {
    return gaveUp(
      'Reading this document took more memory or time than there is. Split it into smaller files.',
    );
  }
  const source = await loadSource(needs, job);
  if (!source.ok) return source.outcome;
  const { bytes, filename, type } = source;
  const document = await placeDocument(needs.db, {
    sourceType: job.type,
    sourcePath: job.source,
    filename,
    type,
    size: bytes.length,
    contentHash: createHash('sha256').update(bytes).digest('hex'),
    ...(job.metadata?.title === undefined ? {} : { title: job.metadata?.title }),
  });
  const extraction = await extract(type, bytes, {
    filename,
    pdf: needs.pdfAssets,
    ...(source.url === undefined ? {} : { url: source.url }),
    ...(source.charset === undefined ? {} : { charset: source.charset }),
    ...(job.metadata?.contentSelector === undefined
      ? {}
      : { contentSelector: job.metadata?.contentSelector }),
  });
  if (!extraction.ok) return gaveUp(extraction.reason, document.id);
  await keepExtracted(needs, document, extraction.document);
  return next({ stage: 'chunk', progressDone: 0, progressTotal: 0, documentId: document.id });
}

/** Keeps blocks for the next step, pages for citations, and what the document says of itself. */
async function keepExtracted(
  needs: ReadingNeeds,
  document: Document,
  extracted: ExtractedDocument,
): Promise<void> {
  await needs.bucket.put(
    extractedKey(needs.db.organizationId, document.id, document.contentHash),
    JSON.stringify(extracted),
  );
  const pagesKey = await putPages(needs.bucket, document, extracted.pages.map(storedPage));
  await describeDocument(needs.db, document.id, {
    title: document.title ?? extracted.title ?? document.filename,
    pageCount: extracted.pages.length,
    pagesKey,
    outline: outlineOf(extracted),
    language: extracted.language,
  });
}

const storedPage = (page: Page) => ({
  page: page.page,
  text: pageText(page),
  headings: page.blocks.filter(isShownHeading).map(({ text }) => text),
});

const isShownHeading = (block: Page['blocks'][number]): boolean =>
  block.kind === 'heading' && block.hidden === undefined;

/** More headings than this are no outline for a person. */
const MAX_OUTLINE = 500;

const outlineOf = (extracted: ExtractedDocument): OutlineEntry[] =>
  extracted.pages
    .flatMap(({ page, blocks }) =>
      blocks.filter(isShownHeading).map(({ text, level }) => ({ level: level ?? 1, text, page })),
    )
    .slice(0, MAX_OUTLINE);

export async function chunkStep(needs: ReadingNeeds, job: Job): Promise<StepOutcome> {
  const document = await documentOf(needs.db, job);
  const stored = await needs.bucket.get(
    extractedKey(needs.db.organizationId, document.id, document.contentHash),
  );
  // A newer version came in between: read that one instead.
  if (stored === null) return next({ stage: 'extract', progressDone: 0, progressTotal: 0 });
  const extracted: ExtractedDocument = await stored.json();
  const chunks = chunkDocument(extracted);
  if (chunks.length === 0) return gaveUp('There is no text to learn from in this document.', document.id);
  const rows = nuggetRows(needs.db, job, document, chunks);
  const quote = await needs.quote(await workOf(needs.db, document, rows));
  const refusal = refusalOf(quote);
  if (refusal !== null) return gaveUp(refusal, document.id);
  await putNuggets(needs.db, rows);
  await putEdition(
    needs.bucket,
    document,
    rows.map(({ id }) => id),
  );
  return next({
    stage: 'embed',
    progressDone: 0,
    progressTotal: rows.length,
    nuggetCount: rows.length,
    metadata: { ...job.metadata, estimatedUsd: quote.usd },
  });
}

/** Only what is new costs: what stood in the document before keeps all that was made of it. */
async function workOf(db: OrganizationDb, document: Document, rows: readonly NewNugget[]): Promise<Work> {
  const stands = await nuggetsOfDocument(db, document.id);
  const made = new Set(stands.flatMap(({ id, status }) => (status === 'processing' ? [] : [id])));
  const fresh = rows.filter(({ id }) => !made.has(id));
  return {
    nuggets: fresh.length,
    tokens: fresh.reduce((sum, { content }) => sum + countTokens(content), 0),
  };
}

/** The same words in the same document are the same nugget, however often they are read; repeats are told apart by count. */
function nuggetRows(db: OrganizationDb, job: Job, document: Document, chunks: readonly Chunk[]) {
  const seen = new Map<string, number>();
  return chunks.map((chunk, index) => {
    const contentHash = createHash('sha256').update(chunk.content).digest('hex');
    const occurrence = seen.get(contentHash) ?? 0;
    seen.set(contentHash, occurrence + 1);
    return {
      id: contentId(NuggetId, db.organizationId, document.id, contentHash, occurrence),
      documentId: document.id,
      content: chunk.content,
      contentHash,
      context: chunk.context,
      position: index,
      textConfig: textConfigOf(document.language),
      source: {
        ingestionJobId: job.id,
        sourceType: document.sourceType,
        sourcePath: document.sourcePath,
        title: document.title,
        page: chunk.page,
        lastPage: chunk.lastPage,
        headings: chunk.headings,
        chunkIndex: index,
        start: chunk.start,
        end: chunk.end,
      },
    };
  });
}

/** Texts a step, and the most that one request to the provider holds; half as many with each try that failed before. */
const EMBED_BATCH = 100;

/** A provider on a small machine may be too slow for a hundred at once, and never too slow for three. */
const batchOf = ({ attempts }: Job): number => Math.ceil(EMBED_BATCH / 2 ** Math.max(0, attempts - 1));

export async function embedStep(needs: ReadingNeeds, job: Job): Promise<StepOutcome> {
  const document = await documentOf(needs.db, job);
  const all = await nuggetsOfDocument(needs.db, document.id);
  const batch = all.filter(({ embeddingModel }) => embeddingModel === null).slice(0, batchOf(job));
  if (batch.length > 0) {
    const caller = { organizationId: job.organizationId, jobId: job.id, task: 'embedding' } as const;
    const { model, vectors } = await needs.models.embed(
      caller,
      batch.map((nugget) => embeddingText(document.title, nugget)),
    );
    await setEmbeddings(
      needs.db,
      batch.flatMap(({ id }, i) => {
        const vector = vectors[i];
        return vector === undefined ? [] : [{ id, vector, model }];
      }),
    );
  }
  const left = all.filter(({ embeddingModel }) => embeddingModel === null).length - batch.length;
  return left > 0
    ? next({ stage: 'embed', progressDone: all.length - left, progressTotal: all.length })
    : next({ stage: 'describe', progressDone: 0, progressTotal: all.length });
}

async function documentOf(db: OrganizationDb, job: Job): Promise<Document> {
  const document = job.documentId === null ? undefined : await findDocument(db, job.documentId);
  if (document === undefined) throw new Error('a job past extraction has no document');
  return document;
}

const next = (to: Advance): StepOutcome => ({ kind: 'next', to });

const gaveUp = (because: string, documentId?: DocumentId): StepOutcome => ({
  kind: 'gave up',
  because,
  ...(documentId === undefined ? {} : { documentId }),
});
