import { createExecutionContext, env } from 'cloudflare:test';
import { v7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { call, invite, PASSWORD, signUp, type TestPerson } from '../../dev/test-people.ts';
import { learners } from '../accounts/tables.ts';
import { edgeDeps } from '../app/deps.ts';
import { AttemptId, ConceptId, MessageId, newId, SessionId } from '../base/ids.ts';
import { analyticsEvents } from '../base/tables.ts';
import { attempts, concepts, progress } from '../learning/tables.ts';
import { NO_USAGE } from '../models/provider.ts';
import { insertUsage } from '../models/queries.ts';
import { usageEvents } from '../models/tables.ts';
import { messages, sessions } from '../tutoring/tables.ts';

const dbOf = ({ organizationId }: TestPerson) =>
  edgeDeps(env, createExecutionContext()).databases.forOrganization(organizationId);

/** A lesson as it lies in Postgres afterwards, with something paid for. */
async function lessonOf(person: TestPerson, secret: string) {
  const db = dbOf(person);
  const { organizationId, learnerId } = person;
  const [sessionId, conceptId, attemptId] = [newId(SessionId), newId(ConceptId), newId(AttemptId)];
  const name = `Bees ${conceptId}`;
  const at = new Date();
  await db.sql.batch([
    db.sql.insert(concepts).values({ id: conceptId, organizationId, name, normalizedName: name }),
    db.sql.insert(sessions).values({ id: sessionId, organizationId, learnerId, mode: 'text', goal: secret }),
    db.sql
      .insert(messages)
      .values({ id: newId(MessageId), organizationId, sessionId, seq: 1, role: 'user', content: secret }),
    db.sql.insert(attempts).values({
      id: attemptId,
      organizationId,
      learnerId,
      conceptId,
      kind: 'answer',
      score: 0.5,
      confidence: 1,
      at,
      answer: secret,
    }),
    db.sql.insert(progress).values({
      id: v7(),
      organizationId,
      learnerId,
      concept: conceptId,
      masteryLevel: 80,
      attemptId,
      sessionId,
    }),
    db.sql.insert(analyticsEvents).values({ id: v7(), organizationId, learnerId, name: 'nugget.viewed' }),
    db.sql.update(learners).set({ masteryMap: { [conceptId]: 80 }, knowledgeGaps: [] }),
  ]);
  const caller = { organizationId, learnerId, sessionId, task: 'tutoring' as const };
  await insertUsage(db, [
    { ...NO_USAGE, inputTokens: 1000, outputTokens: 100, caller, model: 'gpt-4.1', costUsd: 0.0028 },
    { ...NO_USAGE, characters: 500, caller: { ...caller, task: 'speech' }, model: 'tts-1', costUsd: 0.0075 },
    {
      ...NO_USAGE,
      inputTokens: 10,
      caller: { organizationId, task: 'embedding' },
      model: 'text-embedding-3-small',
      costUsd: 0.0000002,
    },
  ]);
  return { conceptId, name };
}

describe('analytics', () => {
  test('count what happened, of the organization only', async () => {
    const [admin, other] = [await signUp('Ada'), await signUp('Eve')];
    const { conceptId, name } = await lessonOf(admin, 'a goal');
    const report = Object(await admin.ask('/api/admin/analytics'));
    expect(report.engagement).toMatchObject({
      activeLearners: 1,
      sessions: 1,
      completedSessions: 0,
      messages: 1,
    });
    expect(report.engagement.byDay.length).toBeGreaterThan(29);
    expect(report.engagement.byDay.at(-1)).toMatchObject({ sessions: 1, activeLearners: 1, messages: 1 });
    expect(report.mastery).toMatchObject({
      attempts: 1,
      averageScore: 0.5,
      concepts: [{ concept: conceptId, name, learners: 1, averageLevel: 80, mastered: 1, gaps: 0 }],
    });
    expect(report.content.nuggets).toEqual({ total: 0, published: 0, byStatus: {} });
    const theirs = Object(await other.ask('/api/admin/analytics'));
    expect(theirs.engagement).toMatchObject({ sessions: 0, messages: 0 });
    expect(theirs.mastery.concepts).toEqual([]);
    const past = Object(await admin.ask('/api/admin/analytics?from=2025-01-01&to=2025-01-31'));
    expect(past.engagement).toMatchObject({ sessions: 0 });
    expect(past.engagement.byDay).toHaveLength(31);
  });

  test.each(['from=soon', 'from=2026-02-01&to=2026-01-01', 'from=1999-01-01'])('refuse %s', async (query) => {
    expect((await (await signUp()).fetch(`/api/admin/analytics?${query}`)).status).toBe(400);
  });
});

describe('costs', () => {
  test('come by day, model, learner and task, and add up', async () => {
    const admin = await signUp('Ada');
    await lessonOf(admin, 'a goal');
    const by = async (groupBy: string) =>
      Object(await admin.ask(`/api/admin/analytics/costs?groupBy=${groupBy}`));
    const total = 0.0028 + 0.0075 + 0.0000002;
    for (const groupBy of ['day', 'model', 'learner', 'task']) {
      const report = await by(groupBy);
      expect(report.totalUsd).toBeCloseTo(total, 9);
      const sum = report.items.reduce((all: number, { usd }: { usd: number }) => all + usd, 0);
      expect(sum).toBeCloseTo(total, 9);
      expect(report.month.spentUsd).toBeCloseTo(total, 9);
    }
    expect((await by('learner')).items[0]).toMatchObject({ key: admin.learnerId, name: 'Ada', calls: 2 });
    expect((await by('task')).items[0]).toMatchObject({ key: 'speech', characters: 500 });
    expect((await by('model')).items.map(({ key }: { key: string }) => key)).toEqual([
      'tts-1',
      'gpt-4.1',
      'text-embedding-3-small',
    ]);
    expect((await admin.fetch('/api/admin/analytics/costs?groupBy=mood')).status).toBe(400);
    const instructor = await invite(admin, 'instructor');
    expect((await instructor.fetch('/api/admin/analytics')).status).toBe(200);
    expect((await instructor.fetch('/api/admin/analytics/costs')).status).toBe(403);
  });
});

describe('the audit', () => {
  test('says who did what, and nothing secret', async () => {
    const admin = await signUp('Ada');
    await admin.ask('/api/admin/settings/system', {
      json: { key: 'OPENAI_API_KEY', value: 'sk-secret-value' },
    });
    const text = JSON.stringify(await admin.ask('/api/admin/audit'));
    expect(JSON.parse(text).items[0]).toMatchObject({
      actorId: admin.user.id,
      actorName: 'Ada',
      action: 'setting.changed',
      subject: 'OPENAI_API_KEY',
    });
    expect(text).not.toContain('sk-secret');
    const filtered = Object(await admin.ask('/api/admin/audit?action=organization.created'));
    expect(filtered.items).toHaveLength(1);
  });
});

describe('a learner’s own data', () => {
  test('can be taken away, whole and nobody else’s', async () => {
    const admin = await signUp();
    const [lee, kim] = [await invite(admin, 'learner', 'Lee'), await invite(admin, 'learner', 'Kim')];
    await lee.ask('/api/learner/profile', { method: 'PATCH', json: { goals: ['bees'] } });
    await lessonOf(lee, 'Lee’s words');
    await lessonOf(kim, 'Kim’s words');
    const response = await lee.fetch('/api/learner/export');
    expect(response.headers.get('Content-Disposition')).toMatch(/^attachment/);
    const text = await response.text();
    const all = JSON.parse(text);
    expect(all).toMatchObject({
      account: { email: lee.user.email, name: 'Lee' },
      learner: { profile: { goals: ['bees'] } },
      sessions: [{ goal: 'Lee’s words', messages: [{ content: 'Lee’s words' }] }],
      attempts: [{ answer: 'Lee’s words' }],
      progress: [{ masteryLevel: 80 }],
      events: [{ name: 'nugget.viewed' }],
    });
    expect(all.usage).toHaveLength(2);
    expect(text).not.toContain('Kim');
    expect(text).not.toMatch(/password|scrypt/i);
  });

  test('is erased with the password only, account and all', async () => {
    const admin = await signUp();
    const [lee, kim] = [await invite(admin, 'learner', 'Lee'), await invite(admin, 'learner', 'Kim')];
    await lessonOf(lee, 'Lee’s words');
    await lessonOf(kim, 'Kim’s words');
    const erase = (password: string) => lee.fetch('/api/learner', { method: 'DELETE', json: { password } });
    expect((await erase('wrong password')).status).toBe(403);
    expect((await lee.fetch('/api/auth/me')).status).toBe(200);
    expect((await erase(PASSWORD)).status).toBe(200);
    expect((await lee.fetch('/api/auth/me')).status).toBe(401);
    expect(
      (await call('/api/auth/login', { json: { email: lee.user.email, password: PASSWORD } })).status,
    ).toBe(401);
    const db = dbOf(admin);
    const left = await db.sql.batch([
      db.sql.select().from(sessions),
      db.sql.select().from(messages),
      db.sql.select().from(attempts),
      db.sql.select().from(progress),
      db.sql.select().from(analyticsEvents),
    ]);
    expect(left.map((rows) => rows.length)).toEqual([1, 1, 1, 1, 1]);
    expect(JSON.stringify(left)).not.toContain('Lee');
    const costs = Object(await admin.ask('/api/admin/analytics/costs?groupBy=learner'));
    expect(costs.items.map(({ name }: { name: string | null }) => name).sort()).toEqual(['Kim', null]);
  });

  test('goes with the account that an admin removes, from the lessons too', async () => {
    const admin = await signUp();
    const lee = await invite(admin, 'learner', 'Lee');
    await lessonOf(lee, 'Lee’s words');
    const { id } = Object(await lee.ask('/api/learning/sessions', { json: {} }));
    const lesson = async () => (await admin.fetch(`/api/learning/sessions/${id}`)).status;
    expect(await lesson()).toBe(200);
    await admin.ask(`/api/admin/users/${lee.user.id}`, { method: 'DELETE' });
    expect(await lesson()).toBe(404);
    const db = dbOf(admin);
    expect(await db.sql.select().from(sessions)).toEqual([]);
    const paid = await db.sql.select().from(usageEvents);
    expect(paid.length).toBeGreaterThan(0);
    expect(paid.filter(({ learnerId, sessionId }) => learnerId !== null || sessionId !== null)).toEqual([]);
  });

  test('of staff leaves the account with an empty profile', async () => {
    const admin = await signUp();
    await lessonOf(admin, 'my words');
    await admin.ask('/api/learner/profile', { method: 'PATCH', json: { goals: ['bees'] } });
    await admin.ask('/api/learner', { method: 'DELETE', json: { password: PASSWORD } });
    expect(await admin.ask('/api/auth/me')).toEqual(admin.user);
    expect(await admin.ask('/api/learner/profile')).toMatchObject({ goals: [] });
    expect(Object(await admin.ask('/api/learner/export')).sessions).toEqual([]);
  });
});
