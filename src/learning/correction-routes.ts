/** An instructor's word on what a learner knows: evidence like any other, with its reason, that sets the level. */
import type { Databases } from '../base/db.ts';
import { required } from '../base/errors.ts';
import { createRoute, json, jsonBody, only, personOf, plainText, router, z } from '../base/http.ts';
import { AttemptId, ConceptId, LearnerId, newId } from '../base/ids.ts';
import { audit } from '../base/queries.ts';
import { storeAttempt } from './attempt-queries.ts';
import { findLearner, namesOf } from './learner-queries.ts';
import { findStanding, refreshStanding } from './standing-queries.ts';
import { NamedLevel } from './standing-view.ts';

export type CorrectionRoutesNeeds = { databases: Databases; clock: () => Date };

const correct = createRoute({
  method: 'post',
  path: '/api/admin/learners/{id}/corrections',
  ...only('instructor'),
  tags: ['Learners'],
  description:
    'Sets what a learner knows of a concept, 2 to 98 %, and says why. It joins the trail of evidence.',
  request: {
    params: z.object({ id: LearnerId }),
    body: jsonBody(
      z.object({
        concept: ConceptId,
        masteryLevel: z.number().int().min(2).max(98),
        reason: plainText(500, 1),
      }),
    ),
  },
  responses: { 201: json(NamedLevel, 'Created') },
});

export const correctionRoutes = router<CorrectionRoutesNeeds>().openapi(correct, async (c) => {
  const { organizationId, userId } = personOf(c);
  const { databases, clock } = c.get('needs');
  const db = databases.forOrganization(organizationId);
  const { id } = c.req.valid('param');
  const { concept, masteryLevel, reason } = c.req.valid('json');
  const now = clock();
  const [learner, names, standing] = await Promise.all([
    findLearner(db, id),
    namesOf(db, [concept]),
    findStanding(db, id, now),
  ]);
  required(learner, 'There is no such learner.');
  const name = required(names.get(concept), 'There is no such concept.');
  await db.sql.batch([
    ...storeAttempt(db, id, null, {
      id: newId(AttemptId),
      conceptId: concept,
      conceptName: name,
      itemId: null,
      kind: 'override',
      score: masteryLevel / 100,
      confidence: 1,
      hintsUsed: 0,
      question: null,
      answer: null,
      evidence: reason,
      misconception: null,
      at: now,
      progress: {
        previousLevel: standing.masteryMap[concept] ?? 0,
        masteryLevel,
        probability: masteryLevel / 100,
      },
    }),
    // The reason stays with the evidence: it is about the learner, and goes with them.
    audit(db, {
      actorId: userId,
      action: 'learner.corrected',
      subject: id,
      details: { concept, masteryLevel },
    }),
  ]);
  await refreshStanding(db, id, now);
  return c.json({ concept, name, masteryLevel }, 201);
});
