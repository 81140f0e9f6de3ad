import { createExecutionContext, env } from 'cloudflare:test';
import { beforeEach, describe, expect, test } from 'vitest';
import { invite, signUp, type TestPerson } from '../../dev/test-people.ts';
import { edgeDeps } from '../app/deps.ts';
import { secretFor, settingsFor } from './settings.ts';
import { systemSettings } from './tables.ts';

const OPERATOR = { 'X-Operator-Token': 'an operator for tests only' };
const deps = () => edgeDeps(env, createExecutionContext());

describe.each([
  ['ai-models', 'tutoringModel', ['one', 'two', 'three']],
  ['voice', 'ttsVoice', ['nova', 'onyx', 'echo']],
] as const)('%s', (family, field, [one, two, three]) => {
  const path = `/api/admin/settings/${family}`;
  let admin: TestPerson;
  let learner: TestPerson;
  const put = (json: object, headers = {}) => admin.fetch(path, { method: 'PUT', json, headers });
  const get = async (query = '') => Object(await admin.ask(`${path}${query}`));

  beforeEach(async () => {
    admin = await signUp();
    learner = await invite(admin, 'learner');
  });

  test('are set by scope, field by field, and left to the next scope by null', async () => {
    const before = await get();
    expect(before.origins[field]).toBe('default');
    const ofLearner = `?scope=learner&scopeId=${learner.learnerId}`;
    expect((await put({ [field]: one })).status).toBe(200);
    expect(await get()).toMatchObject({ [field]: one, origins: { [field]: 'organization' } });
    expect(await get(ofLearner)).toMatchObject({
      [field]: one,
      scope: 'learner',
      origins: { [field]: 'organization' },
    });
    await put({ [field]: two, scope: 'learner', scopeId: learner.learnerId });
    expect(await get(ofLearner)).toMatchObject({ [field]: two, origins: { [field]: 'learner' } });
    expect(await get()).toMatchObject({ [field]: one });
    await put({ [field]: null, scope: 'learner', scopeId: learner.learnerId });
    expect(await get(ofLearner)).toMatchObject({ [field]: one });
    await put({ [field]: null });
    expect((await get())[field]).toBe(before[field]);
    expect((await put({ [field]: three, scope: 'organization', scopeId: admin.organizationId })).status).toBe(
      200,
    );
  });

  test('of the system are the operator’s', async () => {
    expect((await put({ [field]: one, scope: 'system' })).status).toBe(403);
    expect((await put({ [field]: one, scope: 'system' }, { 'X-Operator-Token': 'guessed' })).status).toBe(
      403,
    );
    expect((await put({ [field]: one, scope: 'system' }, OPERATOR)).status).toBe(200);
    expect(await get()).toMatchObject({ [field]: one, origins: { [field]: 'system' } });
    expect(await get('?scope=system')).toMatchObject({ [field]: one, scope: 'system', scopeId: null });
    expect((await put({ [field]: null, scope: 'system' }, OPERATOR)).status).toBe(200);
  });

  test('of others are not there, and nonsense is refused', async () => {
    const other = await signUp();
    expect((await put({ [field]: one, scopeId: other.organizationId })).status).toBe(404);
    expect((await put({ [field]: one, scope: 'learner', scopeId: other.learnerId })).status).toBe(404);
    expect((await put({ [field]: one, scope: 'learner' })).status).toBe(400);
    expect((await put({ [field]: 7 })).status).toBe(400);
    expect((await put({ [field]: 'a\0b' })).status).toBe(400);
    expect((await put({ [field]: one, scope: 'planet' })).status).toBe(400);
    expect((await learner.fetch(path)).status).toBe(403);
  });
});

describe('system keys', () => {
  const path = '/api/admin/settings/system';
  const post = (admin: TestPerson, json: object, headers = {}) => admin.fetch(path, { json, headers });
  const read = async (admin: TestPerson, key: string, query = '') =>
    Object(await admin.ask(`${path}?key=${key}${query}`)).items[0];

  test('are typed, and unset again', async () => {
    const admin = await signUp();
    expect(Object(await admin.ask(path)).items.length).toBeGreaterThan(8);
    expect((await post(admin, { key: 'review.required', value: true })).status).toBe(200);
    expect(await read(admin, 'review.required')).toMatchObject({ value: true, origin: 'organization' });
    expect((await admin.fetch(`${path}?key=review.required`, { method: 'DELETE' })).status).toBe(200);
    expect(await read(admin, 'review.required')).toMatchObject({ value: false, origin: 'default' });
    for (const bad of [
      { key: 'review.required', value: 'yes' },
      { key: 'no.such.key', value: 1 },
      { key: 'usage.monthlyUsd', value: -1 },
      { key: 'review.required' },
      { key: 'review.required', value: true, scope: 'learner', scopeId: admin.learnerId },
    ])
      expect([bad, (await post(admin, bad)).status]).toEqual([bad, 400]);
    expect((await post(admin, { key: 'review.required', value: true, scope: 'system' })).status).toBe(403);
  });

  test('a secret is sealed, never read back, and used', async () => {
    const [admin, other] = [await signUp(), await signUp()];
    const secret = 'sk-super-secret-4321';
    const set = await post(admin, { key: 'OPENAI_API_KEY', value: secret });
    const shown = await set.text();
    expect(JSON.parse(shown)).toMatchObject({ value: { set: true, last4: '4321' }, secret: true });
    const everything =
      shown + JSON.stringify(await admin.ask(path)) + JSON.stringify(await admin.ask('/api/openapi.json'));
    expect(everything).not.toContain(secret);
    const needs = deps();
    const rows = await needs.databases
      .forOrganization(admin.organizationId)
      .sql.select()
      .from(systemSettings);
    expect(JSON.stringify(rows)).not.toContain(secret);
    const keyOf = async ({ organizationId }: TestPerson) =>
      secretFor(needs.config, await settingsFor(needs, { organizationId }), {
        key: 'OPENAI_API_KEY',
        organizationId,
      });
    expect(await keyOf(admin)).toBe(secret);
    expect(await keyOf(other)).toBe('offline');
    expect((await post(admin, { key: 'OPENAI_API_KEY', value: 'has space' })).status).toBe(400);
  });
});

describe('the organization', () => {
  test('has a name and caps', async () => {
    const admin = await signUp();
    const path = '/api/admin/organization';
    expect(await admin.ask(path)).toMatchObject({
      id: admin.organizationId,
      usage: { monthlyUsd: null, learnerMonthlyUsd: null },
    });
    const changed = { name: 'Åsgård ✨', usage: { monthlyUsd: 20, learnerMonthlyUsd: 0.5 } };
    expect(await admin.ask(path, { method: 'PATCH', json: changed })).toMatchObject(changed);
    await admin.ask(path, { method: 'PATCH', json: { usage: { monthlyUsd: null } } });
    expect(await admin.ask(path)).toMatchObject({
      name: 'Åsgård ✨',
      usage: { monthlyUsd: null, learnerMonthlyUsd: 0.5 },
    });
    expect((await admin.fetch(path, { method: 'PATCH', json: { name: '' } })).status).toBe(400);
  });
});
