import { and, asc, eq, inArray, isNull, ne, sql } from 'drizzle-orm';
import type { OrganizationDb } from '../base/db.ts';
import type { ConceptId, DocumentId, NodeId, NuggetId } from '../base/ids.ts';
import { documents, nuggets } from '../library/tables.ts';
import { conceptEdges, concepts, narrativeNodes, nuggetConcepts, type StoredChoice } from './tables.ts';

/** What the narrative of a document is made of, read in one round trip. */
export async function loadNarrative(db: OrganizationDb, documentId: DocumentId) {
  const [[document], found, known, edges, nodes] = await db.sql.batch([
    db.sql
      .select({ title: documents.title })
      .from(documents)
      .where(and(eq(documents.organizationId, db.organizationId), eq(documents.id, documentId))),
    db.sql
      .select({
        id: nuggets.id,
        title: nuggets.title,
        position: nuggets.position,
        metadata: nuggets.metadata,
      })
      .from(nuggets)
      .where(
        and(
          eq(nuggets.organizationId, db.organizationId),
          eq(nuggets.documentId, documentId),
          ne(nuggets.status, 'retired'),
        ),
      )
      .orderBy(asc(nuggets.position)),
    db.sql
      .select({
        id: concepts.id,
        name: concepts.name,
        aliases: concepts.aliases,
        embedding: concepts.embedding,
        embeddingModel: concepts.embeddingModel,
      })
      .from(concepts)
      .where(and(eq(concepts.organizationId, db.organizationId), isNull(concepts.mergedInto))),
    db.sql.select().from(conceptEdges).where(eq(conceptEdges.organizationId, db.organizationId)),
    db.sql
      .select()
      .from(narrativeNodes)
      .where(
        and(
          eq(narrativeNodes.organizationId, db.organizationId),
          sql`${narrativeNodes.nuggetId} in (${db.sql
            .select({ id: nuggets.id })
            .from(nuggets)
            .where(eq(nuggets.documentId, documentId))})`,
        ),
      ),
  ]);
  return { title: document?.title ?? null, nuggets: found, concepts: known, edges, nodes };
}

export type ConceptRow = {
  id: ConceptId;
  name: string;
  normalizedName: string;
  aliases: string[];
  embedding: number[] | null;
  embeddingModel: string | null;
};
export type LinkRow = { nuggetId: NuggetId; conceptId: ConceptId; weight: number };
export type EdgeRow = { prerequisiteId: ConceptId; conceptId: ConceptId; reason: string };

/** Keeps concepts, what of the document is about them, and what must be known first. */
export async function saveConcepts(
  db: OrganizationDb,
  made: {
    concepts: readonly ConceptRow[];
    links: readonly LinkRow[];
    edges: readonly EdgeRow[];
    of: NuggetId[];
  },
): Promise<void> {
  const { organizationId } = db;
  const own = <Row extends object>(rows: readonly Row[]) => rows.map((row) => ({ ...row, organizationId }));
  const forget = db.sql
    .delete(nuggetConcepts)
    .where(and(eq(nuggetConcepts.organizationId, organizationId), inArray(nuggetConcepts.nuggetId, made.of)));
  await db.sql.batch([
    forget,
    ...(made.concepts.length === 0
      ? []
      : [
          db.sql
            .insert(concepts)
            .values(own(made.concepts))
            .onConflictDoUpdate({ target: concepts.id, set: { aliases: sql`excluded.aliases` } }),
        ]),
    ...(made.links.length === 0
      ? []
      : [db.sql.insert(nuggetConcepts).values(own(made.links)).onConflictDoNothing()]),
    ...(made.edges.length === 0
      ? []
      : [db.sql.insert(conceptEdges).values(own(made.edges)).onConflictDoNothing()]),
  ]);
}

export type NodeRow = {
  id: NodeId;
  nuggetId: NuggetId;
  choices: StoredChoice[];
  x: number;
  y: number;
  version: number;
};

/** Replaces the nodes of a document; those whose nugget is gone go too, and lessons on them go on without. */
export async function saveNodes(
  db: OrganizationDb,
  documentId: DocumentId,
  nodes: readonly NodeRow[],
): Promise<void> {
  const stale = db.sql
    .delete(narrativeNodes)
    .where(
      and(
        eq(narrativeNodes.organizationId, db.organizationId),
        sql`${narrativeNodes.nuggetId} in (${db.sql
          .select({ id: nuggets.id })
          .from(nuggets)
          .where(eq(nuggets.documentId, documentId))})`,
        nodes.length === 0 ? undefined : sql`${narrativeNodes.id} not in ${nodes.map(({ id }) => id)}`,
      ),
    );
  if (nodes.length === 0) {
    await stale;
    return;
  }
  await db.sql.batch([
    stale,
    db.sql
      .insert(narrativeNodes)
      .values(nodes.map((node) => ({ ...node, organizationId: db.organizationId })))
      .onConflictDoUpdate({
        target: narrativeNodes.id,
        set: {
          choices: sql`excluded.choices`,
          x: sql`excluded.x`,
          y: sql`excluded.y`,
          version: sql`excluded.version`,
        },
      }),
  ]);
}
