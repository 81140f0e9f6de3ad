/** Concepts as an admin keeps them: merged, split, and put back. */
import type { Databases, OrganizationDb } from '../base/db.ts';
import { AppError, notFound } from '../base/errors.ts';
import {
  createRoute,
  json,
  jsonBody,
  listOf,
  only,
  pageQuery,
  personOf,
  plainText,
  router,
  z,
} from '../base/http.ts';
import { ConceptId, NuggetId } from '../base/ids.ts';
import { pagesOf } from '../base/paging.ts';
import { audit } from '../base/queries.ts';
import { conceptIdOf } from './concept-id.ts';
import { listConcepts } from './concept-list-queries.ts';
import { type ConceptOperation, changeConcepts } from './concept-set.ts';
import {
  affectedBy,
  findLastChange,
  keepConceptSet,
  loadConceptSet,
  touchedBy,
} from './concept-set-queries.ts';
import { normaliseName } from './concepts.ts';
import { rebuildNarrative } from './narrate.ts';
import { refreshStanding } from './standing-queries.ts';
import { untilKept } from './until-kept.ts';

const pages = pagesOf('concepts');

export type ConceptRoutesNeeds = {
  databases: Databases;
  clock: () => Date;
  /** Work that outlives the answer. */
  later: (work: Promise<unknown>) => void;
};

const tags = ['Concepts'];
const guard = only('instructor');

export const ConceptView = z
  .object({
    id: z.uuid(),
    name: z.string(),
    aliases: z.array(z.string()),
    nuggets: z.array(z.object({ id: z.uuid(), title: z.string().nullable(), weight: z.number() })),
    prerequisites: z.array(z.object({ id: z.uuid(), name: z.string(), reason: z.string() })),
  })
  .openapi('Concept');

const list = createRoute({
  method: 'get',
  path: '/api/admin/concepts',
  ...guard,
  tags,
  request: { query: pageQuery.extend({ q: plainText(200, 1).optional() }) },
  responses: { 200: json(listOf(ConceptView)) },
});

const conceptParam = z.object({ id: ConceptId });
const Changed = z.object({ success: z.literal(true), concept: z.uuid() });

const merge = createRoute({
  method: 'post',
  path: '/api/admin/concepts/{id}/merge',
  ...guard,
  tags,
  description: 'Makes this concept part of another. Evidence on it counts for that one from now on.',
  request: { params: conceptParam, body: jsonBody(z.object({ into: ConceptId })) },
  responses: { 200: json(Changed) },
});

const split = createRoute({
  method: 'post',
  path: '/api/admin/concepts/{id}/split',
  ...guard,
  tags,
  description: 'Takes nuggets and other names out of this concept into a new one.',
  request: {
    params: conceptParam,
    body: jsonBody(
      z.object({
        name: plainText(200, 1),
        nuggetIds: z.array(NuggetId).max(1000).default([]),
        aliases: z.array(plainText(200, 1)).max(100).default([]),
      }),
    ),
  },
  responses: { 200: json(Changed) },
});

const undo = createRoute({
  method: 'post',
  path: '/api/admin/concepts/undo',
  ...guard,
  tags,
  description: 'Puts back what the last merge or split changed; again, what the one before it changed.',
  responses: { 200: json(z.object({ success: z.literal(true) })) },
});

type Ctx = Parameters<typeof personOf<ConceptRoutesNeeds>>[0];
const dbOf = (c: Ctx) => c.get('needs').databases.forOrganization(personOf(c).organizationId);

const REFUSED = {
  unknown_concept: () => notFound('There is no such concept.'),
  same_concept: () => new AppError('conflict', 'A concept can’t become part of itself.'),
  id_taken: () => new AppError('conflict', 'There is a concept of this name already: merge into it instead.'),
} as const;

const isNamed = (concepts: readonly { name: string }[], name: string): boolean =>
  concepts.some((concept) => normaliseName(concept.name) === normaliseName(name));

/**
 * Carries out what `next` says is to be done now, after the concepts were read; where others change them meanwhile, again.
 * What follows from it for learners and paths is done after the answer.
 */
async function carryOut(
  c: Ctx,
  next: (db: OrganizationDb) => Promise<{ operation: ConceptOperation; undoes?: string }>,
): Promise<void> {
  const db = dbOf(c);
  const keep = async () => {
    const { set, asOf } = await loadConceptSet(db);
    const { operation, undoes } = await next(db);
    if (operation.kind === 'split' && isNamed(set.concepts, operation.concept.name)) throw REFUSED.id_taken();
    const outcome = changeConcepts(set, operation);
    if (!outcome.ok) throw REFUSED[outcome.reason]();
    const change = { operation, inverse: outcome.inverse, ...(undoes === undefined ? {} : { undoes }) };
    if (!(await keepConceptSet(db, { after: outcome.set, asOf }, change))) return false;
    await audit(db, {
      actorId: personOf(c).userId,
      action: undoes === undefined ? `concept.${operation.kind}` : 'concept.undone',
      details: { concepts: touchedBy(operation) },
    });
    const { later, clock } = c.get('needs');
    later(settle(db, touchedBy(operation), clock));
    return true;
  };
  await untilKept(
    keep,
    new AppError('conflict', 'These concepts are being changed by others. Try again in a moment.'),
  );
}

/** The projections of whoever has evidence on the concepts, and the ways of whatever teaches them. */
async function settle(db: OrganizationDb, touched: readonly string[], clock: () => Date): Promise<void> {
  const { learners, documents } = await affectedBy(db, touched);
  for (const id of learners) await refreshStanding(db, id, clock());
  for (const id of documents) await rebuildNarrative(db, id);
}

export const conceptRoutes = router<ConceptRoutesNeeds>()
  .openapi(list, async (c) => {
    const { limit, cursor, q } = c.req.valid('query');
    const { rows, nextCursor } = pages.cut(
      await listConcepts(dbOf(c), { q, limit, after: pages.after(cursor) }),
      limit,
      ({ createdAt, id }) => ({ at: createdAt, id }),
    );
    const items = rows.map(({ createdAt: _, ...concept }) => concept);
    return c.json({ items, nextCursor }, 200);
  })
  .openapi(undo, async (c) => {
    await carryOut(c, async (db) => {
      const last = await findLastChange(db);
      if (last === undefined) throw new AppError('conflict', 'There is nothing to undo.');
      return { operation: last.inverse, undoes: last.id };
    });
    return c.json({ success: true } as const, 200);
  })
  .openapi(merge, async (c) => {
    const { id } = c.req.valid('param');
    const { into } = c.req.valid('json');
    await carryOut(c, async () => ({ operation: { kind: 'merge', from: id, into } }));
    return c.json({ success: true, concept: into } as const, 200);
  })
  .openapi(split, async (c) => {
    const { id } = c.req.valid('param');
    const { name, nuggetIds, aliases } = c.req.valid('json');
    const concept = { id: conceptIdOf(personOf(c).organizationId, name), name, aliases };
    await carryOut(c, async () => ({ operation: { kind: 'split', from: id, concept, nuggetIds } }));
    return c.json({ success: true, concept: concept.id } as const, 200);
  });
