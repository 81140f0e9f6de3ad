/** What a learner should meet next: the planner, given all that is known of them. */
import type { OrganizationDb } from '../base/db.ts';
import { AppError } from '../base/errors.ts';
import type { LearnerId } from '../base/ids.ts';
import type { Models } from '../models/port.ts';
import { listEdges } from './concept-queries.ts';
import { dueToday } from './due.ts';
import { findLearner, homesOf, loadPlanMaterial } from './learner-queries.ts';
import { likenessToGoal } from './likeness-queries.ts';
import { type PlannedNode, planNext } from './planner.ts';
import { findStanding, type Standing } from './standing-queries.ts';

export type NextNeeds = {
  db: OrganizationDb;
  models: Pick<Models, 'embed'>;
  /** Node ids that the learner has met in lessons, oldest first. */
  seen: (db: OrganizationDb, learnerId: LearnerId) => Promise<string[]>;
  clock: () => Date;
};

export type NextStep = PlannedNode & { title: string | null; estimatedTime: number | null };

/**
 * The next nodes with their reasons, best first. Without a goal of the moment those of the profile count. `known` is the
 * learner's standing where the caller has it already.
 */
export async function nextFor(
  needs: NextNeeds,
  learnerId: LearnerId,
  wish: { goal: string | undefined; limit: number },
  known?: Standing,
): Promise<NextStep[]> {
  const { db } = needs;
  const now = needs.clock();
  const [standing, material, edges, homes, seen, learner] = await Promise.all([
    known ?? findStanding(db, learnerId, now),
    loadPlanMaterial(db),
    listEdges(db),
    homesOf(db),
    needs.seen(db, learnerId),
    findLearner(db, learnerId),
  ]);
  const goal = wish.goal ?? learner?.profile?.goals.join('. ');
  const links = Map.groupBy(material.links, ({ nuggetId }) => nuggetId);
  const planned = planNext({
    nodes: material.nodes.map(({ nodeId, nuggetId, difficulty }, order) => ({
      nodeId,
      nuggetId,
      difficulty,
      order,
      concepts: (links.get(nuggetId) ?? []).map(({ conceptId, weight }) => ({ conceptId, weight })),
    })),
    estimates: standing.estimates,
    priorLevel: standing.priorLevel,
    knowledgeGaps: standing.knowledgeGaps,
    due: dueToday(standing, new Map(homes.map((home) => [home.conceptId, home])), now).concepts,
    prerequisites: edges,
    seen,
    goalLikeness: await goalLikeness(needs, learnerId, goal),
    conceptNames: Object.fromEntries(material.links.map(({ conceptId, name }) => [conceptId, name])),
    limit: wish.limit,
  });
  const about = new Map<string, (typeof material.nodes)[number]>(
    material.nodes.map((node) => [node.nodeId, node]),
  );
  return planned.map((step) => ({
    ...step,
    title: about.get(step.nodeId)?.title ?? null,
    estimatedTime: about.get(step.nodeId)?.estimatedTime ?? null,
  }));
}

/** A plan without the goal is better than none: where it can't be embedded it counts for nothing. */
async function goalLikeness(
  { db, models }: NextNeeds,
  learnerId: LearnerId,
  goal: string | undefined,
): Promise<Record<string, number>> {
  if (goal === undefined || goal.trim() === '') return {};
  const caller = { organizationId: db.organizationId, learnerId, task: 'embedding' } as const;
  const embedded = await models.embed(caller, [goal.slice(0, 2000)]).catch((error: unknown) => {
    if (error instanceof AppError) return undefined;
    throw error;
  });
  const vector = embedded?.vectors[0];
  return embedded === undefined || vector === undefined
    ? {}
    : likenessToGoal(db, { vector, model: embedded.model });
}
