/** The path through the material: nodes, the ways between them, and where to draw them. */
import type { Databases } from '../base/db.ts';
import { required } from '../base/errors.ts';
import { createRoute, json, listOf, only, pageQuery, personOf, router, z } from '../base/http.ts';
import { NodeId } from '../base/ids.ts';
import { pagesOf } from '../base/paging.ts';
import { NuggetView, nuggetView } from '../library/view.ts';
import { graphView } from './graph-view.ts';
import { findNode, listNodes, loadGraph } from './node-queries.ts';
import { viewNodes } from './node-view.ts';

const pages = pagesOf('nodes');

export type NarrativeRoutesNeeds = { databases: Databases };

const tags = ['Narrative'];
const guard = only('user');

const ChoiceView = z.object({
  id: z.string(),
  text: z.string(),
  nextNodeId: z.string(),
  revealsGap: z.array(z.string()),
  confirmsMastery: z.array(z.string()),
  adaptsTo: z.array(z.string()),
});

export const NodeView = z
  .object({
    id: z.uuid(),
    nuggetId: z.uuid(),
    documentId: z.uuid().nullable(),
    title: z.string().nullable(),
    choices: z.array(ChoiceView),
    position: z.object({ x: z.number(), y: z.number() }),
    version: z.number().int(),
  })
  .openapi('NarrativeNode');

const list = createRoute({
  method: 'get',
  path: '/api/narrative/nodes',
  ...guard,
  tags,
  request: { query: pageQuery.extend({ documentId: z.uuid().optional() }) },
  responses: { 200: json(listOf(NodeView)) },
});

const get = createRoute({
  method: 'get',
  path: '/api/narrative/nodes/{id}',
  ...guard,
  tags,
  request: { params: z.object({ id: NodeId }) },
  responses: {
    200: json(
      NodeView.extend({ nugget: NuggetView.omit({ parts: true, review: true, reviewReason: true }) }),
    ),
  },
});

export const GraphView = z
  .object({
    nodes: z.array(
      z.object({
        id: z.uuid(),
        nuggetId: z.uuid(),
        documentId: z.uuid().nullable(),
        documentTitle: z.string().nullable(),
        title: z.string().nullable(),
        status: z.string(),
        difficulty: z.number().int().nullable(),
        concepts: z.array(z.object({ concept: z.string(), name: z.string(), weight: z.number() })),
        /** Node ids that must come first. */
        prerequisites: z.array(z.string()),
        position: z.object({ x: z.number(), y: z.number() }),
      }),
    ),
    edges: z.array(z.object({ id: z.string(), from: z.string(), to: z.string(), text: z.string() })),
    prerequisites: z.array(
      z.object({
        from: z.string(),
        to: z.string(),
        fromName: z.string(),
        toName: z.string(),
        reason: z.string(),
      }),
    ),
  })
  .openapi('NarrativeGraph');

const graph = createRoute({
  method: 'get',
  path: '/api/narrative/graph',
  ...guard,
  tags,
  description: 'All nodes with positions, the ways between them, and what must be known before what.',
  request: { query: z.object({ documentId: z.uuid().optional() }) },
  responses: { 200: json(GraphView) },
});

type Ctx = Parameters<typeof personOf<NarrativeRoutesNeeds>>[0];
const dbOf = (c: Ctx) => c.get('needs').databases.forOrganization(personOf(c).organizationId);
const isStaff = (c: Ctx) => personOf(c).role !== 'learner';

export const narrativeRoutes = router<NarrativeRoutesNeeds>()
  .openapi(list, async (c) => {
    const db = dbOf(c);
    const { limit, cursor, documentId } = c.req.valid('query');
    const { rows, nextCursor } = pages.cut(
      await listNodes(db, { documentId, isStaff: isStaff(c), limit, after: pages.after(cursor) }),
      limit,
      ({ createdAt, id }) => ({ at: createdAt, id }),
    );
    return c.json({ items: await viewNodes(db, rows, isStaff(c)), nextCursor }, 200);
  })
  .openapi(graph, async (c) => {
    const { documentId } = c.req.valid('query');
    return c.json(graphView(await loadGraph(dbOf(c), { documentId, isStaff: isStaff(c) })), 200);
  })
  .openapi(get, async (c) => {
    const db = dbOf(c);
    const { node, nugget, sources } = required(
      await findNode(db, c.req.valid('param').id, isStaff(c)),
      'There is no such node.',
    );
    const view = required((await viewNodes(db, [node], isStaff(c)))[0]);
    const { parts: _p, review: _r, reviewReason: _w, ...shown } = nuggetView({ ...nugget, sources });
    return c.json({ ...view, nugget: shown }, 200);
  });
