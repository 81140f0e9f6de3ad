/** Makes a lesson's pack from Postgres: at the beginning, and anew whenever nobody waits. */

import type { Databases, OrganizationDb } from '../base/db.ts';
import { notFound } from '../base/errors.ts';
import type { NuggetId, OrganizationId } from '../base/ids.ts';
import type { Log } from '../base/log.ts';
import { conceptIdOf } from '../learning/concept-id.ts';
import { type Concept, normaliseName } from '../learning/concepts.ts';
import { type NextStep, nextFor } from '../learning/next.ts';
import { findStanding, refreshStanding, type Standing } from '../learning/standing-queries.ts';
import { search } from '../library/search.ts';
import type { Caller, Models } from '../models/port.ts';
import { settingsFor } from '../settings/settings.ts';
import { withFound } from './effects.ts';
import type { Found, Lesson, LessonNode, Pack, Passage, SessionState } from './lesson.ts';
import {
  findConcepts,
  findNodes,
  findNodesOfNuggets,
  findPassages,
  findPerson,
  findTopics,
} from './pack-queries.ts';
import { listSeenNodes } from './path-queries.ts';
import { containment, contentStems } from './words.ts';

export type PackNeeds = { databases: Databases; models: Pick<Models, 'embed'>; clock: () => Date; log: Log };

const FOUND = 4;
/** Nodes beyond those that the choices lead to. */
const AHEAD = 3;
/** Neighbours whose words are at hand before anybody goes there. */
const NEAR = 3;

/** Passages of the organization, best first, by meaning and by words, and what their nuggets teach. */
export async function searchPassages(
  { databases, models, log }: PackNeeds,
  caller: Omit<Caller, 'task'>,
  text: string,
  limit = FOUND,
): Promise<Found> {
  const db = databases.forOrganization(caller.organizationId);
  const found = await search({ models, log }, db, caller, { text, mode: 'hybrid', limit });
  return foundOf(
    db,
    found.map(({ nuggetId }) => nuggetId),
  );
}

async function foundOf(db: OrganizationDb, nuggetIds: readonly NuggetId[]): Promise<Found> {
  const [passages, concepts] = await Promise.all([
    findPassages(db, nuggetIds),
    conceptsOf(db, nuggetIds, []),
  ]);
  return { passages, concepts };
}

/** A nugget as a node with its words; null where the organization offers no such nugget. */
export async function findNugget(
  { databases }: PackNeeds,
  organizationId: OrganizationId,
  id: NuggetId,
): Promise<{ node: LessonNode; found: Found } | null> {
  const db = databases.forOrganization(organizationId);
  const [[node], found] = await Promise.all([findNodesOfNuggets(db, [id]), foundOf(db, [id])]);
  return node === undefined ? null : { node, found };
}

export async function findNode(
  { databases }: PackNeeds,
  organizationId: OrganizationId,
  nodeId: string,
): Promise<LessonNode | null> {
  const [node] = await findNodes(databases.forOrganization(organizationId), [nodeId]);
  return node ?? null;
}

/** What the planner has the learner meet next, towards the session's goal or else those of their profile. */
const planFor = (needs: PackNeeds, session: SessionState, standing: Standing): Promise<NextStep[]> => {
  const { databases, models, clock } = needs;
  const db = databases.forOrganization(session.organizationId);
  const wish = { goal: session.goal ?? undefined, limit: AHEAD + 1 };
  return nextFor({ db, models, seen: listSeenNodes, clock }, session.learnerId, wish, standing);
};

type Known = {
  node: LessonNode | null;
  found: readonly Passage[];
  standing: Standing;
  planned: readonly NextStep[];
};

/** What lies around a node: where its choices lead, what else is ahead, their words, and the concepts of all that. */
async function packAround(
  db: OrganizationDb,
  { node, found, standing, planned }: Known,
): Promise<Pick<Lesson, 'node'> & { pack: Pack }> {
  const own = node?.view.nugget.id;
  const [[now], led, ahead] = await Promise.all([
    own === undefined ? [] : findNodesOfNuggets(db, [own]),
    findNodes(db, node?.view.choices.map(({ nextNodeId }) => nextNodeId) ?? []),
    findNodes(
      db,
      planned.map(({ nodeId }) => nodeId),
    ),
  ]);
  // The narrative may have been made, or made anew, since the node was shown.
  const current = now ?? node;
  const neighbours = [...led, ...ahead].filter(
    ({ view }, i, all) => view.nugget.id !== own && all.findIndex((other) => other.view.id === view.id) === i,
  );
  const near = neighbours.slice(0, NEAR).map(({ view }) => view.nugget.id);
  const fresh = await findPassages(db, [...(own === undefined ? [] : [own]), ...near]);
  const passages = [...fresh.filter(({ nuggetId }) => nuggetId === own), ...found, ...fresh];
  const nuggetIds = [...new Set(passages.map(({ nuggetId }) => nuggetId))];
  const concepts = await conceptsOf(db, nuggetIds, Object.keys(standing.masteryMap));
  const plan = planned.map(({ nuggetId, reason }) => ({ nuggetId, reason }));
  return { node: current, pack: { passages, neighbours, plan, concepts } };
}

/** The concepts of nuggets. Until a nugget has any, its topics stand in, under the ids that they get when first used. */
async function conceptsOf(
  db: OrganizationDb,
  nuggetIds: readonly NuggetId[],
  known: readonly string[],
): Promise<Concept[]> {
  const [linked, topics] = await Promise.all([findConcepts(db, nuggetIds, known), findTopics(db, nuggetIds)]);
  const taken = new Set(linked.flatMap(({ name, aliases }) => [name, ...aliases].map(normaliseName)));
  const others = topics.filter((topic) => !taken.has(normaliseName(topic)));
  const made = others.map((name) => ({ id: conceptIdOf(db.organizationId, name), name, aliases: [] }));
  return [...linked, ...made.filter(({ id }, i) => made.findIndex((other) => other.id === id) === i)];
}

const tidied = (lesson: Lesson): Lesson => withFound(lesson, { passages: [], concepts: [] });

export type Wish = { goal: string | null; topic: string | null; nuggetId: NuggetId | null };

/**
 * The lesson that a session begins with. A nugget asked for is where it begins; a goal or topic is searched for; without
 * either it begins where the planner says. That may be nowhere: then the tutor searches with the learner's first words.
 * Throws `not_found` for a nugget that is not offered.
 */
export async function openLesson(needs: PackNeeds, session: SessionState, wish: Wish): Promise<Lesson> {
  const { organizationId, learnerId } = session;
  const db = needs.databases.forOrganization(organizationId);
  const now = needs.clock();
  const [person, settings, standing] = await Promise.all([
    findPerson(db, learnerId),
    settingsFor(needs, session),
    findStanding(db, learnerId, now),
  ]);
  if (person === undefined) throw notFound();
  const planned = await planFor(needs, session, standing);
  const start = await findStart(needs, session, wish, planned[0]);
  const { node, pack } = await packAround(db, { ...start, standing, planned });
  const { state, population } = standing;
  return tidied({
    session,
    learner: { ...person, state, population },
    node,
    question: null,
    path: [],
    memory: null,
    settings,
    pack,
  });
}

async function findStart(
  needs: PackNeeds,
  session: SessionState,
  { goal, topic, nuggetId }: Wish,
  first: NextStep | undefined,
): Promise<Pick<Known, 'node' | 'found'>> {
  const { organizationId, learnerId } = session;
  const db = needs.databases.forOrganization(organizationId);
  if (nuggetId !== null) {
    const asked = await findNugget(needs, organizationId, nuggetId);
    if (asked === null) throw notFound('No such nugget.');
    return { node: asked.node, found: asked.found.passages };
  }
  const wanted = [topic, goal].filter((text) => text !== null).join('. ');
  if (wanted === '') {
    const [node] = await findNodes(db, first === undefined ? [] : [first.nodeId]);
    return { node: node ?? null, found: [] };
  }
  const caller = { organizationId, learnerId, sessionId: session.id };
  const { passages: found } = await searchPassages(needs, caller, wanted);
  const [best] = found;
  // A search always finds something; it is where to begin only if it speaks of what was asked.
  const isIt =
    best !== undefined &&
    containment(contentStems(wanted), contentStems(`${best.title} ${best.headings.join(' ')} ${best.text}`)) >
      0;
  const [node] = isIt ? await findNodesOfNuggets(db, [best.nuggetId]) : [];
  return { node: node ?? null, found };
}

/** The lesson with what Postgres knows by now; the learner's projection is rebuilt and kept on the way. */
export async function renewLesson(needs: PackNeeds, lesson: Lesson): Promise<Lesson> {
  const { organizationId, learnerId } = lesson.session;
  const db = needs.databases.forOrganization(organizationId);
  const standing = await refreshStanding(db, learnerId, needs.clock());
  const { node, pack } = await packAround(db, {
    node: lesson.node,
    found: lesson.pack.passages,
    standing,
    planned: await planFor(needs, lesson.session, standing),
  });
  const { state, population } = standing;
  return tidied({ ...lesson, learner: { ...lesson.learner, state, population }, node, pack });
}
