/** What a lesson and the library do to each other's numbers: merges, retirements, reviews and plans while somebody learns. */
import { beforeEach, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { list } from '../../dev/test-course.ts';
import { script } from '../../dev/test-models.ts';
import { invite, type TestPerson } from '../../dev/test-people.ts';
import type { Reef } from '../../dev/test-reef.ts';
import { openSchool } from '../../dev/test-school.ts';
import { openSocket } from '../../dev/test-sockets.ts';
import { openDatabases } from '../base/db.ts';
import { AttemptId, ConceptId, newId, QuestionId } from '../base/ids.ts';
import { questions } from '../library/tables.ts';
import { storeAttempt } from './attempt-queries.ts';
import { keepLinks } from './concept-queries.ts';
import { DAILY_REVIEWS } from './due.ts';
import { refreshStanding } from './standing-queries.ts';
import { concepts, reviews } from './tables.ts';

const { forOrganization } = openDatabases(inject('databaseUrl'));
const DAY = 86_400_000;

const Session = z.object({ id: z.string(), currentNodeId: z.string().nullable() });
const Review = z.object({
  items: z.array(z.object({ concept: z.string(), retrievability: z.number() })),
  doneToday: z.number(),
  dailyCap: z.number(),
});
const Standing = z.object({
  concepts: z.array(z.object({ concept: z.string(), name: z.string(), masteryLevel: z.number() })),
});

let admin: TestPerson;
let learner: TestPerson;
let reef: Reef;
let model: string;

beforeEach(async () => {
  ({ admin, learner, reef, model } = await openSchool());
});

const db = () => forOrganization(admin.organizationId);
const begin = async (body: object = { nuggetId: reef.nuggetIds[0] }) =>
  Session.parse(await learner.ask('/api/learning/sessions', { json: body }));
const due = async () => Review.parse(await learner.ask('/api/learning/review'));
const standing = async () => Standing.parse(await learner.ask('/api/learning/progress')).concepts;
const daysAgo = (days: number): Date => new Date(Date.now() - days * DAY);

type Filed = {
  score?: number;
  at?: Date;
  who?: TestPerson;
  id?: AttemptId;
  itemId?: string;
  answer?: string;
};

/** Evidence as the outbox files it. */
async function file(concept: { id: ConceptId; name: string }, filed: Filed = {}) {
  const who = filed.who ?? learner;
  await db().sql.batch(
    storeAttempt(db(), who.learnerId, null, {
      id: filed.id ?? newId(AttemptId),
      conceptId: concept.id,
      conceptName: concept.name,
      itemId: filed.itemId ?? null,
      kind: 'answer',
      score: filed.score ?? 1,
      confidence: 1,
      hintsUsed: 0,
      question: 'Is it so?',
      answer: filed.answer ?? 'It is.',
      evidence: 'A test says so.',
      misconception: null,
      at: filed.at ?? daysAgo(30),
      progress: null,
    }),
  );
}

const polyps = () => ({ id: reef.polyps, name: 'polyps' });
const bleaching = () => ({ id: reef.bleaching, name: 'bleaching' });

async function askAboutPolyps() {
  await script(
    model,
    {
      calls: [
        {
          name: 'ask_question',
          arguments: {
            concept: 'polyps',
            kind: 'cloze',
            question: 'Polyps build on the ____ of dead ones.',
            answer: 'skeletons',
            quote: 'Living polyps build on the skeletons of dead ones.',
          },
        },
      ],
    },
    { text: 'Try it.' },
    { text: 'Right.' },
  );
  const session = await begin();
  const socket = await openSocket(learner, session.id);
  await socket.join();
  socket.send('session:message', { content: 'Quiz me' });
  const asked = await socket.until(({ event }) => event === 'session:question');
  await socket.reply();
  return { session, socket, questionId: asked.data['questionId'] };
}

describe('while a lesson runs', () => {
  test('a concept may become part of another: the answer counts for what it is now, and undoing gives it back', async () => {
    const { socket, questionId } = await askAboutPolyps();
    await admin.ask(`/api/admin/concepts/${reef.polyps}/merge`, { json: { into: reef.bleaching } });
    socket.send('session:answer', { questionId, answer: 'the skeletons' });
    await socket.until(({ event }) => event === 'session:progress:updated');
    await expect.poll(standing).toMatchObject([{ concept: reef.bleaching, name: 'bleaching' }]);
    const kept = () => db().sql.select().from(reviews);
    await expect.poll(async () => (await kept()).map(({ conceptId }) => conceptId)).toEqual([reef.bleaching]);
    await admin.ask('/api/admin/concepts/undo', { method: 'POST' });
    expect(await standing()).toMatchObject([{ concept: reef.polyps, name: 'polyps' }]);
    await expect.poll(async () => (await kept()).map(({ conceptId }) => conceptId)).toEqual([reef.polyps]);
  });

  test('what comes to a concept after a merge outlives its undoing', async () => {
    await admin.ask(`/api/admin/concepts/${reef.polyps}/merge`, { json: { into: reef.bleaching } });
    const [, , third] = reef.nuggetIds;
    if (third === undefined) throw new Error('a reef has three nuggets');
    await keepLinks(db(), {
      ...{ created: [], model: null, renamed: [], nuggetIds: [third] },
      links: [{ nuggetId: third, conceptId: reef.bleaching, weight: 1 }],
    });
    await admin.ask('/api/admin/concepts/undo', { method: 'POST' });
    const Taught = z.object({ id: z.string(), nuggets: z.array(z.object({ id: z.string() })) });
    const { items } = list(Taught).parse(await admin.ask('/api/admin/concepts'));
    const nuggetsOf = (id: string) =>
      items.find((one) => one.id === id)?.nuggets.map(({ id: nuggetId }) => nuggetId);
    expect(nuggetsOf(reef.polyps)).toEqual([reef.nuggetIds[0]]);
    expect(nuggetsOf(reef.bleaching)?.toSorted()).toEqual([reef.nuggetIds[1], third].toSorted());
  });

  test('a nugget may be retired: no way leads to it any more, and the lesson goes on', async () => {
    await script(model, { text: 'Let us go on.' });
    const session = await begin();
    const socket = await openSocket(learner, session.id);
    await socket.join();
    await admin.ask(`/api/admin/nuggets/${reef.nuggetIds[1]}/unpublish`, { method: 'POST' });
    const node = z
      .object({ choices: z.array(z.object({ id: z.string(), nextNodeId: z.string() })) })
      .parse(await learner.ask(`/api/narrative/nodes/${reef.nodeIds[0]}`));
    expect(node.choices.length).toBeGreaterThan(0);
    expect(node.choices.map(({ nextNodeId }) => nextNodeId)).not.toContain(reef.nodeIds[1]);
    socket.send('session:message', { content: 'And now?' });
    expect((await socket.reply()).data).toMatchObject({ status: 'complete' });
    expect(
      (await learner.fetch(`/api/narrative/nodes/${reef.nodeIds[1]}`)).status,
      'who stands elsewhere does not see it',
    ).toBe(404);
    const steps = list(z.object({ nodeId: z.string() })).parse(await learner.ask('/api/learning/next'));
    expect(steps.items.map(({ nodeId }) => nodeId)).not.toContain(reef.nodeIds[1]);
  });

  test('the tutor goes where the planner says, with its reason, and a lesson without a wish begins there', async () => {
    // Known well and not yet forgotten: the planner would not begin with it.
    for (const days of [3, 2, 1, 0.1]) await file(polyps(), { at: daysAgo(days) });
    await refreshStanding(db(), learner.learnerId, new Date());
    const steps = list(z.object({ nodeId: z.string(), nuggetId: z.string(), reason: z.string() })).parse(
      await learner.ask('/api/learning/next'),
    ).items;
    const [first] = steps;
    expect(first?.nodeId).not.toBe(reef.nodeIds[0]);
    expect((await begin({})).currentNodeId).toBe(first?.nodeId);

    await script(
      model,
      { calls: [{ name: 'adapt_narrative', arguments: { reason: 'They know this.' } }] },
      { text: 'Here we are.' },
    );
    const session = await begin();
    const socket = await openSocket(learner, session.id);
    await socket.join();
    socket.send('session:message', { content: 'I know this. Go on.' });
    const moved = await socket.until(({ event, seq = 0 }) => event === 'session:node:updated' && seq > 1);
    const planned = steps.find(({ nuggetId }) => nuggetId !== reef.nuggetIds[0]);
    expect(moved.data).toMatchObject({ node: { id: planned?.nodeId }, reason: planned?.reason });
  });
});

describe('reviews', () => {
  /** So many concepts, each answered once long ago. */
  async function muchIsDue(count: number) {
    const { organizationId } = admin;
    const made = Array.from({ length: count }, (_, place) => ({
      id: newId(ConceptId),
      name: `Due topic ${place}`,
    }));
    await db()
      .sql.insert(concepts)
      .values(made.map((one) => ({ ...one, organizationId, normalizedName: one.name.toLowerCase() })));
    for (const [place, concept] of made.entries()) await file(concept, { at: daysAgo(60 + place) });
    return made;
  }

  test('come as many a day as the cap says, and one done is one less, whichever device asks', async () => {
    const made = await muchIsDue(DAILY_REVIEWS + 5);
    const [here, there] = await Promise.all([due(), due()]);
    // Whatever is remembered fades by the millisecond: what is due is the same, how well it is known by now is not.
    const asked = (list: typeof here) => list.items.map(({ retrievability: _, ...item }) => item);
    expect(asked(here)).toEqual(asked(there));
    expect(here.items).toHaveLength(DAILY_REVIEWS);
    expect(new Set(here.items.map(({ concept }) => concept)).size).toBe(DAILY_REVIEWS);
    const [first] = here.items;
    const concept = made.find(({ id }) => id === first?.concept);
    if (concept === undefined) throw new Error('what is due was made');
    // Both devices file the answer to the same question: it is one.
    const id = newId(AttemptId);
    await Promise.all([file(concept, { id, at: new Date() }), file(concept, { id, at: new Date() })]);
    const after = await due();
    expect(after.doneToday).toBe(1);
    expect(after.items).toHaveLength(DAILY_REVIEWS - 1);
    expect(after.items.map(({ concept: due }) => due)).not.toContain(concept.id);
  });

  test('are done by a turn of the conversation too', async () => {
    await file(polyps(), { at: daysAgo(60) });
    expect((await due()).items.map(({ concept }) => concept)).toEqual([reef.polyps]);
    await script(
      model,
      {
        calls: [
          {
            name: 'update_mastery',
            arguments: {
              concept: 'polyps',
              score: 1,
              evidence: 'living polyps build on the skeletons of dead ones',
            },
          },
        ],
      },
      { text: 'Just so.' },
    );
    const session = await begin();
    const socket = await openSocket(learner, session.id);
    await socket.join();
    socket.send('session:message', {
      content: 'I remember: living polyps build on the skeletons of dead ones.',
    });
    await socket.reply();
    await expect.poll(due, { timeout: 10_000 }).toMatchObject({ items: [], doneToday: 1 });
  });
});

describe('a report', () => {
  test('on questions tells how hard they are, whom they tell apart, and what the wrong options draw', async () => {
    const id = newId(QuestionId);
    const [nuggetId] = reef.nuggetIds;
    if (nuggetId === undefined) throw new Error('a reef has nuggets');
    await db()
      .sql.insert(questions)
      .values({
        id,
        organizationId: admin.organizationId,
        nuggetId,
        kind: 'choice',
        question: 'What do polyps build on?',
        options: ['skeletons', 'sand', 'algae'],
        answer: 'skeletons',
        concept: 'polyps',
      });
    const people = await Promise.all(Array.from({ length: 12 }, (_, i) => invite(admin, 'learner', `P${i}`)));
    for (const [i, who] of people.entries()) {
      const isStrong = i < 6;
      await file(polyps(), {
        who,
        itemId: id,
        score: isStrong ? 1 : 0,
        answer: isStrong ? 'skeletons' : 'sand',
      });
      await file(bleaching(), { who, itemId: 'another', score: isStrong ? 1 : 0 });
    }
    const { items } = z
      .object({ items: z.array(z.object({ itemId: z.string() }).loose()) })
      .parse(await admin.ask('/api/admin/reports/items'));
    expect(items.find(({ itemId }) => itemId === id)).toMatchObject({
      question: 'What do polyps build on?',
      answers: 12,
      difficulty: 0.5,
      discrimination: expect.closeTo(1),
      options: [
        { option: 'sand', chosen: 6, strength: 0 },
        { option: 'skeletons', chosen: 6, strength: 1 },
      ],
      flags: [],
    });
    expect((await learner.fetch('/api/admin/reports/items')).status).toBe(403);
  });

  test('on paths tells what was chosen and where lessons ended', async () => {
    const session = await begin();
    await learner.ask(`/api/learning/sessions/${session.id}/choices`, { json: { choiceId: 'on-0' } });
    await begin();
    const report = () => admin.ask('/api/admin/reports/paths');
    await expect.poll(report, { timeout: 10_000 }).toMatchObject({
      sessions: 2,
      learners: 1,
      completed: 0,
      nodes: [
        { nodeId: reef.nodeIds[0], visits: 2, choices: [{ choiceId: 'on-0', taken: 1, share: 1 }] },
        {},
      ],
    });
  });

  test('on a class shows what is known today, as the learner sees it: forgetting goes on where nobody answers', async () => {
    for (const days of [120, 119, 118]) await file(polyps(), { at: daysAgo(days) });
    await file(bleaching(), { score: 0.6, at: daysAgo(117) });
    const then = await refreshStanding(db(), learner.learnerId, daysAgo(117));
    const Row = z.object({
      id: z.string(),
      masteryMap: z.array(z.object({ concept: z.string(), masteryLevel: z.number() })),
      knowledgeGaps: z.array(z.object({ concept: z.string(), masteryLevel: z.number() })),
    });
    const { items } = list(Row).parse(await admin.ask('/api/admin/learners'));
    const row = items.find(({ id }) => id === learner.learnerId);
    const levels = (given: { concept: string; masteryLevel: number }[] = []) =>
      Object.fromEntries(given.map(({ concept, masteryLevel }) => [concept, masteryLevel]));
    const today = levels(await standing());
    expect(levels(row?.masteryMap)).toEqual(today);
    expect(today[reef.polyps]).toBeLessThan((then.masteryMap[reef.polyps] ?? 0) - 5);
    const one = Row.parse(await admin.ask(`/api/admin/learners/${learner.learnerId}`));
    expect(row?.knowledgeGaps).toEqual(one.knowledgeGaps);
    expect(levels(one.masteryMap)).toEqual(today);
  });

  test('on a class names who may need help, and why', async () => {
    for (let i = 0; i < 6; i += 1) await file(polyps(), { score: 0, at: daysAgo(2 - i / 10) });
    await refreshStanding(db(), learner.learnerId, new Date());
    const { items } = list(
      z.object({ id: z.string(), risks: z.array(z.object({ kind: z.string() })) }),
    ).parse(await admin.ask('/api/admin/learners'));
    expect(items.find(({ id }) => id === learner.learnerId)?.risks.map(({ kind }) => kind)).toContain(
      'failing',
    );
    expect(await admin.ask(`/api/admin/learners/${learner.learnerId}`)).toMatchObject({
      risks: expect.arrayContaining([expect.objectContaining({ kind: 'failing' })]),
      knowledgeGaps: [{ concept: reef.polyps, name: 'polyps' }],
    });
  });
});

test('ten thousand answers of one learner are read, planned with and shown', async () => {
  await db().sql.execute(`
    insert into attempts (id, organization_id, learner_id, concept_id, item_id, kind, score, confidence, evidence, at)
    select gen_random_uuid(), '${admin.organizationId}', '${learner.learnerId}',
           case when i % 2 = 0 then '${reef.polyps}'::uuid else '${reef.bleaching}'::uuid end,
           'item-' || (i % 97), 'answer', (i % 3 > 0)::integer, 1, 'One of very many.', now() - (10000 - i) * interval '10 minutes'
    from generate_series(1, 10000) as i`);
  expect(await standing()).toHaveLength(2);
  expect((await refreshStanding(db(), learner.learnerId, new Date())).attempts).toBe(10_000);
  expect((await due()).dailyCap).toBe(DAILY_REVIEWS);
  expect((await learner.fetch('/api/learning/next')).status).toBe(200);
  expect((await admin.fetch(`/api/admin/learners/${learner.learnerId}`)).status).toBe(200);
});
