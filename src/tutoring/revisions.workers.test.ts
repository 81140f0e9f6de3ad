import { beforeEach, describe, expect, inject, test } from 'vitest';
import { heard, newModel, script } from '../../dev/test-models.ts';
import { invite, signUp, type TestPerson } from '../../dev/test-people.ts';
import { publishReef, type Reef } from '../../dev/test-reef.ts';
import { crash, objectOf, openSocket } from '../../dev/test-sockets.ts';
import { openDatabases } from '../base/db.ts';

const { system } = openDatabases(inject('databaseUrl'));
const rows = async (query: string) => (await system.sql.execute(query)).rows;

describe('second thoughts', () => {
  let learner: TestPerson;
  let reef: Reef;
  let model: string;

  beforeEach(async () => {
    const admin = await signUp();
    learner = await invite(admin, 'learner');
    reef = await publishReef(admin.organizationId);
    model = newModel();
    await admin.ask('/api/admin/settings/ai-models', { method: 'PUT', json: { tutoringModel: model } });
  });

  const begin = async () => {
    const session = Object(
      await learner.ask('/api/learning/sessions', { json: { nuggetId: reef.nuggetIds[0] } }),
    );
    const socket = await openSocket(learner, session.id);
    await socket.join();
    return { id: String(session.id), socket };
  };

  test('an answer is given anew, once, and the old one stays in the history but not in the prompt', async () => {
    await script(model, { text: 'The first.' }, { text: 'The second.' }, { text: 'The third.' });
    const { id: sessionId, socket } = await begin();
    const asked = socket.send('session:message', { content: 'What is a polyp?' });
    const first = await socket.reply();
    const id = socket.send('session:regenerate', { messageId: first.data['messageId'] });
    expect(await socket.ack(id)).toBe(null);
    const second = await socket.reply(first.seq);
    expect(second.data).toMatchObject({
      content: 'The second.',
      status: 'complete',
      replaces: first.data['messageId'],
    });
    socket.close();
    await crash(objectOf(learner.organizationId, sessionId));
    const back = await openSocket(learner, sessionId);
    await back.join(second.seq);
    back.send('session:regenerate', { messageId: first.data['messageId'] }, id);
    expect(await back.ack(id)).toBe(null);
    back.send('session:message', { content: 'And a reef?' });
    await back.reply(second.seq);
    const requests = await heard(model);
    expect(requests).toHaveLength(3);
    const last = JSON.stringify(requests.at(-1)?.body);
    expect([last.includes('The first.'), last.includes('The second.')]).toEqual([false, true]);
    const { items } = Object(await learner.ask(`/api/learning/sessions/${sessionId}/messages`));
    expect(items).toMatchObject([
      { id: asked, replaces: null },
      { content: 'The first.', replaces: null },
      { content: 'The second.', replaces: first.data['messageId'] },
      { content: 'And a reef?' },
      { content: 'The third.' },
    ]);
  });

  test('an answer that was judged is talked about anew and not judged anew', async () => {
    const ask = {
      concept: 'polyps',
      kind: 'open',
      question: 'On what do living polyps build?',
      answer: 'On the skeletons of dead ones',
      quote: 'Living polyps build on the skeletons of dead ones.',
    };
    const verdict = { score: 1, confidence: 0.9, misconception: null, feedback: 'Right.' };
    await script(
      model,
      { calls: [{ name: 'ask_question', arguments: ask }] },
      { text: 'Well?' },
      { json: verdict },
      { text: 'Right you are.' },
      { text: 'Yes, right.' },
    );
    const { id: sessionId, socket } = await begin();
    await learner.ask(`/api/learning/sessions/${sessionId}`);
    socket.send('session:message', { content: 'Quiz me' });
    const asked = await socket.until(({ event }) => event === 'session:question');
    const before = await socket.reply();
    socket.send('session:answer', {
      questionId: asked.data['questionId'],
      answer: 'They build on skeletons of the dead ones',
    });
    const first = await socket.reply(before.seq);
    socket.send('session:regenerate', { messageId: first.data['messageId'] });
    await socket.reply(first.seq);
    await learner.ask(`/api/learning/sessions/${sessionId}/messages`);
    expect(await rows(`select count(*)::int as n from attempts where session_id = '${sessionId}'`)).toEqual([
      { n: 1 },
    ]);
    expect(socket.frames.filter(({ event }) => event === 'session:progress:updated')).toHaveLength(1);
  });

  test('the last question is put in other words: the answer under way is stopped, and only the new words count', async () => {
    await script(model, { stall: 2, text: 'All about whales and more' }, { text: 'All about reefs.' });
    const { id: sessionId, socket } = await begin();
    const id = socket.send('session:message', { content: 'Whales?' });
    await socket.until(
      ({ event, data }) => event === 'session:delta' && String(data['text']).includes('about'),
    );
    const edit = socket.send('session:edit', { messageId: id, content: 'Reefs?' });
    const seq = await socket.ack(edit);
    const edited = await socket.until((frame) => frame.seq === seq);
    expect(edited.data).toMatchObject({ messageId: edit, role: 'user', content: 'Reefs?', replaces: id });
    expect(await socket.reply()).toMatchObject({ data: { status: 'cancelled' } });
    expect(await socket.reply(seq ?? 0)).toMatchObject({ data: { content: 'All about reefs.' } });
    expect(JSON.stringify((await heard(model)).at(-1)?.body)).not.toContain('Whales');
    socket.send('session:edit', { messageId: id, content: 'Reefs?' }, edit);
    const { items } = Object(await learner.ask(`/api/learning/sessions/${sessionId}/messages`));
    expect(items).toHaveLength(4);
  });

  test('what is not the last, still being written, or over is refused', async () => {
    await script(model, { text: 'One.' }, { text: 'Two.' }, { stall: 1, text: 'Three and' });
    const { id: sessionId, socket } = await begin();
    const refusal = async (event: string, data: object) => {
      const id = socket.send(event, data);
      return (await socket.until((frame) => frame.event === 'error' && frame.data['id'] === id)).data[
        'errorType'
      ];
    };
    const one = socket.send('session:message', { content: 'One?' });
    const first = await socket.reply();
    socket.send('session:message', { content: 'Two?' });
    const second = await socket.reply(first.seq);
    expect(await refusal('session:regenerate', { messageId: first.data['messageId'] })).toBe('conflict');
    expect(await refusal('session:edit', { messageId: one, content: 'Other?' })).toBe('conflict');
    expect(await refusal('session:edit', { messageId: one, content: 'x'.repeat(8001) })).toBe(
      'validation_error',
    );
    const third = socket.send('session:regenerate', { messageId: second.data['messageId'] });
    await socket.ack(third);
    const delta = await socket.until(
      ({ event, data }) => event === 'session:delta' && String(data['text']).includes('Three'),
    );
    expect(await refusal('session:regenerate', { messageId: delta.data['messageId'] })).toBe('conflict');
    socket.send('session:cancel', { messageId: delta.data['messageId'] });
    await socket.reply(second.seq);
    await learner.ask(`/api/learning/sessions/${sessionId}/complete`, { method: 'POST' });
    expect(await refusal('session:regenerate', { messageId: delta.data['messageId'] })).toBe('conflict');
  });
});
