import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { script } from '../../dev/test-models.ts';
import { invite, signUp, type TestPerson } from '../../dev/test-people.ts';
import { openSchool } from '../../dev/test-school.ts';
import { crash, objectOf, openSocket } from '../../dev/test-sockets.ts';

const Event = z.object({
  event: z.string(),
  seq: z.number().optional(),
  data: z.record(z.string(), z.unknown()),
});
type Event = z.infer<typeof Event>;

/** A lesson where no socket gets through: its events are listened to, what is said is posted. */
describe('a line over plain HTTP', () => {
  let admin: TestPerson;
  let learner: TestPerson;
  let model: string;
  let path: string;
  let sessionId: string;

  beforeEach(async () => {
    const school = await openSchool();
    ({ admin, learner, model } = school);
    sessionId = await school.begin();
    path = `/api/learning/sessions/${sessionId}`;
  });

  async function listen(lastSeq = 0, who: TestPerson = learner, more = '') {
    const response = await who.fetch(`${path}/events?lastSeq=${lastSeq}${more}`);
    expect([response.status, response.headers.get('Content-Type')]).toEqual([200, 'text/event-stream']);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    if (reader === undefined) throw new Error('a stream has a body');
    const events: Event[] = [];
    let rest = '';
    /** Reads on until an event fits; null where the stream ends first. */
    const until = async (fits: (event: Event) => boolean): Promise<Event | null> => {
      for (;;) {
        const found = events.find(fits);
        if (found !== undefined) return found;
        const { done, value = '' } = await reader.read();
        if (done) return null;
        const blocks = (rest + value).split('\n\n');
        rest = blocks.pop() ?? '';
        for (const block of blocks) {
          const data = block.split('\n').find((line) => line.startsWith('data: '));
          if (data !== undefined) events.push(Event.parse(JSON.parse(data.slice('data: '.length))));
        }
      }
    };
    return { events, until, stop: () => reader.cancel() };
  }

  const post = (event: string, data: object, id: string = crypto.randomUUID(), who = learner) =>
    who.fetch(`${path}/frames`, { json: { event, id, data } });

  const answered = ({ event, data }: Event) => event === 'session:message' && data['role'] === 'assistant';

  test('a whole turn: joined, said, acknowledged, written, a question answered and judged', async () => {
    const asks = {
      name: 'ask_question',
      arguments: {
        ...{ concept: 'polyps', kind: 'choice', question: 'What do polyps build on?' },
        ...{ options: ['Skeletons', 'Sand'], answer: 'Skeletons' },
      },
    };
    await script(
      model,
      { calls: [asks] },
      { text: 'Think of this one.' },
      { text: 'Look at bones.' },
      { text: 'Just so.' },
    );
    const line = await listen();
    expect((await line.until(({ event }) => event === 'session:joined'))?.data).toMatchObject({
      session: { id: sessionId },
      lastSeq: 1,
      partial: null,
    });
    const id = crypto.randomUUID();
    expect(await (await post('session:message', { content: 'Quiz me' }, id)).json()).toEqual({ id, seq: 2 });
    const asked = await line.until(({ event }) => event === 'session:question');
    await line.until(answered);
    const questionId = String(asked?.data['questionId']);
    expect((await post('session:hint', { questionId })).status).toBe(200);
    await line.until(({ data }) => data['content'] === 'Look at bones.');
    expect((await post('session:answer', { questionId, answer: 'Skeletons' })).status).toBe(200);
    await line.until(({ data }) => data['content'] === 'Just so.');
    const judged = line.events.find(({ data }) => data['answered'] !== undefined);
    expect(judged?.data['answered']).toEqual({ questionId, isRight: true, isOver: true });
    const seqs = line.events.flatMap(({ seq }) => seq ?? []);
    expect(seqs).toEqual(seqs.map((_, i) => i + 2));
    await line.stop();
  });

  test('a frame posted twice, by HTTP and by socket, has the effect of one; what was missed comes with the next line', async () => {
    await script(model, { text: 'Once upon a time there was a reef, and it grew. '.repeat(4), paceMs: 100 });
    const line = await listen();
    const id = crypto.randomUUID();
    const first = await post('session:message', { content: 'Hello' }, id);
    await line.stop();
    const again = await post('session:message', { content: 'Hello' }, id);
    expect([await first.json(), await again.json()]).toEqual([
      { id, seq: 2 },
      { id, seq: 2 },
    ]);
    const socket = await openSocket(learner, sessionId);
    await socket.join();
    socket.send('session:message', { content: 'Hello' }, id);
    expect(await socket.ack(id)).toBe(2);
    await socket.reply();
    await crash(objectOf(learner.organizationId, sessionId));
    const back = await listen(1);
    const joined = await back.until(({ event }) => event === 'session:joined');
    const missed = z.array(Event).parse(joined?.data['events']);
    expect(missed.filter(({ event }) => event === 'session:message').map(({ seq }) => seq)).toEqual([2, 3]);
    await back.stop();
  });

  test('what does not fit is refused as everywhere, and stores nothing', async () => {
    const refusals = [
      await post('session:answer', { questionId: crypto.randomUUID(), answer: 'x' }),
      await post('session:choice', { choiceId: 'nowhere' }),
      await post('session:message', { content: '' }),
      await post('session:message', { content: 'x' }, 'no id'),
      await post('session:voice:start', { mimeType: 'audio/webm' }),
      await post('session:join', { lastSeq: 0 }),
    ];
    expect(
      await Promise.all(refusals.map(async (one) => [one.status, Object(await one.json()).errorType])),
    ).toEqual([
      [409, 'conflict'],
      [404, 'not_found'],
      ...Array.from({ length: 4 }, () => [400, 'validation_error']),
    ]);
    expect((await learner.fetch(`${path}/events?lastSeq=-1`)).status).toBe(400);
    const line = await listen();
    expect((await line.until(({ event }) => event === 'session:joined'))?.data['lastSeq']).toBe(1);
    await line.stop();
  });

  test('walls: a stranger finds nothing, an instructor only reads, and is told of where they say so', async () => {
    const [stranger, classmate, instructor] = [
      await signUp('Eve'),
      await invite(admin, 'learner'),
      await invite(admin, 'instructor'),
    ];
    for (const other of [stranger, classmate]) {
      expect((await other.fetch(`${path}/events`)).status).toBe(404);
      expect((await post('session:message', { content: 'Hi' }, crypto.randomUUID(), other)).status).toBe(404);
    }
    expect((await post('session:message', { content: 'Hi' }, crypto.randomUUID(), instructor)).status).toBe(
      404,
    );
    const own = await listen();
    await own.until(({ event }) => event === 'session:joined');
    const silent = await listen(0, instructor);
    await silent.until(({ event }) => event === 'session:joined');
    await silent.stop();
    const told = await listen(0, instructor, '&announce=true');
    expect((await own.until(({ event }) => event === 'session:watched'))?.data).toEqual({ watchers: 1 });
    await told.stop();
    await own.until(({ event, data }) => event === 'session:watched' && data['watchers'] === 0);
    await own.stop();
  });

  test('ends with its token: at once where that is revoked', async () => {
    const line = await listen();
    await line.until(({ event }) => event === 'session:joined');
    await learner.ask('/api/auth/logout', { method: 'POST' });
    expect(await line.until(() => false)).toBeNull();
    expect((await learner.fetch(`${path}/events`)).status).toBe(401);
  });
});
