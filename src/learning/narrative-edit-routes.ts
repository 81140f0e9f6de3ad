/** The narrative mended by hand: where one can go from a node, and in which words. */
import type { Databases } from '../base/db.ts';
import { required } from '../base/errors.ts';
import { createRoute, json, jsonBody, only, personOf, plainText, router, z } from '../base/http.ts';
import { NodeId } from '../base/ids.ts';
import { audit } from '../base/queries.ts';
import { editWays } from './edit-ways.ts';
import { MOST_CHOICES } from './narrative-choices.ts';
import { NodeView } from './narrative-routes.ts';
import { findNode } from './node-queries.ts';
import { viewNodes } from './node-view.ts';

export type NarrativeEditRoutesNeeds = { databases: Databases };

const edit = createRoute({
  method: 'patch',
  path: '/api/admin/narrative/nodes/{id}',
  ...only('instructor'),
  tags: ['Narrative'],
  description:
    'Sets the ways on from a node. `version` guards against lost edits; a way that cannot stand is refused with the reason.',
  request: {
    params: z.object({ id: NodeId }),
    body: jsonBody(
      z.object({
        version: z.number().int(),
        choices: z
          .array(z.object({ id: z.string().optional(), text: plainText(200, 1), nextNodeId: z.uuid() }))
          .min(1)
          .max(MOST_CHOICES),
      }),
    ),
  },
  responses: { 200: json(NodeView) },
});

export const narrativeEditRoutes = router<NarrativeEditRoutesNeeds>().openapi(edit, async (c) => {
  const { organizationId, userId } = personOf(c);
  const db = c.get('needs').databases.forOrganization(organizationId);
  const { id } = c.req.valid('param');
  const { version, choices } = c.req.valid('json');
  const { node } = required(await findNode(db, id, true), 'There is no such node.');
  const documentId = required(node.documentId, 'This node is of no document.');
  await editWays(db, documentId, { id, version }, choices);
  await audit(db, { actorId: userId, action: 'narrative.edited', subject: id });
  const edited = required(await findNode(db, id, true), 'There is no such node.').node;
  return c.json(required((await viewNodes(db, [edited], true))[0]), 200);
});
