/** A small published library for tests: three nuggets on coral reefs with pages, concepts and a narrative. */
import { v7 } from 'uuid';
import type { SystemDb } from '../src/base/db.ts';
import { ConceptId, DocumentId, NodeId, NuggetId, newId, type OrganizationId } from '../src/base/ids.ts';
import { conceptEdges, concepts, narrativeNodes, nuggetConcepts } from '../src/learning/tables.ts';
import { putPages } from '../src/library/pages.ts';
import { documents, nuggetSources, nuggets } from '../src/library/tables.ts';

export const REEF = [
  'Living polyps build on the skeletons of dead ones. A reef grows about 1 centimetre a year.',
  'Warm water makes corals lose their algae. This is called bleaching.',
  'Fish graze on the algae that would smother young corals.',
] as const;

export type Reef = {
  documentId: DocumentId;
  nuggetIds: NuggetId[];
  nodeIds: NodeId[];
  /** Of the concepts "polyps" and "bleaching". */
  polyps: ConceptId;
  bleaching: ConceptId;
};

/** Publishes the reef in an organization; without a bucket its pages lie nowhere, and quotes are held against the nuggets. */
export async function publishReef(
  { sql }: SystemDb,
  organizationId: OrganizationId,
  bucket: Parameters<typeof putPages>[0] | null,
): Promise<Reef> {
  const documentId = newId(DocumentId);
  const pages = REEF.map((text, i) => ({ page: i + 1, text, headings: [`Part ${i + 1}`] }));
  const pagesKey =
    bucket === null
      ? null
      : await putPages(bucket, { organizationId, id: documentId, contentHash: documentId }, pages);
  const nuggetIds = REEF.map(() => newId(NuggetId));
  const nodeIds = REEF.map(() => newId(NodeId));
  const [polyps, bleaching] = [newId(ConceptId), newId(ConceptId)];
  const at = (i: number) => nuggetIds[i % REEF.length] ?? newId(NuggetId);
  const node = (i: number) => nodeIds[i % REEF.length] ?? newId(NodeId);
  await sql.insert(documents).values({
    id: documentId,
    organizationId,
    sourceType: 'file',
    sourcePath: `org/${organizationId}/files/reefs.pdf`,
    filename: 'reefs.pdf',
    title: 'Coral reefs',
    type: 'pdf',
    size: 1,
    contentHash: documentId,
    pageCount: REEF.length,
    pagesKey,
  });
  await sql.insert(nuggets).values(
    REEF.map((content, i) => ({
      id: at(i),
      organizationId,
      documentId,
      title: `Reefs, part ${i + 1}`,
      content,
      contentHash: String(i),
      metadata: {
        topics: ['reefs'],
        difficulty: 3,
        prerequisites: [],
        estimatedTime: 2,
        relatedConcepts: [],
        language: 'en',
      },
      status: 'ready' as const,
      publishedAt: new Date(),
      imageUrl: i === 0 ? '/api/media/reef.png' : null,
      position: i,
    })),
  );
  await sql.insert(nuggetSources).values(
    REEF.map((_, i) => ({
      id: v7(),
      organizationId,
      nuggetId: at(i),
      documentId,
      sourceType: 'file' as const,
      sourcePath: 'reefs.pdf',
      title: 'Coral reefs',
      page: i + 1,
      lastPage: i + 1,
      headings: [`Part ${i + 1}`],
      chunkIndex: i,
    })),
  );
  await sql.insert(concepts).values([
    { id: polyps, organizationId, name: 'polyps', normalizedName: 'polyp' },
    { id: bleaching, organizationId, name: 'bleaching', normalizedName: 'bleaching' },
  ]);
  await sql
    .insert(conceptEdges)
    .values({ organizationId, prerequisiteId: polyps, conceptId: bleaching, reason: 'Corals come first.' });
  await sql.insert(nuggetConcepts).values([
    { organizationId, nuggetId: at(0), conceptId: polyps, weight: 1 },
    { organizationId, nuggetId: at(1), conceptId: bleaching, weight: 1 },
  ]);
  await sql.insert(narrativeNodes).values(
    REEF.map((_, i) => ({
      id: node(i),
      organizationId,
      nuggetId: at(i),
      choices: [
        {
          id: `on-${i}`,
          text: 'Go on',
          nextNodeId: node(i + 1),
          revealsGap: [],
          confirmsMastery: [polyps],
        },
        {
          id: `back-${i}`,
          text: 'What was that?',
          nextNodeId: node(i + 2),
          revealsGap: [polyps],
          confirmsMastery: [],
        },
      ],
    })),
  );
  return { documentId, nuggetIds, nodeIds, polyps, bleaching };
}
