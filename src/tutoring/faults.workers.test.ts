import { beforeEach, describe, expect, test } from 'vitest';
import type { Reply } from '../../dev/scripted-provider.ts';
import { heard, newModel, script } from '../../dev/test-models.ts';
import type { TestPerson } from '../../dev/test-people.ts';
import { openSchool } from '../../dev/test-school.ts';
import { openSocket, type TestSocket } from '../../dev/test-sockets.ts';
import { FAILED } from './turn.ts';

describe('what a learner sees of a model that', () => {
  let admin: TestPerson;
  let learner: TestPerson;
  let model: string;
  let socket: TestSocket;

  beforeEach(async () => {
    const school = await openSchool();
    ({ admin, learner, model } = school);
    // The default one would answer from the offline models.
    await admin.ask('/api/admin/settings/system', { json: { key: 'models.fallback', value: model } });
    socket = await openSocket(learner, await school.begin());
    await socket.join();
  });

  /** What stands on the screen: each delta cuts what is there at its offset and goes on. */
  const screen = () =>
    socket.frames
      .filter(({ event }) => event === 'session:delta')
      .reduce((text, { data }) => text.slice(0, Number(data['offset'])) + String(data['text']), '');

  async function say(...replies: Reply[]) {
    await script(model, ...replies);
    socket.send('session:message', { content: 'What do polyps build on?' });
    const { data } = await socket.reply();
    return data;
  }

  test('disconnects mid-stream: the beginning, then the whole from its start, once', async () => {
    const answer = await say(
      { drop: 3, text: 'Half an answer that never ends' },
      { text: 'A whole answer.' },
    );
    expect(answer).toMatchObject({ status: 'complete', content: 'A whole answer.' });
    expect(screen()).toBe('A whole answer.');
    const deltas = socket.frames.filter(({ event }) => event === 'session:delta');
    expect(new Set(deltas.map(({ data }) => data['messageId'])).size).toBe(1);
    expect(deltas.filter(({ data }) => data['offset'] === 0)).toHaveLength(2);
  });

  test('falls silent: the beginning, then, the silence over, the whole from its start, once', async () => {
    await script(model, { stall: 3, text: 'Half an answer that never ends' }, { text: 'A whole answer.' });
    socket.send('session:message', { content: 'What do polyps build on?' });
    await socket.until(() => screen() === 'Half an answer');
    const answer = await socket.until(
      ({ event, data }) => event === 'session:message' && data['role'] === 'assistant',
      'an answer after the silence',
      45_000,
    );
    expect(answer.data).toMatchObject({ status: 'complete', content: 'A whole answer.' });
    expect(screen()).toBe('A whole answer.');
    expect((await heard(model)).map(({ aborted }) => aborted)).toEqual([true, false]);
  });

  test('stutters: every word once, in order', async () => {
    const pieces = ['', 'Po', '', 'lyps ', 'build', '', ' on ', '', '', 'skeletons.', ''];
    const answer = await say({ pieces, paceMs: 15 });
    expect(answer['content']).toBe('Polyps build on skeletons.');
    expect(screen()).toBe('Polyps build on skeletons.');
  });

  test('cuts a character in two: whole characters only', async () => {
    const answer = await say({ pieces: ['An octopus \ud83d', '\udc19 and half \ud83d', ' one'] });
    expect(answer['content']).toBe('An octopus 🐙 and half \ufffd one');
    for (const { event, data } of socket.frames)
      if (event === 'session:delta') expect(String(data['text']).isWellFormed()).toBe(true);
  });

  test('sends broken tool JSON: nothing happens, and the answer comes', async () => {
    const broken = [
      { name: 'deliver_nugget', arguments: '{"nuggetId": "' },
      { name: 'deliver_nugget', arguments: '[1, 2' },
      { name: 'ask_question', arguments: { concept: 7 } },
    ];
    const answer = await say({ calls: broken }, { text: 'In words, then.' });
    expect(answer).toMatchObject({ status: 'complete', content: 'In words, then.' });
    expect(socket.durable().map(({ event }) => event)).toEqual(['session:message', 'session:message']);
  });

  test('calls tools that there are not: nothing happens, and the answer comes', async () => {
    const answer = await say(
      { calls: [{ name: 'format_disk', arguments: {} }], text: 'One moment. ' },
      { text: 'Here it is.' },
    );
    expect(answer).toMatchObject({ status: 'complete' });
    expect(screen().replace(/\s+/g, ' ')).toBe('One moment. Here it is.');
    expect(socket.durable().map(({ event }) => event)).toEqual(['session:message', 'session:message']);
  });

  test('loops: after some rounds it has to answer', async () => {
    const call: Reply = { calls: [{ name: 'search_nuggets', arguments: { query: 'reef' } }] };
    const answer = await say(call, call, call, call, call, { text: 'Enough of that.' });
    expect(answer).toMatchObject({ status: 'complete', content: 'Enough of that.' });
    const requests = await heard(model);
    expect(requests).toHaveLength(6);
    expect(requests.at(-1)?.body).toMatchObject({ tool_choice: 'none' });
  });

  test('fails where another does not: the other’s answer, and nothing of the failure', async () => {
    const other = newModel();
    await script(model, { status: 500 });
    await script(other, { text: 'The other one says this.' });
    await admin.ask('/api/admin/settings/system', { json: { key: 'models.fallback', value: other } });
    socket.send('session:message', { content: 'What do polyps build on?' });
    expect((await socket.reply()).data).toMatchObject({
      status: 'complete',
      content: 'The other one says this.',
    });
    expect(socket.frames.filter(({ event }) => event === 'error')).toEqual([]);
    expect(await heard(other)).toHaveLength(1);
  });

  test('fails altogether: a plain sentence, and by itself the answer under the same id when it is back', async () => {
    const failed = await say({ status: 500 });
    expect(failed).toMatchObject({ status: 'failed', content: FAILED });
    await script(model, { text: 'Here I am again.' });
    const back = await socket.until(
      ({ event, data }) => event === 'session:message' && data['content'] === 'Here I am again.',
      'the answer',
      30_000,
    );
    expect(back.data).toMatchObject({ messageId: failed['messageId'], status: 'complete' });
    expect(socket.durable().map(({ data }) => data['status'])).toEqual(['complete', 'failed', 'complete']);
  });

  test('fails altogether, and is asked for again at once', async () => {
    const failed = await say({ status: 500 });
    expect(failed).toMatchObject({ status: 'failed', content: FAILED });
    await script(model, { text: 'Here I am again.' });
    socket.send('session:regenerate', { messageId: failed['messageId'] });
    const back = await socket.until(
      ({ event, data }) => event === 'session:message' && data['content'] === 'Here I am again.',
    );
    expect(back.data).toMatchObject({ messageId: failed['messageId'], status: 'complete' });
  });
});
