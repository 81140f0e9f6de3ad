import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { heard, newModel, script } from '../../dev/test-models.ts';
import { call, type TestPerson } from '../../dev/test-people.ts';
import type { Reef } from '../../dev/test-reef.ts';
import { openSchool, type School } from '../../dev/test-school.ts';
import { crash, objectOf, openSocket } from '../../dev/test-sockets.ts';
import { FLAGGED } from './turns.ts';

describe('a session in the long run', () => {
  let school: School;
  let admin: TestPerson;
  let learner: TestPerson;
  let reef: Reef;
  let model: string;
  let notes: string;

  beforeEach(async () => {
    school = await openSchool();
    ({ admin, learner, reef, model } = school);
    notes = newModel();
    await admin.ask('/api/admin/settings/ai-models', { method: 'PUT', json: { metadataModel: notes } });
  });

  const begin = async () => {
    const id = await school.begin();
    const socket = await openSocket(learner, id);
    await socket.join();
    return { id, socket };
  };

  test('what is no matter for a lesson gets a calm reply, the instructor a notice, and the model’s words nobody', async () => {
    await script(model, { text: 'Gladly! Here is how.' });
    const { id, socket } = await begin();
    const feed = await call('/api/admin/feed', {
      headers: { Upgrade: 'websocket', 'Sec-WebSocket-Protocol': `nuggets.v1, bearer.${admin.token}` },
    });
    const told: string[] = [];
    feed.webSocket?.addEventListener('message', ({ data }) => {
      told.push(String(data));
    });
    feed.webSocket?.accept();
    socket.send('session:message', { content: 'I will kill you' });
    expect((await socket.reply()).data).toMatchObject({ status: 'complete', content: FLAGGED });
    expect(JSON.stringify(socket.frames)).not.toContain('Gladly');
    await expect.poll(() => told.filter((one) => one.includes('flagged')), { timeout: 5000 }).toHaveLength(1);
    expect(told.find((one) => one.includes('flagged'))).toContain(id);
    // And whoever looks later finds it in the class.
    const risks = async () => {
      const { items } = z
        .object({ items: z.array(z.object({ id: z.string(), risks: z.array(z.unknown()) })) })
        .parse(await admin.ask('/api/admin/learners'));
      return items.find((one) => one.id === learner.learnerId)?.risks;
    };
    await expect
      .poll(risks, { timeout: 5000 })
      .toEqual([{ kind: 'flagged', detail: 'a message with no place in a lesson', amount: 1 }]);
  });

  test('settings hold from the next turn on, the nearest scope first: model, temperature, key', async () => {
    const [second, third] = [newModel(), newModel()];
    await script(model, { text: 'The first.' });
    await script(second, { text: 'The second.' });
    await script(third, { text: 'The third.' });
    const { socket } = await begin();
    const put = (json: object) => admin.ask('/api/admin/settings/ai-models', { method: 'PUT', json });
    let seq = 0;
    const asked = async (of: string) => {
      socket.send('session:message', { content: 'Hello' });
      seq = (await socket.reply(seq)).seq ?? 0;
      const { body, headers } = (await heard(of)).at(-1) ?? {};
      return { ...Object(body), key: headers?.['authorization'] };
    };
    expect(await asked(model)).toMatchObject({ temperature: 0.6, key: 'Bearer offline' });
    await put({ tutoringModel: second, tutoringTemp: 0.1 });
    expect(await asked(second)).toMatchObject({ temperature: 0.1 });
    await put({ tutoringModel: third, scope: 'learner', scopeId: learner.learnerId });
    await admin.ask('/api/admin/settings/system', {
      json: { key: 'OPENAI_API_KEY', value: 'the-organization-own-key' },
    });
    expect(await asked(third)).toMatchObject({ temperature: 0.1, key: 'Bearer the-organization-own-key' });
    await put({ tutoringModel: null, scope: 'learner', scopeId: learner.learnerId });
    expect(await asked(second)).toMatchObject({ temperature: 0.1 });
  });

  test('a nugget counts as viewed when it has reached the learner’s screen, not before', async () => {
    const move = { name: 'deliver_nugget', arguments: { nuggetId: reef.nuggetIds[1] } };
    await script(
      model,
      { calls: [move], paceMs: 300, text: 'Let me see where we go from here now. ' },
      { text: 'Here.' },
    );
    const begun = await learner.ask('/api/learning/sessions', { json: { nuggetId: reef.nuggetIds[0] } });
    const id = String(Object(begun).id);
    const viewed = async () => {
      const { pathHistory } = z
        .object({ pathHistory: z.array(z.object({ viewedAt: z.string().nullable() })) })
        .parse(await admin.ask(`/api/learning/sessions/${id}`));
      return pathHistory.map(({ viewedAt }) => viewedAt !== null);
    };
    const looking = await openSocket(admin, id);
    await looking.join();
    expect(await viewed()).toEqual([false]);
    const socket = await openSocket(learner, id);
    await socket.join();
    expect(await viewed()).toEqual([true]);
    await socket.ack(socket.send('session:message', { content: 'Go on' }));
    socket.close();
    await looking.reply();
    expect(await viewed()).toEqual([true, false]);
    const progress = () => admin.ask(`/api/learning/sessions/${id}/progress`);
    expect(await progress()).toMatchObject({ nuggetsViewed: 1 });
    await (await openSocket(learner, id)).join();
    expect(await viewed()).toEqual([true, true]);
    expect(await progress()).toMatchObject({ nuggetsViewed: 2 });
  });

  test('the older part of a long conversation is put in short, and its end stays as it was', async () => {
    await script(model, { text: 'So it is.' });
    await script(notes, { json: { summary: 'They spoke of whales and reefs.' } });
    const { socket } = await begin();
    let seq = 0;
    for (let n = 1; n <= 13; n++) {
      socket.send('session:message', { content: `Thing number ${n}.` });
      seq = (await socket.reply(seq)).seq ?? 0;
    }
    await expect.poll(async () => (await heard(notes)).length, { timeout: 10_000 }).toBe(1);
    // Its answer is stored by the time that the next message has had its own.
    for (const content of ['And then?', 'And now?']) {
      socket.send('session:message', { content });
      seq = (await socket.reply(seq)).seq ?? 0;
    }
    const prompt = JSON.stringify((await heard(model)).at(-1)?.body);
    expect(prompt).toContain('They spoke of whales and reefs.');
    expect(prompt).not.toContain('Thing number 1.');
    expect(prompt).toContain('Thing number 13.');
    expect(JSON.stringify((await heard(notes))[0]?.body)).toContain('Thing number 1.');
  });

  test('a completed one leaves its object once all is stored and its time is over; Postgres tells it from then on', async () => {
    await script(model, { text: 'Hello.' });
    const { id, socket } = await begin();
    socket.send('session:message', { content: 'Hi' });
    await socket.reply();
    const summary = await learner.ask(`/api/learning/sessions/${id}/complete`, { method: 'POST' });
    const { items } = Object(await learner.ask(`/api/learning/sessions/${id}/messages`));
    // A crash breaks the stub with its object.
    const stub = () => objectOf(learner.organizationId, id);
    const events = () =>
      runInDurableObject(stub(), (_one, { storage }) =>
        Number(storage.sql.exec<{ n: number }>('SELECT count(*) AS n FROM events').one().n),
      );
    await runDurableObjectAlarm(stub());
    expect(await events()).toBeGreaterThan(3);
    await runInDurableObject(stub(), (_one, { storage }) => {
      const longAgo = new Date(Date.now() - 8 * 24 * 3_600_000).toISOString();
      storage.sql.exec(
        `UPDATE state SET value = json_set(value, '$.completedAt', ?) WHERE key = 'session'`,
        longAgo,
      );
      // A row that can't be stored yet, as while Postgres is away.
      storage.sql.exec(
        `INSERT INTO outbox (place, item) VALUES (0, '{"kind":"session","lastActivity":"not yet"}')`,
      );
      return storage.setAlarm(Date.now() + 3_600_000);
    });
    await crash(stub());
    await runDurableObjectAlarm(stub());
    expect(await events()).toBeGreaterThan(3);
    await runInDurableObject(stub(), (_one, { storage }) => {
      storage.sql.exec('DELETE FROM outbox');
      return storage.setAlarm(Date.now() + 3_600_000);
    });
    await crash(stub());
    await runDurableObjectAlarm(stub());
    expect(await events()).toBe(0);
    expect(await learner.ask(`/api/learning/sessions/${id}`)).toMatchObject({
      id,
      completedAt: Object(summary).completedAt,
    });
    expect(Object(await learner.ask(`/api/learning/sessions/${id}/messages`)).items).toEqual(items);
    expect(await learner.ask(`/api/learning/sessions/${id}/complete`, { method: 'POST' })).toEqual(summary);
  });
});
