import { beforeEach, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { NAUGHTY } from '../../dev/naughty.ts';
import { heard, newModel, script } from '../../dev/test-models.ts';
import { invite, signUp, type TestPerson } from '../../dev/test-people.ts';
import { publishReef, type Reef } from '../../dev/test-reef.ts';
import { crash, type Frame, objectOf, openSocket } from '../../dev/test-sockets.ts';
import { openDatabases } from '../base/db.ts';

const { system } = openDatabases(inject('databaseUrl'));

const Streamed = z.object({
  event: z.string(),
  seq: z.number().optional(),
  data: z.record(z.string(), z.unknown()),
});

/** Server-sent events as a client reads them; each says its name and seq in the stream's own fields too. */
function eventsIn(text: string): Frame[] {
  return text
    .split('\n\n')
    .filter((block) => block !== '')
    .map((block) => {
      const lines = block.split('\n');
      const field = (name: string) =>
        lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
      const event = Streamed.parse(JSON.parse(field('data') ?? ''));
      expect([field('event'), field('id')]).toEqual([event.event, event.seq?.toString()]);
      expect(lines.length).toBe(event.seq === undefined ? 2 : 3);
      return event;
    });
}

/** Each event's own fields, as the contract has them; those with a “?” may be missing. */
const FIELDS: Record<string, string> = {
  'session:joined': 'events lastSeq partial session',
  'session:ack': 'id seq',
  'session:typing': 'messageId',
  'session:delta': 'messageId offset text',
  'session:message': 'citations content media messageId replaces? role status toolCalls',
  'session:question': 'concept hintsAllowed kind options? question questionId',
  'session:node:updated': 'node reason',
  'session:progress:updated':
    'answered? concept evidence high? knowledgeGaps low? masteryLevel name previousLevel probability',
  'session:media:show': 'caption type url',
  'session:completed': 'completedAt concepts duration knowledgeGaps messages nuggetsViewed questionsAsked',
};
const DURABLE = /^session:(?:message|question|node:updated|progress:updated|media:show|completed)$/;

function expectFields(frames: readonly Frame[]): void {
  for (const { event, seq, data } of frames) {
    const fields = FIELDS[event]?.split(' ') ?? [];
    const [must, may] = [
      fields.filter((one) => !one.endsWith('?')),
      fields.map((one) => one.replace('?', '')),
    ];
    expect(Object.keys(data), event).toEqual(expect.arrayContaining(must));
    expect(may, event).toEqual(expect.arrayContaining(Object.keys(data)));
    expect(seq !== undefined, event).toBe(DURABLE.test(event));
  }
}

const screenOf = (frames: readonly Frame[]): string =>
  frames
    .filter(({ event }) => event === 'session:delta')
    .reduce((text, { data }) => {
      expect(text.length, 'a delta may not leave a gap').toBeGreaterThanOrEqual(Number(data['offset']));
      return text.slice(0, Number(data['offset'])) + String(data['text']);
    }, '');

describe('where no socket gets through', () => {
  let learner: TestPerson;
  let reef: Reef;
  let model: string;
  let sessionId: string;

  beforeEach(async () => {
    const admin = await signUp();
    learner = await invite(admin, 'learner');
    reef = await publishReef(admin.organizationId);
    model = newModel();
    await admin.ask('/api/admin/settings/ai-models', { method: 'PUT', json: { tutoringModel: model } });
    const session = await learner.ask('/api/learning/sessions', { json: { nuggetId: reef.nuggetIds[0] } });
    sessionId = String(Object(session).id);
  });

  const post = (content: string, id: string = crypto.randomUUID()) =>
    learner.fetch(`/api/learning/sessions/${sessionId}/messages`, { json: { id, content } });
  const say = async (content: string, id?: string) => eventsIn(await (await post(content, id)).text());

  test('the same events come by server-sent events as by a socket, each with the fields of the contract', async () => {
    const asks = {
      name: 'ask_question',
      arguments: {
        concept: 'polyps',
        kind: 'choice',
        question: 'What do polyps build on?',
        options: ['Skeletons', 'Sand'],
        answer: 'Skeletons',
      },
    };
    const moves = { name: 'deliver_nugget', arguments: { nuggetId: reef.nuggetIds[1] } };
    await script(
      model,
      { calls: [moves], text: 'Let us go on. ' },
      { calls: [asks], text: 'One for you: ' },
      { text: 'What do you think?' },
      { text: 'Just so.' },
    );
    const socket = await openSocket(learner, sessionId);
    await socket.join();
    const events = [...(await say('Go on and quiz me')), ...(await say('Skeletons'))];
    await socket.until(({ data }) => data['content'] === 'Just so.');
    await learner.ask(`/api/learning/sessions/${sessionId}/complete`, { method: 'POST' });
    await socket.until(({ event }) => event === 'session:completed');
    const own = events.filter(({ event }) => event !== 'session:ack');
    const theirs = socket.frames.filter(
      ({ event, seq }) => seq !== 1 && !/^session:(?:joined|ack|completed)$/.test(event),
    );
    // Frames of a socket may overtake each other in this runtime.
    const ordered = (frames: readonly Frame[]) => frames.map((frame) => JSON.stringify(frame)).toSorted();
    expect(ordered(own)).toEqual(ordered(theirs));
    expect(own.map(({ event }) => event)).toEqual(
      expect.arrayContaining(
        Object.keys(FIELDS).filter((event) => /delta|question|node|progress|typing/.test(event)),
      ),
    );
    expect(events[0]).toMatchObject({ event: 'session:ack', data: { seq: 2 } });
    expectFields([...events, ...socket.frames]);
    const seqs = socket.durable().map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, i) => i + 2));
  });

  test('a message sent twice is answered once, and its second stream tells what the first did', async () => {
    await script(model, { text: 'By stream.' });
    const id = crypto.randomUUID();
    const first = await say('Hello', id);
    expect(first.at(-1)).toMatchObject({ seq: 3, data: { role: 'assistant', content: 'By stream.' } });
    await crash(objectOf(learner.organizationId, sessionId));
    const durable = (events: readonly Frame[]) => events.filter(({ seq }) => seq !== undefined);
    expect(durable(await say('Hello', id))).toEqual(durable(first));
    expect(await heard(model)).toHaveLength(1);
  });

  test('a stream that broke is taken up in the midst of the answer, with nothing of it missing', async () => {
    const text = 'One after the other come the words of an answer that takes its time to be told in full.';
    await script(model, { text, paceMs: 120 });
    const id = crypto.randomUUID();
    const { body } = await post('Hello', id);
    const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
    if (reader === undefined) throw new Error('a stream has a body');
    let came = '';
    while (!came.includes('other')) came += (await reader.read()).value ?? '';
    await reader.cancel();
    const again = await say('Hello', id);
    expect(again[0]).toEqual({ event: 'session:ack', data: { id, seq: 2 } });
    expect(again.filter(({ event }) => event === 'session:delta').length).toBeGreaterThan(2);
    expect(screenOf(again)).toBe(text);
    expect(again.at(-1)).toMatchObject({ seq: 3, data: { status: 'complete', content: text } });
    expect(await heard(model)).toHaveLength(1);
  });

  test('what does not fit is refused as everywhere', async () => {
    for (const json of [
      { id: 'none', content: 'Hello' },
      { id: crypto.randomUUID() },
      { id: crypto.randomUUID(), content: '' },
      { id: crypto.randomUUID(), content: 'x'.repeat(8001) },
      { id: crypto.randomUUID(), content: 'nul \0' },
    ]) {
      const refused = await learner.fetch(`/api/learning/sessions/${sessionId}/messages`, { json });
      expect([refused.status, Object(await refused.json()).errorType]).toEqual([400, 'validation_error']);
    }
    await learner.ask(`/api/learning/sessions/${sessionId}/complete`, { method: 'POST' });
    expect((await post('Too late')).status).toBe(409);
  });

  test('any words come back as they were sent: by socket and stream, to other devices, after a crash, from Postgres', async () => {
    await script(model, { text: 'Well.' });
    const [socket, other] = [await openSocket(learner, sessionId), await openSocket(learner, sessionId)];
    await Promise.all([socket.join(), other.join()]);
    const isMine = ({ data }: Frame, id: string) => data['messageId'] === id;
    const ids: string[] = [];
    for (const [i, content] of NAUGHTY.entries()) {
      const id = crypto.randomUUID();
      ids.push(id);
      if (i % 2 === 0) {
        socket.send('session:message', { content }, id);
      } else {
        const streamed = await say(content, id);
        expect(streamed.find((one) => isMine(one, id))?.data['content']).toBe(content);
      }
      for (const one of [socket, other])
        expect((await one.until((frame) => isMine(frame, id))).data['content']).toBe(content);
      await socket.reply(socket.frames.find((frame) => isMine(frame, id))?.seq);
    }
    const asked = (await heard(model)).map(({ body }) => Object(body).messages.at(-1));
    expect(asked).toEqual(NAUGHTY.map((content) => ({ role: 'user', content })));
    const { items } = z
      .object({ items: z.array(z.object({ id: z.string(), role: z.string(), content: z.string() })) })
      .parse(await learner.ask(`/api/learning/sessions/${sessionId}/messages?limit=200`));
    const mine = items.filter(({ role }) => role === 'user');
    expect(mine.map(({ id }) => id)).toEqual(ids);
    expect(mine.map(({ content }) => content)).toEqual(NAUGHTY);
    const { rows } = await system.sql.execute(
      `select content from messages where session_id = '${sessionId}' and role = 'user' order by seq`,
    );
    expect(rows.map(({ content }) => content)).toEqual(NAUGHTY);
    await crash(objectOf(learner.organizationId, sessionId));
    const back = await openSocket(learner, sessionId);
    const { data } = await back.join();
    const replayed = z.array(Streamed).parse(data['events']);
    for (const [i, id] of ids.entries())
      expect(replayed.find((one) => isMine(one, id))?.data['content']).toBe(NAUGHTY[i]);
  });
});
